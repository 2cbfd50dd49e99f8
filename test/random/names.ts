// Names that hurt: whatever has to be quoted, is cut by the server, or looks like something else. All of them are at
// most 63 bytes long, as the server keeps them (manual, "Identifiers and Key Words").
import type { Choices } from './choices.ts'

const longest = 63

const hostile: readonly string[] = [
  'order',
  'user',
  'table',
  'select',
  'null',
  'all',
  'default',
  'between',
  'Upper',
  'ALLCAPS',
  'camelCase',
  '1st',
  '007',
  ' ',
  ' leading',
  'trailing ',
  'two words',
  'a.b',
  '.',
  'a"b',
  '"',
  '""',
  "it's",
  "'",
  '$1',
  '$$',
  'a$b$',
  '--',
  'a--b',
  '/*',
  '*/',
  'a/*b',
  ';',
  'a;b',
  '%',
  '%s %I',
  '\\',
  'a\\b',
  'a\\nb',
  'new\nline',
  'line\r\nfeed',
  'tab\tbed',
  '(',
  'a(b)',
  'a,b',
  '{}',
  '[1]',
  '=',
  'a=b',
  ':x',
  '@',
  '#',
  'int4',
  'integer',
  'text',
  'pg_class',
  'pg_toast',
  'public',
  'none',
  'id',
  'name',
  'value',
  'key',
  'type',
  'ÄÖÜ',
  'naïve',
  'é',
  'e\u0301',
  '\u00a0',
  '\u200b',
  'имя',
  '名前',
  '😀',
  '👩‍👩‍👧',
  'שלום',
  'x'.repeat(longest),
  'ü'.repeat(31),
  `${'é'.repeat(31)}z`,
  `${'名'.repeat(20)}abc`,
  `"${'q'.repeat(61)}"`,
]

// The server cuts what is longer, never inside a character: the history may write more than remains.
const overlong = new Map([
  ['ü'.repeat(31), 'ü'.repeat(40)],
  ['x'.repeat(longest), 'x'.repeat(90)],
])

/** A name that is not among those in use; it is in use from then on. */
export function newName(choose: Choices, used: Set<string>, plain: string): string {
  const wanted = choose.maybe(70) ? choose.one(hostile) : `${plain}${used.size + 1}`
  let name = wanted
  for (let count = 2; used.has(name); count += 1) name = cut(wanted, ` ${count}`)
  used.add(name)
  return name
}

function cut(name: string, suffix: string): string {
  let kept = [...name]
  while (Buffer.byteLength(kept.join('') + suffix) > longest) kept = kept.slice(0, -1)
  return kept.join('') + suffix
}

/** Always quoted. */
export function quoted(name: string): string {
  return `"${(overlong.get(name) ?? name).replaceAll('"', '""')}"`
}

/** Text for comments, labels and defaults. */
export function newText(choose: Choices): string {
  return choose.maybe(60) ? choose.one(hostile) : 'some text'
}

/** A string constant, in one of the forms that PostgreSQL knows. */
export function literal(text: string): string {
  return text.includes('\\')
    ? `E'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`
    : `'${text.replaceAll("'", "''")}'`
}
