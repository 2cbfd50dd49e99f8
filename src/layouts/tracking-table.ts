// The runner's table under another name: many runners let a project choose it (`--table`, `migrationsTable`).
import { PgfoldError } from '../errors.ts'
import type { TableName } from '../history/migration.ts'
import type { Layout } from './layout.ts'
import type { Records } from './records.ts'

/** A table as a person names it; what is left out is as the runner has it by itself. */
export interface GivenTable {
  readonly schema?: string
  readonly name?: string
}

/** What a person said, else what the settings of the project did when it was read or folded. */
export function givenOr(
  given: GivenTable | undefined,
  { trackingSchema }: { readonly trackingSchema?: string | undefined },
): GivenTable | undefined {
  return given ?? (trackingSchema === undefined ? undefined : { schema: trackingSchema })
}

/** The layout with its runner's rows in the table of this name; as it is without one. */
export function withTrackingTable<Part extends Pick<Layout, 'trackingTables'> & Partial<Pick<Layout, 'records'>>>(
  layout: Part,
  given: GivenTable | undefined,
): Part {
  if (given === undefined) return layout
  const [main] = layout.trackingTables
  const placed = (table: TableName): TableName => ({
    schema: given.schema ?? table.schema,
    name: nameBeside(table.name, main?.name ?? table.name, given.name),
  })
  const own = registryTables(layout, given)
  const named = own.length > 0 ? own : usualOf(layout, given).map((table) => marked(placed(table), given))
  return {
    ...layout,
    trackingTables: [...named, ...layout.trackingTables],
    ...(layout.records === undefined ? {} : { records: layout.records.map((form) => placedForm(form, given)) }),
  }
}

/** Runners name the table of their lock after the one of their records: `knex_migrations_lock`. */
function nameBeside(name: string, main: string, given: string | undefined): string {
  return given === undefined || !name.startsWith(main) ? name : `${given}${name.slice(main.length)}`
}

/** Each form may be that of the table; a schema that was named is the only one. */
function placedForm({ inAnySchema, ...form }: Records, { schema, name }: GivenTable): Records {
  return {
    ...form,
    table: { schema: schema ?? form.table.schema, name: name ?? form.table.name },
    ...(inAnySchema === true && schema === undefined ? { inAnySchema } : {}),
  }
}

/** The tables of a registry, whose names are its runner's own. */
function registryTables({ records = [] }: Partial<Pick<Layout, 'records'>>, { schema }: GivenTable): TableName[] {
  return records.flatMap(({ table, registry }) =>
    (registry?.tables ?? []).map((name) => ({ schema: schema ?? table.schema, name, isGiven: true as const })),
  )
}

/** Where nothing is known of the runner, the table that was named. */
function usualOf({ trackingTables }: Pick<Layout, 'trackingTables'>, { name }: GivenTable): readonly TableName[] {
  return trackingTables.length === 0 && name !== undefined ? [{ schema: 'public', name }] : trackingTables
}

/** Only a name that a person gave stands for a table whatever its columns. */
function marked(table: TableName, { name }: GivenTable): TableName {
  return name === undefined ? table : { ...table, isGiven: true }
}

const part = String.raw`(?:"(?:[^"]|"")+"|[^".]+)`
const pattern = new RegExp(`^(?:(${part})\\.)?(${part})$`, 'u')

/** `schema.table`, or `"Schema"."Table"` as in SQL. Throws PgfoldError `bad-option`. */
export function parseGivenTable(text: string): GivenTable {
  const found = pattern.exec(text)
  if (found?.[2] === undefined) {
    throw new PgfoldError('bad-option', `--tracking-table takes [SCHEMA.]TABLE, not ${JSON.stringify(text)}`, {
      hint: 'Put names with dots or quotes in double quotes: --tracking-table \'public."my.table"\'.',
    })
  }
  const [, schema, name] = found
  return { ...(schema === undefined ? {} : { schema: nameIn(schema) }), name: nameIn(name) }
}

/** As it stands where it is not quoted: runners quote what they are told. */
function nameIn(text: string): string {
  return text.startsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : text
}
