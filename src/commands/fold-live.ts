// A live database → up.sql and down.sql, to be proved. It is only read: its catalog and the rows that are asked for in
// one REPEATABLE READ READ ONLY transaction. What is there before is an empty scratch database, or the prelude's.
import { readCatalog } from '../catalog/read-catalog.ts'
import { readHistory } from '../layouts/read-history.ts'
import type { Finding } from '../model/finding.ts'
import { bareName, keyOf } from '../model/object.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { actingAs } from '../server/acting.ts'
import type { Database, ScratchDatabase, ScratchServer } from '../server/database.ts'
import { noTracking } from '../sources/opened.ts'
import type { Tracking } from '../sources/opened.ts'
import { withoutTheirSchemas, withoutTracking } from '../sources/without-tracking.ts'
import { quotePath } from '../sql/quote.ts'
import { refuseUnmodelled, renderFold, startClock } from './fold.ts'
import type { FoldedSchema, FoldOptions } from './fold.ts'
import { buildBefore } from './fold-databases.ts'
import { foldRows } from './fold-rows.ts'
import type { FoldedRows } from './fold-rows.ts'
import { foldedPart, refuseUnknownSchemas } from './fold-schemas.ts'
import type { FoldedPart } from './fold-schemas.ts'
import { databaseSource } from './fold-source.ts'
import { findTracking, trackingFinding } from './leave-out-tracking.ts'
import { refuseUnreadable, rolesOf } from './live-database.ts'

/** The fold of a live database, and the scratch server to prove it on. */
export interface LiveFold {
  readonly folded: FoldedSchema
  readonly server: ScratchServer
  /** Whether what up.sql creates there belongs to the same roles as in the live database. */
  readonly owners: boolean
}

export interface LiveOptions extends FoldOptions {
  /** What a runner keeps there: it is left out. */
  readonly tracking?: Tracking
}

/**
 * Folds a live database on scratch databases of `given`. Throws `unverified` with what the role may not read,
 * `unmodelled`, `unknown-schema`, `unknown-table`, and what reading and rendering throw.
 */
export async function foldLive(given: ScratchServer, live: Database, options: LiveOptions): Promise<LiveFold> {
  options.progress('reading the database')
  const { after, rows, seconds, before, outside, ...scratch } = await readLive(given, live, options)
  const clock = startClock()
  const rendered = await renderFold(
    scratch.server,
    {
      source: databaseSource(live.address.database),
      before,
      after,
      outside,
      rows,
      beforeDatabase: scratch.beforeDatabase,
      replayed: { scratch: standIn(live), db: live, origins: new Map() },
    },
    options,
  )
  const named = new Set(rendered.roles)
  const findings = [
    ...scratch.createdRoles.filter((role) => named.has(role)).map(roleFinding),
    ...rendered.findings,
    ...scratch.tracked,
    ...(options.rows === 'auto' ? [rowsNotCarried] : []),
  ]
  return {
    folded: { ...rendered, findings, seconds: { ...seconds, render: clock() } },
    server: scratch.server,
    owners: scratch.owners,
  }
}

interface ReadLive extends FoldedPart {
  readonly rows: FoldedRows
  readonly server: ScratchServer
  readonly owners: boolean
  readonly createdRoles: readonly string[]
  readonly tracked: readonly Finding[]
  readonly beforeDatabase: ScratchDatabase
  readonly seconds: { readonly replay: number; readonly snapshot: number }
}

async function readLive(given: ScratchServer, live: Database, options: LiveOptions): Promise<ReadLive> {
  const clock = startClock()
  const { schemas = [], tracking = noTracking } = options
  await live.execute('begin isolation level repeatable read read only')
  try {
    const all = await readCatalog(live, { dependencies: true, withinTransaction: true, schemas })
    refuseUnknownSchemas(all, schemas)
    const tables = withoutTracking(all, [tracking])
    const tracked = (await findTracking(live, tracking)).map(({ finding }) => finding)
    await refuseUnreadable(live, tables)
    const snapshot = clock()
    const scratch = await prepareRoles(given, await rolesOf(live), tables.principal)
    const prelude = await Promise.all(options.prelude.map((file) => readHistory(file, { layout: 'plain' })))
    const built = await buildBefore(scratch.server, prelude, nothingElse)
    const earlier = await built.before.connect()
    try {
      const before = await readCatalog(earlier, { dependencies: true, schemas })
      const after = withoutItsSchemas(tables, { before, tracking })
      refuseUnmodelled(before, after, options.allowUnmodelled)
      const choice = { ...options, rows: options.rows === 'auto' ? ('none' as const) : options.rows }
      const rows = await foldRows({ before: earlier, after: live }, choice)
      const seconds = { replay: 0, snapshot: snapshot + clock() }
      const part = foldedPart({ before, after }, schemas)
      const own = { ...scratch, beforeDatabase: built.before, seconds }
      return { ...part, ...own, rows, tracked: [...tracked, ...schemaFindings(tables, after)] }
    } finally {
      await earlier.close()
    }
  } finally {
    await live.execute('rollback')
  }
}

/** Without the schemas that only the runner's table is in, which a person has named, and which were not there before. */
export function withoutItsSchemas(
  snapshot: Snapshot,
  { before, tracking }: { readonly before: Snapshot; readonly tracking: Tracking },
): Snapshot {
  const [, after = snapshot] = withoutTheirSchemas([before, snapshot], [tracking])
  return after
}

function schemaFindings(tables: Snapshot, after: Snapshot): Finding[] {
  const kept = new Set(after.objects.map(keyOf))
  const gone = tables.objects.filter((object) => object.kind === 'schema' && !kept.has(keyOf(object)))
  return gone.map((schema) => trackingFinding('the runner', quotePath(bareName(schema))))
}

// The principal has to be there first: as a superuser, so that it may create whatever the live database has.
async function prepareRoles(
  given: ScratchServer,
  roles: readonly string[],
  principal: string,
): Promise<Pick<ReadLive, 'server' | 'owners' | 'createdRoles'>> {
  const owners = await given.ensureSuperuser(principal)
  const createdRoles = await given.ensureRoles(roles)
  return { server: owners ? actingAs(given, principal) : given, owners, createdRoles }
}

/** The live database in the place of a scratch database with a history on it; it is not ours to drop. */
function standIn({ address }: Database): FoldedSchema['replayed']['scratch'] {
  return { address, drop: () => Promise.resolve() }
}

/** The prelude alone is built. */
const nothingElse = { migrations: [], findTracking: () => Promise.resolve([]) }

function roleFinding(role: string): Finding {
  return {
    code: 'role-created-on-scratch',
    severity: 'info',
    subject: role,
    message: 'the database names this role; it must exist where up.sql runs',
  }
}

const rowsNotCarried: Finding = {
  code: 'rows-not-carried',
  severity: 'info',
  subject: 'rows',
  message:
    'nothing tells the reference rows of a live database from its data: no row and no position of a sequence is carried; name tables with --rows TABLE,…',
}
