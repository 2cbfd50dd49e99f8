// The runner's own rows in a live database: which of its tables is there, and what it says was applied.
import { PgfoldError } from '../errors.ts'
import type { TableName } from '../history/migration.ts'
import type { Recordable, Records } from '../layouts/records.ts'
import type { Database } from '../server/database.ts'
import { isServerError } from '../server/replay-error.ts'
import { isUserSchema } from '../sql/filters.ts'
import { quoteLiteral, quoteName, quotePath } from '../sql/quote.ts'
import { changedMeanwhile, isGone } from './changed-meanwhile.ts'

/** A table of the runner's that is there. */
export interface FoundRecords {
  readonly records: Records
  readonly name: TableName
  /** The name in SQL. */
  readonly table: string
  /** For a document: its place in the value, as an SQL array. */
  readonly path: string | undefined
  /** The ending of the names in its rows, where it has an ending at all (`Records.suffix`) and rows. */
  readonly ending?: string
  /** For a registry of several projects: which one is meant. */
  readonly owner?: string
}

/** What the rows name: applied migrations, and those whose run failed half-way. */
export interface RecordedRows {
  readonly ids: readonly string[]
  readonly failed: readonly string[]
}

/** What a form needs to know of the history. */
export interface Place {
  /** The migration folder. */
  readonly history: string
}

/** Every table that may be the runner's in this database, each in its first form. */
export async function findAllRecords(
  db: Database,
  forms: readonly Records[],
  { history }: Place,
): Promise<FoundRecords[]> {
  const found = new Map<string, FoundRecords>()
  for (const records of forms) {
    for (const place of await placesOf(db, records)) {
      const table = quotePath(place.schema, place.name)
      if (found.has(table)) continue
      const path = records.document?.(history)
      found.set(table, {
        records,
        name: place,
        table,
        path: path === undefined ? undefined : `array[${path.map(quoteLiteral).join(', ')}]::pg_catalog.text[]`,
      })
    }
  }
  return [...found.values()]
}

/** Where this form of the table is. */
async function placesOf(db: Database, { table, columns, inAnySchema }: Records): Promise<TableName[]> {
  if (inAnySchema === undefined)
    return (await hasColumns(db, quotePath(table.schema, table.name), columns)) ? [table] : []
  const found = await db.query<{ schema: string }>(tablesQuery, [table.name, columns])
  return found.map(({ schema }) => ({ ...table, schema }))
}

const tablesQuery = `
  select n.nspname::pg_catalog.text as schema
  from pg_catalog.pg_class as c
  join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
  where c.relname = $1 and c.relkind in ('r', 'p') and ${isUserSchema('n.nspname')}
    and (
      select pg_catalog.count(*)
      from pg_catalog.pg_attribute as a
      where a.attrelid = c.oid and a.attname = any ($2) and not a.attisdropped
    ) = pg_catalog.cardinality($2::pg_catalog.text[])
  order by 1`

/** With the ending that the names in its rows have. */
export async function withEnding(db: Database, found: FoundRecords): Promise<FoundRecords> {
  const { suffix, id } = found.records
  if (suffix === undefined) return found
  const [row] = await db.query<{ ending: string }>(
    `select coalesce(pg_catalog.substring(${id}::pg_catalog.text, $1), '') as ending from ${found.table} order by 1 desc limit 1`,
    [`(${suffix})$`],
  )
  return row === undefined ? found : { ...found, ending: row.ending }
}

/** The rows as they are now, ids without a repetition. */
export async function readRecorded(db: Database, found: FoundRecords): Promise<RecordedRows> {
  const { counts = 'true', failed = 'false' } = found.records
  const [applied, broken] = await answers(db, found, [
    found.path === undefined ? rowsQuery(found, counts) : keysQuery(found, "'false'"),
    found.path === undefined ? rowsQuery(found, failed) : keysQuery(found, "'true'"),
  ])
  const ids = (rows: { id: string }[] = []): string[] => [...new Set(rows.map(({ id }) => id))]
  return { ids: ids(applied), failed: ids(broken) }
}

/**
 * Whether the row of a migration has the checksum of its file, so that the runner does not stop at it; true where it asks
 * for none.
 */
export async function hasItsChecksum(db: Database, found: FoundRecords, migration: Recordable): Promise<boolean> {
  const { checksum, row, recordedAs } = found.records
  const value = checksum === undefined ? undefined : row?.(migration)[checksum]
  if (checksum === undefined || value === undefined) return true
  const column = quoteName(checksum)
  const [others] = await answers(db, found, [
    `select ${idOf(found)} as id from ${found.table}
     where ${idOf(found)} = ${quoteLiteral(recordedAs(migration))} and ${column} <> ${value}`,
  ])
  return others?.length === 0
}

async function answers(db: Database, { table }: FoundRecords, queries: readonly string[]): Promise<{ id: string }[][]> {
  try {
    return (await db.queries(queries)) as { id: string }[][]
  } catch (error) {
    if (!isServerError(error)) throw error
    if (isGone(error)) throw changedMeanwhile(error)
    throw new PgfoldError('unreadable-records', `${table} cannot be read: ${error.message}`, {
      hint: "Connect as the role that the runner uses, or grant SELECT on the runner's table.",
      cause: error,
      exitCode: 1,
    })
  }
}

/** The text that names a row's migration, in SQL. */
export function idOf({ records }: FoundRecords): string {
  const text = `(${records.id})::pg_catalog.text`
  return records.suffix === undefined
    ? text
    : `pg_catalog.regexp_replace(${text}, ${quoteLiteral(`${records.suffix}$`)}, '')`
}

function rowsQuery(found: FoundRecords, condition: string): string {
  const { owner, records, table } = found
  const { registry } = records
  const ours = registry === undefined || owner === undefined ? '' : ` and ${registry.owner} = ${quoteLiteral(owner)}`
  return `select ${idOf(found)} as id from ${table} where (${condition})${ours} order by 1`
}

function keysQuery({ table, records, path }: FoundRecords, dirty: string): string {
  return `
    select entry.key as id
    from ${table} as t, pg_catalog.jsonb_each(coalesce(t.${records.id}::pg_catalog.jsonb #> ${path}, '{}')) as entry
    where entry.value = ${dirty} order by 1`
}

/** True where this table, its name as SQL has it, is there with all of these columns. */
async function hasColumns(db: Database, table: string, columns: readonly string[]): Promise<boolean> {
  const [row] = await db.query<{ n: number }>(
    `select pg_catalog.count(*)::int as n from pg_catalog.pg_attribute
     where attrelid = pg_catalog.to_regclass($1) and attname = any ($2) and not attisdropped`,
    [table, columns],
  )
  return row?.n === columns.length
}
