// Does a column's default give another value each time? PostgreSQL has no function that tells, so the default
// itself is asked, twice, in two transactions of a database that will be dropped.
import type { Queryable } from '../sql/queryable.ts'
import { quoteName } from '../sql/quote.ts'

/** One column by table id and name. */
export interface ColumnName {
  readonly table: string
  readonly column: string
}

interface DefaultRow {
  readonly expression: string
}

// A default that takes a value from a sequence moves the sequence, whose position is carried by itself.
const query = `
  select pg_catalog.pg_get_expr(d.adbin, d.adrelid) as expression
  from pg_catalog.pg_attrdef as d
  join pg_catalog.pg_attribute as a on a.attrelid = d.adrelid and a.attnum = d.adnum
  where d.adrelid = $1::pg_catalog.regclass and a.attname = $2 and a.attgenerated = '' and not exists (
    select from pg_catalog.pg_depend as need
    join pg_catalog.pg_class as sequence on sequence.oid = need.refobjid and sequence.relkind = 'S'
    where need.classid = 'pg_catalog.pg_attrdef'::pg_catalog.regclass and need.objid = d.oid
      and need.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass)`

/**
 * Of these columns, those whose default gives another value each time it is evaluated (`now()`,
 * `gen_random_uuid()`), as `table.column`. Evaluates the defaults: only for a database that will be dropped.
 */
export async function findVolatileDefaults(db: Queryable, columns: readonly ColumnName[]): Promise<Set<string>> {
  const found = new Set<string>()
  await db.query(`set search_path = ''`)
  try {
    for (const one of columns) {
      const [row] = await db.query<DefaultRow>(query, [one.table, one.column])
      if (row && (await isVolatile(db, row.expression))) found.add(columnKey(one))
    }
  } finally {
    await db.query('reset search_path')
  }
  return found
}

/** The key of a column in the answer. */
export function columnKey({ table, column }: ColumnName): string {
  return `${table}.${quoteName(column)}`
}

async function isVolatile(db: Queryable, expression: string): Promise<boolean> {
  try {
    const [first, second] = [await evaluate(db, expression), await evaluate(db, expression)]
    return first !== second
  } catch {
    // A default that fails outside an INSERT cannot be shown to be volatile; its values are then frozen and reported.
    return false
  }
}

async function evaluate(db: Queryable, expression: string): Promise<string | null> {
  const [row] = await db.query<{ value: string | null }>(`select pg_catalog.format('%s', (${expression})) as value`)
  return row?.value ?? null
}
