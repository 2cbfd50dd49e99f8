// What an adoption left beside the runner's table: its rows as they were, and a comment that says of which adoption.
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
