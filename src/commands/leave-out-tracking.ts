// A runner's own bookkeeping never becomes part of the output. Of a history the layout says where it may be, since some
// histories create or edit it, and the columns say whether it is; what a command left is searched for the tables of all runners.
import { PgfoldError } from '../errors.ts'
import type { Finding } from '../model/finding.ts'
import type { Database } from '../server/database.ts'
import { isServerError } from '../server/replay-error.ts'
import type { GivenTable } from '../layouts/tracking-table.ts'
import { withTrackingTable } from '../layouts/tracking-table.ts'
import { trackingNamed } from '../sources/given-tracking.ts'
import type { Tracking } from '../sources/opened.ts'
import { findRunnerTables } from '../sources/runner-tables.ts'
import { isTracking, isTrackingBefore, tablesNamed } from '../sources/tracking-tables-there.ts'
import type { NamedTable } from '../sources/tracking-tables-there.ts'
import { quotePath } from '../sql/quote.ts'

/** A table or schema in which a runner keeps its records, and what drops it. */
export interface FoundTracking {
  readonly drop: string
  readonly finding: Finding
}

/** What of one runner's bookkeeping is there; `earlier` was there before the history, which may have altered it since. */
export async function findTracking(
  db: Database,
  tracking: Tracking,
  earlier: readonly FoundTracking[] = [],
): Promise<FoundTracking[]> {
  const known = new Set(earlier.map(({ finding }) => finding.subject))
  const named = await tablesNamed(db, tracking)
  const tables = named.filter((table) => isTracking(table, tracking) || known.has(quotePath(table.schema, table.name)))
  return [...tables.map(tableOfRunner), ...(await schemasThere(db, tracking))]
}

/** The same before the history has run. */
export async function findTrackingBefore(db: Database, tracking: Tracking): Promise<FoundTracking[]> {
  const tables = (await tablesNamed(db, tracking)).filter((table) => isTrackingBefore(table, tracking))
  return [...tables.map(tableOfRunner), ...(await schemasThere(db, tracking))]
}

/** What of any runner's bookkeeping is there, with the table that a person named: of this runner, where it is known. */
export async function findAnyTracking(
  db: Database,
  given: GivenTable | undefined,
  layout: Tracking | undefined,
): Promise<FoundTracking[]> {
  const places = await findRunnerTables(db)
  const known = places.map(({ runner, schema, name }) =>
    name === undefined ? schemaOf(runner, schema) : tableOf(runner, schema, name),
  )
  const subjects = new Set(known.map(({ finding }) => finding.subject))
  const named = await findTracking(db, await trackingOfRunner(db, given, layout))
  return [...known, ...named.filter(({ finding }) => !subjects.has(finding.subject))]
}

/** Where a runner keeps its records: this layout's, else what a person named. */
export function trackingOfRunner(
  db: Database,
  given: GivenTable | undefined,
  layout: Tracking | undefined,
): Promise<Tracking> {
  return layout === undefined ? trackingNamed(db, given) : Promise.resolve(withTrackingTable(layout, given))
}

/**
 * Drops the schemas of the tables that a person named where nothing is left in them, and says so: the runner makes them
 * before the first migration. Those that were there `before` stay.
 */
export async function leaveOutSchemas(
  db: Database,
  { trackingTables }: Tracking,
  before: ReadonlySet<string>,
): Promise<Finding[]> {
  const given = trackingTables.flatMap(({ schema, isGiven }) => (isGiven === true && !before.has(schema) ? schema : []))
  const rows = given.length === 0 ? [] : await db.query<{ schema: string }>(emptyQuery, [given])
  return leaveOut(
    db,
    rows.map(({ schema }) => schemaOf('the runner', schema)),
  )
}

/** The names of all schemas. */
export async function schemaNames(db: Database): Promise<ReadonlySet<string>> {
  const rows = await db.query<{ name: string }>('select nspname as name from pg_catalog.pg_namespace')
  return new Set(rows.map(({ name }) => name))
}

const emptyQuery = `
  select n.nspname as schema
  from pg_catalog.pg_namespace as n
  where n.nspname = any ($1)
    and not exists (
      select
      from pg_catalog.pg_depend as inside
      where inside.refclassid = 'pg_catalog.pg_namespace'::pg_catalog.regclass and inside.refobjid = n.oid)
  order by 1`

/** Drops it, and says so. Throws `tracking-in-use` where something else depends on it. */
export async function leaveOut(db: Database, found: readonly FoundTracking[]): Promise<Finding[]> {
  for (const { drop, finding } of found) {
    try {
      await db.execute(drop)
    } catch (error) {
      if (isServerError(error) && error.code === dependentObjects) throw inUse(finding.subject, error.detail, error)
      throw error
    }
  }
  return found.map(({ finding }) => finding)
}

const dependentObjects = '2BP01'

async function schemasThere(db: Database, { trackingSchemas }: Tracking): Promise<FoundTracking[]> {
  const found: FoundTracking[] = []
  for (const schema of trackingSchemas) {
    const [row] = await db.query<{ found: boolean }>('select pg_catalog.to_regnamespace($1) is not null as found', [
      quotePath(schema),
    ])
    if (row?.found === true) found.push(schemaOf('the runner', schema))
  }
  return found
}

function tableOfRunner({ schema, name }: NamedTable): FoundTracking {
  return tableOf('the runner', schema, name)
}

function tableOf(runner: string, schema: string, name: string): FoundTracking {
  const subject = quotePath(schema, name)
  return { drop: `DROP TABLE ${subject}`, finding: trackingFinding(runner, subject) }
}

function schemaOf(runner: string, schema: string): FoundTracking {
  const subject = quotePath(schema)
  return { drop: `DROP SCHEMA ${subject} CASCADE`, finding: trackingFinding(runner, subject) }
}

export function trackingFinding(runner: string, subject: string): Finding {
  const message = `${runner} keeps its records there: it is left out`
  return { code: 'tracking-left-out', severity: 'warning', subject, message }
}

function inUse(subject: string, detail: string | undefined, cause: unknown): PgfoldError {
  return new PgfoldError('tracking-in-use', `${subject} belongs to the runner, and other objects depend on it`, {
    details: detail?.split('\n') ?? [],
    hint: 'Let nothing of the schema depend on the table in which the runner keeps its records.',
    cause,
  })
}
