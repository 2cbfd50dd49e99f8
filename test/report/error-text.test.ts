import { expect, test } from 'vitest'
import { PgfoldError } from '../../src/errors.ts'
import { errorText } from '../../src/report/error-text.ts'

const plain = { colour: false }

test('an error without a place is a message and a hint', () => {
  const error = new PgfoldError('not-found', 'there is no file a.sql', { hint: 'Check the path.' })
  expect(errorText(error, plain)).toBe('error: there is no file a.sql (not-found)\nhint: Check the path.\n')
})

test('an error in a file shows the line and a caret below the character', () => {
  const location = { file: 'migrations/0002_x.sql', line: 12, column: 9, text: 'SELECT\t1 form t;\r' }
  const error = new PgfoldError('syntax-error', 'syntax error at or near "1"', {
    location: { ...location, column: 8 },
    details: ['applied before: 0001_a'],
  })
  expect(errorText(error, plain)).toBe(
    [
      'error: syntax error at or near "1" (syntax-error)',
      '  at migrations/0002_x.sql:12:8',
      '   |',
      '12 | SELECT\t1 form t;',
      '   |       \t^',
      '   |',
      '  applied before: 0001_a',
      '',
    ].join('\n'),
  )
})

test('a column counts characters, not UTF-16 units', () => {
  const error = new PgfoldError('e', 'm', { location: { file: 'f', line: 1, column: 3, text: '😀 x' } })
  expect(errorText(error, plain)).toContain('1 | 😀 x\n  |   ^\n')
})

test('a long line is cut around the caret', () => {
  const text = `${'a'.repeat(500)}!${'b'.repeat(500)}`
  const error = new PgfoldError('e', 'm', { location: { file: 'f', line: 1, column: 501, text } })
  const [, , , source = '', caret = ''] = errorText(error, plain).split('\n')
  expect(source.length).toBeLessThan(120)
  expect(source[caret.indexOf('^')]).toBe('!')
})
