// What runners keep in a database that nobody says the runner of: found by the names and the columns of their tables
// (layouts/tracking-tables.ts), in whatever schema they are.
import { savedName, withoutSavedEnding } from '../layouts/records.ts'
import { runnerTables } from '../layouts/tracking-tables.ts'
import type { TrackingTable } from '../layouts/tracking-tables.ts'
import { groupBy } from '../model/group-by.ts'
import { isUserSchema } from '../sql/filters.ts'
import type { Queryable } from '../sql/queryable.ts'
import type { Tracking } from './opened.ts'

/** What one runner keeps: a table, or without `name` the schema as a whole. */
interface RunnerPlace {
  readonly runner: string
  readonly schema: string
  readonly name?: string
}

/** The tables of all runners in this database, by name, and behind them the schemas that nothing else is in. */
export async function findRunnerTables(db: Queryable): Promise<readonly RunnerPlace[]> {
  const rows = await db.query<Row>(query, [
    [...new Set(runnerTables.flatMap(({ table }) => [table, savedName(table)]))],
  ])
  const places = [...groupBy(rows, ({ schema }) => schema).values()].map(placesIn)
  return [...places.flatMap(({ tables }) => tables), ...places.flatMap(({ schemas }) => schemas)]
}

/** The same as names to leave out. */
export function trackingOf(places: readonly RunnerPlace[]): Tracking {
  return {
    trackingTables: places.flatMap(({ schema, name }) => (name === undefined ? [] : [{ schema, name }])),
    trackingSchemas: places.flatMap(({ schema, name }) => (name === undefined ? [schema] : [])),
  }
}

/** True where a table of this name has exactly the columns that a runner makes, or at least `some` of them and no other. */
export function isMadeBy(name: string, columns: readonly string[], how: 'all' | 'some' = 'all'): boolean {
  return runnerTables.some((form) => {
    const made = form.columns.split(' ')
    if (form.table !== name || columns.length === 0 || !columns.every((column) => made.includes(column))) return false
    return how === 'some' || made.length === columns.length
  })
}

/** What a runner that makes a table with these columns calls the tables beside it: the endings of their names. */
export function endingsBeside(columns: readonly string[]): readonly string[] {
  const mains = runnerTables.filter(({ table }) => isMadeBy(table, columns))
  const endings = mains.flatMap(({ runner, table }) =>
    runnerTables
      .filter((other) => other.runner === runner && other.table !== table && other.table.startsWith(table))
      .map((other) => other.table.slice(table.length)),
  )
  return [...new Set(endings)]
}

interface Places {
  readonly tables: readonly RunnerPlace[]
  readonly schemas: readonly RunnerPlace[]
}

function placesIn(rows: readonly Row[]): Places {
  const forms = rows.map((row) => ({ ...row, form: formOf(row) }))
  const whole = forms.find(({ form }) => form?.wholeSchema !== undefined)
  if (whole?.form !== undefined) return { tables: [], schemas: [{ runner: whole.form.runner, schema: whole.schema }] }
  const tables = forms.flatMap(({ schema, name, form }) =>
    form === undefined ? [] : [{ runner: form.runner, schema, name, form }],
  )
  const own = tables.find(({ schema, form }) => form.ownSchema === schema)
  const isShared = tables.length < rows.length || rows.some(({ shared }) => shared)
  return {
    tables: tables.map(({ runner, schema, name }) => ({ runner, schema, name })),
    schemas: own === undefined || isShared ? [] : [{ runner: own.runner, schema: own.schema }],
  }
}

/** A runner whose schema it is knows its tables better than another one with the same columns. */
function formOf(row: Row): TrackingTable | undefined {
  const forms = runnerTables.filter((form) => isForm(row, form))
  return forms.find(({ wholeSchema }) => wholeSchema !== undefined) ?? forms[0]
}

interface Row {
  readonly schema: string
  readonly name: string
  readonly columns: readonly string[]
  /** Something else is in the schema, besides tables of these names and the sequences of their columns. */
  readonly shared: boolean
}

function isForm({ schema, name, columns }: Row, form: TrackingTable): boolean {
  const original = withoutSavedEnding(name)
  if (form.table !== original || (form.wholeSchema !== undefined && form.wholeSchema !== schema)) return false
  const has = new Set(columns)
  const made = form.columns.split(' ')
  return made.every((column) => has.has(column)) && (form.wholeSchema !== undefined || made.length === has.size)
}

const query = `
  select
    n.nspname as schema,
    c.relname as name,
    (
      select pg_catalog.json_agg(a.attname order by a.attnum)
      from pg_catalog.pg_attribute as a
      where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    ) as columns,
    exists (
      select
      from pg_catalog.pg_depend as inside
      left join pg_catalog.pg_class as other
        on inside.classid = 'pg_catalog.pg_class'::pg_catalog.regclass and other.oid = inside.objid
      where inside.refclassid = 'pg_catalog.pg_namespace'::pg_catalog.regclass and inside.refobjid = n.oid
        and (other.relname = any ($1)) is not true
        and not exists (
          select
          from pg_catalog.pg_depend as owned
          join pg_catalog.pg_class as owner on owner.oid = owned.refobjid and owner.relname = any ($1)
          where owned.classid = 'pg_catalog.pg_class'::pg_catalog.regclass and owned.objid = other.oid
            and owned.deptype in ('a', 'i') and owned.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass)
    ) as shared
  from pg_catalog.pg_class as c
  join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p') and c.relname = any ($1) and ${isUserSchema('n.nspname')}
  order by n.nspname collate "C", c.relname collate "C"`
