// Options of all sorts, settings and the tags of event triggers are lists whose order means nothing, and both pg_dump
// and PostgreSQL keep the order in which they were given. In a restored copy, which exists to be looked at, they are given once more in order.
import type { Database } from '../server/database.ts'

const lists = [
  ['pg_class', 'reloptions'],
  ['pg_attribute', 'attoptions'],
  ['pg_proc', 'proconfig'],
  ['pg_event_trigger', 'evttags'],
  ['pg_foreign_data_wrapper', 'fdwoptions'],
  ['pg_foreign_server', 'srvoptions'],
  ['pg_user_mapping', 'umoptions'],
  ['pg_foreign_table', 'ftoptions'],
  ['pg_attribute', 'attfdwoptions'],
] as const

/**
 * Sorts the option lists of a database that will be dropped. Only a superuser may write the catalog; for any other
 * role the lists stay as they are, and where they differ in order the witness disagrees rather than guess.
 */
export async function sortOptionLists(db: Database): Promise<void> {
  const [role] = await db.query<{ superuser: boolean }>(
    `select rolsuper as superuser from pg_catalog.pg_roles where rolname = current_user`,
  )
  if (!role?.superuser) return
  const updates = lists.map(
    ([catalog, column]) => `
      update pg_catalog.${catalog}
      set ${column} = array(select item from pg_catalog.unnest(${column}) as item order by item collate "C")
      where pg_catalog.cardinality(${column}) > 1`,
  )
  await db.queries(['begin', 'set local allow_system_table_mods = on', ...updates, 'commit'])
}
