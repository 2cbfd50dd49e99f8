// The runner's table that a person named, where nobody says which runner it is: the columns of the table tell which one
// makes such a table, and that what it makes beside it (`knex_migrations_lock`).
import type { GivenTable } from '../layouts/tracking-table.ts'
import { withTrackingTable } from '../layouts/tracking-table.ts'
import type { Queryable } from '../sql/queryable.ts'
import { noTracking } from './opened.ts'
import type { Tracking } from './opened.ts'
import { endingsBeside } from './runner-tables.ts'
import { tablesNamed } from './tracking-tables-there.ts'

/** The table of this name in a database, with what stands beside it; nothing without a name. */
export async function trackingNamed(db: Queryable, given: GivenTable | undefined): Promise<Tracking> {
  const tracking = withTrackingTable(noTracking, given)
  const [main] = tracking.trackingTables
  if (main === undefined) return tracking
  const there = (await tablesNamed(db, tracking)).find(({ name }) => name === main.name)
  const beside = endingsBeside(there?.columns ?? []).map((ending) => ({ ...main, name: `${main.name}${ending}` }))
  return { ...tracking, trackingTables: [main, ...beside] }
}
