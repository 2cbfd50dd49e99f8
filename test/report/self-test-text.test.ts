import { expect, it } from 'vitest'
import type { SelfTestResult } from '../../src/model/self-test.ts'
import { selfTestText } from '../../src/report/self-test-text.ts'

const result: SelfTestResult = {
  passed: false,
  server: 'embedded PostgreSQL 18.4',
  objects: 412,
  kinds: [
    {
      kind: 'sequence',
      changes: { seen: 12, of: 13 },
      harmless: { quiet: 3, of: 3 },
      attributes: { changed: 10, unchangeable: 0, of: 10 },
      seconds: 1.234,
    },
  ],
  failures: [
    {
      kind: 'sequence',
      change: 'CACHE',
      problem: 'not-seen',
      sql: 'ALTER SEQUENCE s CACHE 5',
      details: ['not seen: changed sequence s cache'],
    },
  ],
  seconds: 4.5,
}

it('has a line for each kind, the failures in full, and one that says it all', () => {
  expect(selfTestText(result, { colour: false })).toBe(
    [
      'A database of 412 objects on embedded PostgreSQL 18.4',
      '',
      '  sequence  12 of 13 changes seen, 3 of 3 harmless ones passed over, 10 of 10 attributes changed, 1.2 s',
      '',
      'sequence: CACHE: was not seen',
      '  not seen: changed sequence s cache',
      '    ALTER SEQUENCE s CACHE 5',
      '',
      'failed: 12 of 13 changes seen, 3 of 3 harmless ones passed over, 1 failure, 4.5 s',
      '',
    ].join('\n'),
  )
})
