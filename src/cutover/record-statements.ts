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
  /** The migrations to stand there as applied, in their order; none to take all of `known` out. */
  readonly applied: readonly Recordable[]
  /** Every other migration whose row goes. */
  readonly gone: readonly Recordable[]
}

/** Statements without final semicolons. */
export function recordStatements(found: FoundRecords, { applied, gone }: Recording): readonly string[] {
  const { records, path } = found
  const nameOf = (each: Recordable): string => records.recordedAs(each)
  const names = applied.map(nameOf)
  const kept = new Set(names)
  const out = [...new Set(gone.map(nameOf))].filter((name) => !kept.has(name))
  if (path !== undefined) return documentStatements(found, path, { names, out })
  if (records.single !== undefined) return singleStatements(found, applied)
  return [
    ...(out.length === 0 ? [] : [`DELETE FROM ${found.table} WHERE ${idOf(found)} IN (${listOf(out)})`]),
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
  const there = `SELECT FROM ${table} WHERE ${idOf(found)} = ${quoteLiteral(name)}`
  return `INSERT INTO ${table} (${columnsOf(values)}) SELECT ${Object.values(values).join(', ')} WHERE NOT EXISTS (${there})`
}

function restOf({ records, table }: FoundRecords, migration: Recordable): ColumnValues {
  return { ...records.newRow?.(migration, table), ...records.row?.(migration) }
}

function columnsOf(values: ColumnValues): string {
  return Object.keys(values).map(quoteName).join(', ')
}

/** With the ending that the other rows have; with that of the file where there is none yet. */
function nameAsWritten({ records: { id, suffix }, table }: FoundRecords, name: string, path: string): string {
  if (suffix === undefined) return quoteLiteral(name)
  const ofOne = `coalesce(pg_catalog.substring(pg_catalog.max(${id}), ${quoteLiteral(`(${suffix})$`)}), '')`
  const ofOthers = `(SELECT CASE WHEN pg_catalog.count(*) > 0 THEN ${ofOne} END FROM ${table})`
  return `${quoteLiteral(name)} || coalesce(${ofOthers}, ${quoteLiteral(posix.extname(path))})`
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
  readonly out: readonly string[]
}

function documentStatements(found: FoundRecords, path: string, { names, out }: Names): string[] {
  const added = quoteLiteral(JSON.stringify(Object.fromEntries(names.map((name) => [name, false]))))
  const document = `${found.records.id}::pg_catalog.jsonb`
  const old = `coalesce(t.${document} #> ${path}, '{}')`
  const value = `(${old} - array[${listOf(out)}]::pg_catalog.text[]) || ${added}`
  return [`UPDATE ${found.table} AS t SET ${setDocument(found, path, value)}`]
}
