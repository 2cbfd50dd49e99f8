// The statements that record migrations as applied in a runner's own table, as the runner would have done it, and those
// that take them out again. Each can be run where some of the rows are there already.
import { posix } from 'node:path'
import type { ColumnValues, Recordable, Records } from '../layouts/records.ts'
import { quoteLiteral, quoteName } from '../sql/quote.ts'
import type { FoundRecords } from './records.ts'
import { idOf } from './records.ts'
import { setDocument } from './rewrite-records.ts'

/** What the rows are to say. */
export interface Recording {
  /** The migrations to stand there as applied, in their order. */
  readonly applied: readonly Recordable[]
  /** Migrations whose rows go. */
  readonly gone: readonly Recordable[]
}

/** Statements without final semicolons. */
export function recordStatements(found: FoundRecords, { applied, gone }: Recording): readonly string[] {
  const { records, path } = found
  const nameOf = (each: Recordable): string => records.recordedAs(each)
  const names = applied.map(nameOf)
  const all = [...new Set([...gone.map(nameOf), ...names])]
  if (path !== undefined) return documentStatements(found, path, { names, all })
  if (records.single !== undefined) return singleStatements(found, applied)
  return [
    // Those that are there too: of another run, of another file, or failed.
    ...(all.length === 0 ? [] : [`DELETE FROM ${found.table} WHERE ${idOf(found)} IN (${listOf(all)})`]),
    ...applied.map((migration) => insertStatement(found, migration)),
  ]
}

function listOf(names: readonly string[]): string {
  return names.map(quoteLiteral).join(', ')
}

function insertStatement(found: FoundRecords, migration: Recordable): string {
  const { records, table } = found
  const name = records.recordedAs(migration)
  const values = { [records.id]: nameAsWritten(found, name, migration.path), ...restOf(found, migration) }
  return `INSERT INTO ${table} (${columnsOf(values)}) VALUES (${Object.values(values).join(', ')})`
}

function restOf({ records, table }: FoundRecords, migration: Recordable): ColumnValues {
  return { ...records.newRow?.(migration, table), ...records.row?.(migration) }
}

function columnsOf(values: ColumnValues): string {
  return Object.keys(values).map(quoteName).join(', ')
}

/** With the ending that the rows had; with that of the file where there was none. */
function nameAsWritten({ records: { suffix }, ending }: FoundRecords, name: string, path: string): string {
  return quoteLiteral(suffix === undefined ? name : `${name}${ending ?? posix.extname(path)}`)
}

function singleStatements(found: FoundRecords, applied: readonly Recordable[]): string[] {
  const { records, table } = found
  const newest = applied.at(-1)
  const value = newest === undefined ? records.none : valueOf(records, applied, newest)
  if (value === undefined) return [`DELETE FROM ${table}`]
  const rest = newest === undefined ? {} : restOf(found, newest)
  const values = { [records.id]: value, ...rest }
  const changes = Object.entries(values).map(([column, set]) => `${quoteName(column)} = ${set}`)
  return [
    `UPDATE ${table} SET ${changes.join(', ')}`,
    `INSERT INTO ${table} (${columnsOf(values)}) SELECT ${Object.values(values).join(', ')} WHERE NOT EXISTS (SELECT FROM ${table})`,
  ]
}

function valueOf({ single, recordedAs }: Records, applied: readonly Recordable[], newest: Recordable): string {
  return single === 'position' ? String(applied.length) : quoteLiteral(recordedAs(newest))
}

interface Names {
  readonly names: readonly string[]
  /** With those that go. */
  readonly all: readonly string[]
}

function documentStatements(found: FoundRecords, path: string, { names, all }: Names): string[] {
  const added = quoteLiteral(JSON.stringify(Object.fromEntries(names.map((name) => [name, false]))))
  const document = `${found.records.id}::pg_catalog.jsonb`
  const old = `coalesce(t.${document} #> ${path}, '{}')`
  const value = `(${old} - array[${listOf(all)}]::pg_catalog.text[]) || ${added}`
  return [`UPDATE ${found.table} AS t SET ${setDocument(found, path, value)}`]
}
