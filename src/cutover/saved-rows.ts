// What an adoption left beside the runner's table: its rows as they were, and a comment that says of which adoption.
import { PgfoldError } from '../errors.ts'
import { quoteName } from '../sql/quote.ts'
import type { Database } from '../server/database.ts'
import type { FoundRecords } from './records.ts'
import { savedSays, savedTable } from './rewrite-records.ts'
import type { Saved } from './rewrite-records.ts'

/** The adoption that saved the rows; a table that only has the name is none. */
export async function readSaved(db: Database, found: FoundRecords): Promise<Saved | undefined> {
  const [row] = await db.query<{ comment: string | null }>(
    "select pg_catalog.obj_description(pg_catalog.to_regclass($1), 'pg_class') as comment",
    [savedTable(found).sql],
  )
  return savedSays(row?.comment)
}

/**
 * Throws PgfoldError `other-form` (exit code 1) where the runner has given its table another form since: rows without what
 * it goes by now would stand for nothing, and what that would be only the runner knows.
 */
export async function requireForm(db: Database, { table, records, name }: FoundRecords, saved: string): Promise<void> {
  const added = await db.query<{ name: string }>(addedColumns, [table, saved])
  const names = added.map((column) => column.name)
  const needed = records.columns.filter((column) => names.includes(column))
  if (needed.length === 0) return
  const drop = names.map((column) => `DROP COLUMN ${quoteName(column)}`).join(', ')
  throw new PgfoldError('other-form', `The runner has given ${name.schema}.${name.name} another form since`, {
    details: needed.map((column) => `the rows from before have no ${column}, by which it goes now`),
    hint: `Give the table its form of before, ALTER TABLE ${table} ${drop}, and run pgfold adopt --undo again: the runner adds them anew as it did, from the rows and its folder.`,
    exitCode: 1,
  })
}

const addedColumns = `
  select now.attname::pg_catalog.text as name
  from pg_catalog.pg_attribute as now
  where now.attrelid = pg_catalog.to_regclass($1) and now.attnum > 0 and not now.attisdropped
    and not exists (
      select
      from pg_catalog.pg_attribute as was
      where was.attrelid = pg_catalog.to_regclass($2) and was.attname = now.attname and not was.attisdropped
    )
  order by now.attnum`
