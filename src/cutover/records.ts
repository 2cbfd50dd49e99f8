// The runner's own rows in a live database: which of its tables is there, and what it says was applied.
import { PgfoldError } from '../errors.ts'
import type { TableName } from '../history/migration.ts'
import type { Records } from '../layouts/records.ts'
import type { Database } from '../server/database.ts'
import { isServerError } from '../server/replay-error.ts'
import { quoteLiteral, quotePath } from '../sql/quote.ts'
import { changedMeanwhile, isGone } from './changed-meanwhile.ts'

/** A table of the runner's that is there. */
export interface FoundRecords {
  readonly records: Records
  readonly name: TableName
  /** The name in SQL. */
  readonly table: string
  /** For a document: its place in the value, as an SQL array. */
  readonly path: string | undefined
}

/** What the rows name: applied migrations, and those whose run failed half-way. */
export interface RecordedRows {
  readonly ids: readonly string[]
  readonly failed: readonly string[]
}

/** The form of the runner's table that this database has; `name` is another name for it. */
export async function findRecords(
  db: Database,
  forms: readonly Records[],
  { history, name }: { readonly history: string; readonly name?: TableName },
): Promise<FoundRecords | undefined> {
  for (const records of forms) {
    const place = name ?? records.table
    const path = records.document?.(history)
    const found = {
      records,
      name: place,
      table: quotePath(place.schema, place.name),
      path: path === undefined ? undefined : `array[${path.map(quoteLiteral).join(', ')}]::pg_catalog.text[]`,
    }
    if (await hasColumns(db, found.table, records.columns)) return found
  }
  return undefined
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
    : `pg_catalog.regexp_replace(${text}, ${quoteLiteral(`\\${records.suffix}$`)}, '')`
}

function rowsQuery(found: FoundRecords, condition: string): string {
  return `select ${idOf(found)} as id from ${found.table} where ${condition} order by 1`
}

function keysQuery({ table, records, path }: FoundRecords, dirty: string): string {
  return `
    select entry.key as id
    from ${table} as t, pg_catalog.jsonb_each(coalesce(t.${records.id}::pg_catalog.jsonb #> ${path}, '{}')) as entry
    where entry.value = ${dirty} order by 1`
}

/** True where this table, its name as SQL has it, is there with all of these columns. */
export async function hasColumns(db: Database, table: string, columns: readonly string[]): Promise<boolean> {
  const [row] = await db.query<{ n: number }>(
    `select pg_catalog.count(*)::int as n from pg_catalog.pg_attribute
     where attrelid = pg_catalog.to_regclass($1) and attname = any ($2) and not attisdropped`,
    [table, columns],
  )
  return row?.n === columns.length
}
