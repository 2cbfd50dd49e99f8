import { expect, test } from 'vitest'
import { locate } from '../../src/history/location.ts'
import { scriptOf } from '../../src/history/migration.ts'
import { fillPlaceholders, replaced } from '../../src/history/placeholders.ts'

test('places are those of the file also where a changed text is filled in', () => {
  const script = scriptOf('a.sql', 'SELECT /* a remark */ ${a}, ${b} -- end\n, x;')
  const comments = ['/* a remark */', '-- end'].map((text) => ({
    at: script.text.indexOf(text),
    length: text.length,
    value: '',
  }))
  const filled = fillPlaceholders(replaced(script, comments), { a: 'first', b: '2' }).script
  expect(filled.text).toBe('SELECT  first, 2 \n, x;')
  const columnOf = (text: string): number => locate(filled, filled.text.indexOf(text)).column
  expect([columnOf('first'), columnOf('2')]).toEqual([23, 29])
  expect(locate(filled, filled.text.indexOf('x;'))).toMatchObject({ line: 2, column: 3, text: ', x;' })
})

test('a name with a colon stands for itself and for its braces', () => {
  const script = scriptOf('a.sql', '${flyway:table} flyway:table')
  expect(fillPlaceholders(script, { 'flyway:table': 't' }).script.text).toBe('t t')
})
