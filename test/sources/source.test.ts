import { expect, test } from 'vitest'
import { parseSource } from '../../src/sources/source.ts'

test.each([
  ['postgres://localhost/shop', 'live'],
  ['postgresql://user@host:5432/shop?sslmode=require', 'live'],
  ['shop', 'live'],
  ['schema', 'live'],
  ['./schema', 'history'],
  ['schema/', 'history'],
  ['schema/migrations', 'history'],
  ['/srv/migrations', 'history'],
  ['..', 'history'],
  ['.', 'history'],
  ['.\\schema', 'history'],
  ['dump.sql', 'sql'],
  ['schema/consolidated/UP.SQL', 'sql'],
  ['snapshot.json', 'snapshot'],
  ['a/b/snapshot.json', 'snapshot'],
  ['postgres://localhost/odd.sql', 'live'],
] as const)('%s is %s', (text, kind) => {
  expect(parseSource(text)).toEqual({ kind, text })
})

test('an empty word is no source', () => {
  expect(() => parseSource(' ')).toThrowError(expect.objectContaining({ code: 'bad-source', exitCode: 2 }))
})
