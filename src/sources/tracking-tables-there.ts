// Which of the tables that have the name of a runner's own are the runner's: `migrations` and `schema_version` may as well
// be the user's. As in a database of which nobody says what built it (runner-tables.ts), the columns decide.
import { isMadeBy } from './runner-tables.ts'
import type { Queryable } from '../sql/queryable.ts'
import type { TableName } from '../history/migration.ts'
import { savedName, withoutSavedEnding } from '../layouts/records.ts'
import type { Tracking } from './opened.ts'

/** A table with the name of a runner's, and all of its columns. */
export interface NamedTable extends TableName {
  readonly columns: readonly string[]
}

/** Those of the tables by which this runner keeps its records that are in a database, whatever their columns. */
export async function tablesNamed(db: Queryable, { trackingTables }: Tracking): Promise<readonly NamedTable[]> {
  if (trackingTables.length === 0) return []
  const named = withSaved(trackingTables)
  return db.query<NamedTable>(query, [named.map(({ schema }) => schema), named.map(({ name }) => name)])
}

/** With the tables that keep their rows from before `adopt`. */
export function withSaved(tables: readonly TableName[]): TableName[] {
  return tables.flatMap(({ schema, name }) => [
    { schema, name },
    { schema, name: savedName(name) },
  ])
}

/** True where the table is the runner's. */
export function isTracking(
  { schema, name, columns }: NamedTable,
  { trackingSchemas, trackingTables }: Tracking,
): boolean {
  if (trackingSchemas.includes(schema)) return true
  const given = withSaved(trackingTables.filter(({ isGiven }) => isGiven === true))
  if (given.some((table) => table.schema === schema && table.name === name)) return true
  const made = withoutSavedEnding(name)
  return made === homeMade ? isBookkeeping(columns) : isMadeBy(made, columns)
}

/** The same of a table that was there before the history, where a prelude may have made it with fewer columns. */
export function isTrackingBefore(table: NamedTable, tracking: Tracking): boolean {
  return isTracking(table, tracking) || isMadeBy(table.name, table.columns, 'some')
}

/**
 * The table of the layout `numbered`, whose runner is home-made: its columns are not known for certain, so that it is told
 * by its name, unless it has a column that keeps no record of a migration.
 */
const homeMade = 'migrations'

const bookkeeping = new Set(
  `id key number version rank order sequence seq batch name title description note notes comment type
   migration migrations schema file filename path script sql content up down direction
   hash checksum md5 sha sha1 sha256 applied executed run ran installed created started finished completed updated rolled
   rollback back at on by user author date time timestamp duration execution ms millis seconds
   success successful status state dirty error logs`.split(/\s+/u),
)

function isBookkeeping(columns: readonly string[]): boolean {
  const words = columns.flatMap((column) =>
    column
      .replaceAll(/(?<=[a-z])(?=[A-Z])/gu, '_')
      .toLowerCase()
      .split('_'),
  )
  return words.length > 0 && words.every((word) => bookkeeping.has(word))
}

const query = `
  select
    n.nspname as schema,
    c.relname as name,
    coalesce(
      (
        select pg_catalog.json_agg(a.attname order by a.attnum)
        from pg_catalog.pg_attribute as a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      ),
      '[]'
    ) as columns
  from unnest($1::pg_catalog.text[], $2::pg_catalog.text[]) with ordinality as named (schema, name, position)
  join pg_catalog.pg_namespace as n on n.nspname = named.schema
  join pg_catalog.pg_class as c on c.relnamespace = n.oid and c.relname = named.name and c.relkind in ('r', 'p')
  order by named.position`
