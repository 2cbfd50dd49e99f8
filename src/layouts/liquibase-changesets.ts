// One file of Liquibase's formatted SQL: `--changeset author:id key:value …` begins a changeset, whose other lines are SQL
// or begin with a word of Liquibase's own behind `--`. The patterns say how much room it leaves around them.
import { createHash } from 'node:crypto'
import { PgfoldError } from '../errors.ts'
import { locate } from '../history/location.ts'
import { scriptOf, type Script } from '../history/migration.ts'
import { fillPlaceholders } from '../history/placeholders.ts'
import { unquoted, type WithOptions } from './liquibase-options.ts'
import { propertyLine, propertyOn, type Property } from './liquibase-properties.ts'
import { linesOf, part, type Line, type Span } from './parts.ts'

/** `options` is the rest of its line: `runInTransaction:false dbms:postgresql`. */
export interface Changeset extends WithOptions {
  readonly author: string
  readonly id: string
  /** Of its line. */
  readonly start: number
  /** Lines of SQL. */
  readonly up: readonly Span[]
  /** SQL that takes it back; undefined where the file has none. */
  readonly down: readonly Span[] | undefined
  /** A `--preconditions` or `--precondition-…` line. */
  readonly isConditional: boolean
}

export interface FormattedFile {
  readonly changesets: readonly Changeset[]
  readonly properties: readonly Property[]
  /** Whether SQL stands before the first changeset, where Liquibase does not look. */
  readonly startsWithSql: boolean
}

const header = /^\s*--\s*liquibase\s*formatted/iu
const changesetLine = /^\s*--\s*changeset\s+("[^"]+"|[^:]+):("[^"]+"|\S+)(.*)$/iu
const ignoredLines = /^--\s*ignoreLines:(\w+)/iu
const rollbackLine = /^(\s*--\s*rollback )(.*)$/iu
const rollbackStart = /^\s*\/\*\s*liquibase\s*rollback\s*$/iu
const conditionLine = /^\s*--\s*precondition(?:s|-[\w-]+ )/iu
const ownLine = /^\s*--\s*(?:comment:? |validCheckSum)/iu
const almost =
  /^\s*-\s*(?:changeset|rollback|comment|preconditions?|property|validCheckSum|ignoreLines)\b|^\s*--\s*(?:changeset\b|comments:? )/iu

/** Whether a file begins as one of formatted SQL. */
export function isFormatted(text: string): boolean {
  return header.test(text.split(/\r\n|\n|\r/u).find((line) => line.trim() !== '') ?? '')
}

/** A line that Liquibase takes for its own. */
export const ownWords = new RegExp(
  [changesetLine, propertyLine, ignoredLines, rollbackLine, rollbackStart, conditionLine, ownLine, almost]
    .map(({ source }) => source)
    .join('|'),
  'iu',
)

/** A changeset whose lines are still coming. */
interface Unfinished extends Changeset {
  readonly up: Span[]
  down: Span[] | undefined
  isConditional: boolean
}

interface Progress {
  readonly script: Script
  readonly lines: readonly Line[]
  readonly changesets: Unfinished[]
  readonly properties: Property[]
  startsWithSql: boolean
}

/**
 * The changesets of a file; one without the header is a single changeset, which Liquibase names so.
 * @throws {PgfoldError} `unknown-directive`, `unfinished-block`, `empty-migration`, `duplicate-migrations`
 */
export function readChangesets(script: Script): FormattedFile {
  if (isFormatted(script.text)) return readFormatted(script)
  const whole = { start: 0, end: script.text.length }
  const only = { ...begun(whole, { author: 'includeAll', id: 'raw', options: '' }), up: [whole] }
  return { changesets: [only], properties: [], startsWithSql: false }
}

function readFormatted(script: Script): FormattedFile {
  const lines = linesOf(script.text)
  const progress: Progress = { script, lines, changesets: [], properties: [], startsWithSql: false }
  for (let at = 0; at < lines.length;) at = afterLine(progress, at)
  const { changesets, properties, startsWithSql } = progress
  for (const index of changesets.keys()) check(changesets, index, script)
  return { changesets, properties, startsWithSql }
}

/** Takes in what stands on a line, and says on which one to go on. */
function afterLine(progress: Progress, at: number): number {
  const { script, lines, changesets, properties } = progress
  const line = lines[at]
  if (line === undefined) return at + 1
  const property = propertyOn(line)
  const [, ignored] = ignoredLines.exec(line.text) ?? []
  const [, author, id, options = ''] = changesetLine.exec(line.text) ?? []
  if (property !== undefined) properties.push(property)
  else if (ignored !== undefined) return afterIgnored(ignored, lines, at, script) + 1
  else if (author !== undefined && id !== undefined) {
    changesets.push(begun(line, { author: unquoted(author), id: unquoted(id), options }))
  } else if (almost.test(line.text)) throw unknown(script, line)
  else return afterLineOf(changesets.at(-1), line, progress, at)
  return at + 1
}

