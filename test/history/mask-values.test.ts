import { describe, expect, it } from 'vitest'
import { maskValues } from '../../src/history/mask-values.ts'
import { quoteLiteral } from '../../src/sql/quote.ts'

const values = [
  'hunter2',
  "it's",
  String.raw`back\slash'quote`,
  'a"b c',
  'p@zz/w:qq?&=%',
  'zwei\nZeilen',
  'größe',
  '$&(.*)+[x]',
]

const inConninfo = (value: string): string => `password='${value.replaceAll(/[\\']/gu, String.raw`\$&`)}'`
const inUrl = (value: string): string => `postgres://u:${encodeURIComponent(value)}@h/d`

describe.each(values)('the value %j', (value) => {
  it.each([
    ['as it is', value],
    ['as a constant', quoteLiteral(value)],
    ['with doubled quotes', `'${value.replaceAll("'", "''")}'`],
    ['in a connection string', inConninfo(value)],
    ['in a connection string in a constant', quoteLiteral(inConninfo(value))],
    ['in a constant in a constant', quoteLiteral(quoteLiteral(inConninfo(value)))],
    ['in a URL', inUrl(value)],
    ['in a URL of lower case', inUrl(value).replaceAll(/%../gu, (code) => code.toLowerCase())],
    ['in JSON', JSON.stringify({ text: quoteLiteral(inConninfo(value)) })],
  ])('is hidden %s', (_, text) => {
    const masked = maskValues(`before ${text} behind`, [value])
    expect(masked).toMatch(/^before .*\(secret\).* behind$/u)
    for (const part of value.split(/[^\wöß]+/u).filter(({ length }) => length > 1)) expect(masked).not.toContain(part)
  })
})

it('reads values that are spelled as in a connection string or a URL', () => {
  expect(maskValues(`it's one two, it''s`, [String.raw`'it\'s'`, 'one%20two'])).toBe('(secret) (secret), (secret)')
})

it('hides short values only where they stand alone in quotes or behind a sign', () => {
  expect(maskValues(`CREATE TABLE ab (ab text DEFAULT 'ab', "x" int) password=ab`, ['ab'])).toBe(
    `CREATE TABLE ab (ab text DEFAULT '(secret)', "x" int) password=(secret)`,
  )
})

it('leaves a text alone where nothing is known, and its own marks too', () => {
  expect(maskValues('a secret', [])).toBe('a secret')
  expect(maskValues('a', [''])).toBe('a')
  expect(maskValues("'secret' 'other'", ['other', 'secret'])).toBe("'(secret)' '(secret)'")
})
