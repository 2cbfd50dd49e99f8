// Drizzle's journal, `meta/_journal.json`: it alone says which files are migrations and in which order. drizzle-orm's
// migrator looks at the newest `when` it has recorded and runs every entry that is later, whatever its `idx`; it records
// the SHA-256 of the file and never looks at it again.
import { PgfoldError, type Location } from '../errors.ts'
import { locate } from '../history/location.ts'
import type { Script } from '../history/migration.ts'
import type { Finding } from '../model/finding.ts'
import { isObject, parseObject, type JsonObject } from './json.ts'
import type { Files } from './layout.ts'

export const journalPath = 'meta/_journal.json'

/** One migration of the journal; `raw` is the entry as it stands there. */
export interface Entry {
  readonly idx: number
  /** Milliseconds since 1970. */
  readonly when: number
  /** The file's name without `.sql`. */
  readonly tag: string
  readonly place: Location
  readonly raw: JsonObject
}

export interface Journal {
  readonly entries: readonly Entry[]
  readonly content: JsonObject
}

/** @throws {PgfoldError} `not-json`, `bad-journal`, `duplicate-migrations` */
export async function readJournal(files: Files): Promise<Journal> {
  const script = await files.script(journalPath)
  const content = parseObject(script)
  const { dialect, entries } = content
  if (!Array.isArray(entries)) throw badJournal(locate(script, 0), 'The journal has no list of entries')
  if (dialect !== undefined && dialect !== 'postgresql' && dialect !== 'pg') throw otherDatabase(script, dialect)
  const read = entriesOf(script, entries)
  refuseTwins(read)
  return { entries: read, content }
}

/** The journal with these entries, as drizzle-kit writes it. */
export function journalText({ content }: Journal, entries: readonly JsonObject[]): string {
  return JSON.stringify({ ...content, entries }, null, 2)
}

/** Entries out of their order: what drizzle-orm makes of them depends on the database. */
export function orderFindings(entries: readonly Entry[]): Finding[] {
  return entries.flatMap(({ tag, idx, when, place }, index) => {
    const before = entries.slice(0, index)
    const later = before.find((other) => other.when >= when)
    const higher = before.find((other) => other.idx >= idx)
    const warn = (message: string): Finding => ({
      code: 'journal-order',
      severity: 'warning',
      subject: `${place.file}:${place.line}`,
      message,
    })
    if (later !== undefined) {
      return warn(
        `the "when" of ${tag} is not later than that of ${later.tag} before it: drizzle-orm skips it in silence on every database that has ${later.tag}, and runs it on new ones`,
      )
    }
    return higher === undefined
      ? []
      : warn(`the "idx" of ${tag} is not higher than that of ${higher.tag} before it; drizzle-orm goes by the list`)
  })
}

/** Each at the place of its tag, in the order in which the tags stand in the file. */
function entriesOf(script: Script, list: readonly unknown[]): Entry[] {
  let from = 0
  return list.map((raw) => {
    if (!isObject(raw)) throw badJournal(locate(script, from), 'An entry of the journal is no object')
    const { idx, when, tag } = raw
    const found = typeof tag === 'string' ? script.text.indexOf(JSON.stringify(tag), from) : -1
    const place = locate(script, found === -1 ? from : found)
    if (found !== -1) from = found + 1
    if (typeof tag === 'string' && typeof idx === 'number' && typeof when === 'number') {
      return { idx, when, tag, place, raw }
    }
    throw badJournal(place, 'An entry of the journal lacks its idx, its when or its tag')
  })
}

function refuseTwins(entries: readonly Entry[]): void {
  const seen = new Set<string>()
  for (const { tag, place } of entries) {
    if (seen.has(tag)) {
      throw new PgfoldError('duplicate-migrations', `The journal has two entries for ${tag}.sql`, {
        location: place,
        hint: 'Remove one of them: drizzle-orm runs the file twice on a new database.',
      })
    }
    seen.add(tag)
  }
}

function otherDatabase(script: Script, dialect: unknown): PgfoldError {
  return new PgfoldError('other-database', `These migrations are for ${String(dialect)}, not for PostgreSQL`, {
    location: locate(script, script.text.indexOf('"dialect"')),
    hint: 'Name the folder of the migrations for PostgreSQL.',
  })
}

function badJournal(location: Location, message: string): PgfoldError {
  return new PgfoldError('bad-journal', message, {
    location,
    hint: 'Take the journal from version control as drizzle-kit wrote it.',
  })
}