function afterLineOf(changeset: Unfinished | undefined, line: Line, progress: Progress, at: number): number {
  const [, before = '', rollback] = rollbackLine.exec(line.text) ?? []
  if (changeset === undefined) progress.startsWithSql ||= !/^\s*(?:--|$)/u.test(line.text)
  else if (rollback !== undefined) {
    changeset.down = [...(changeset.down ?? []), { start: line.start + before.length, end: line.end }]
  } else if (rollbackStart.test(line.text)) {
    const end = progress.lines.findIndex(({ text }, index) => index > at && /\*\/\s*$/u.test(text))
    const last = progress.lines[end]
    if (last === undefined) throw unfinished(progress.script, line, '*/')
    changeset.down = [...(changeset.down ?? []), { start: line.end, end: last.start + last.text.lastIndexOf('*/') }]
    return end + 1
  } else if (conditionLine.test(line.text)) changeset.isConditional = true
  else if (!ownLine.test(line.text)) changeset.up.push(line)
  return at + 1
}

/** What to say of a file in which no changeset begins: its line that is likely meant to be one, else its SQL. */
export function noChangeset(script: Script): PgfoldError {
  const lines = linesOf(script.text).filter(({ text }) => text.trim() !== '' && !header.test(text))
  const meant = lines.find(({ text }) => /^\s*--\s*\w+\s+(?:"[^"]+"|[^\s:]+):\S/u.test(text))
  const { start } = meant ?? lines.find(({ text }) => !/^\s*--/u.test(text)) ?? { start: 0 }
  const message =
    meant === undefined
      ? 'No changeset begins before this SQL'
      : 'Liquibase does not know this line, and no changeset begins'
  return new PgfoldError('unknown-directive', `${message}; it runs nothing of the file`, {
    location: locate(script, start),
    hint: 'Write --changeset AUTHOR:ID above the SQL.',
  })
}

/** What Liquibase records since 4.22: a sum of the sums of the changes, here one, which leave out all blanks. */
export function checksumOf({ up }: Changeset, text: string, values: Readonly<Record<string, string>>): string {
  const sql = up.map(({ start, end }) => text.slice(start, end)).join('')
  const filled = fillPlaceholders(scriptOf('', sql.trim()), values).script.text
  const change = createHash('md5')
    .update(filled.replaceAll(/[ \t\r\n]/gu, ''))
    .digest('hex')
  return `9:${createHash('md5').update(`9:${change}:`).digest('hex')}`
}

/** The SQL that takes a changeset back; empty where it says that nothing has to be. */
export function rollbackOf({ down }: Changeset, text: string): string | undefined {
  if (down === undefined) return undefined
  const sql = part(text, down)
  if (/^\s*(?:not required|empty)/iu.test(sql)) return part(text, [])
  return /\bchangesetid:/iu.test(sql) ? undefined : sql
}

function begun({ start }: Span, { author, id, options }: Pick<Changeset, 'author' | 'id' | 'options'>): Unfinished {
  return { author, id, options, start, up: [], down: undefined, isConditional: false }
}

function afterIgnored(count: string, lines: readonly Line[], at: number, script: Script): number {
  if (/^\d+$/u.test(count)) return at + Number(count)
  const line = lines[at] ?? { start: 0 }
  if (count !== 'start') throw unknown(script, line)
  const end = lines.findIndex(({ text }, index) => index > at && ignoredLines.exec(text)?.[1] === 'end')
  if (end === -1) throw unfinished(script, line, '--ignoreLines:end')
  return end
}

function check(changesets: readonly Changeset[], index: number, script: Script): void {
  const changeset = changesets[index]
  if (changeset === undefined) return
  const location = locate(script, changeset.start)
  const { author, id, up } = changeset
  const isLast = index === changesets.length - 1
  if (!isLast && up.every(({ start, end }) => script.text.slice(start, end).trim() === '')) {
    throw new PgfoldError('empty-migration', `The changeset ${author}:${id} has no SQL; Liquibase refuses the file`, {
      location,
      hint: 'Write its SQL below the line, or remove the line.',
    })
  }
  if (!changesets.slice(0, index).some((other) => other.author === author && other.id === id)) return
  throw new PgfoldError('duplicate-migrations', `A second changeset of the file is ${author}:${id}`, {
    location,
    hint: 'Give one of them an id of its own; Liquibase refuses them as well.',
  })
}

function unknown(script: Script, { start }: Pick<Span, 'start'>): PgfoldError {
  return new PgfoldError('unknown-directive', 'Liquibase refuses this line, which is almost one of its own', {
    location: locate(script, start),
    hint: 'Begin it with two dashes; a changeset is --changeset AUTHOR:ID, a remark is --comment TEXT.',
  })
}

function unfinished(script: Script, { start }: Pick<Span, 'start'>, end: string): PgfoldError {
  return new PgfoldError('unfinished-block', `What begins here has no end ${end}`, {
    location: locate(script, start),
    hint: `Put ${end} on a line below it.`,
  })
}
