// The scratch databases of a fold: what is there before the history, and the history on top of it.
import { readAddresses } from '../catalog/read-catalog.ts'
import type { History } from '../history/migration.ts'
import { readHistory } from '../layouts/read-history.ts'
import type { Finding } from '../model/finding.ts'
import type { ObjectKey } from '../model/object.ts'
import type { Progress } from '../model/progress.ts'
import type { Database, ScratchDatabase, ScratchServer } from '../server/database.ts'
import { finishProvenance, provenanceMark, startProvenance } from '../server/provenance.ts'
import type { Origin } from '../server/provenance.ts'
import { replay } from '../server/replay.ts'
import { quotePath } from '../sql/quote.ts'

/** Which migration made an object and which changed it last. */
export interface MadeBy {
  readonly created: Origin | undefined
  readonly changed: Origin | undefined
}

/** A scratch database with a history on it. */
export interface Replayed {
  readonly scratch: ScratchDatabase
  readonly db: Database
  readonly origins: ReadonlyMap<ObjectKey, MadeBy>
  readonly findings: readonly Finding[]
}

/** A scratch database with what exists before the history: the SQL files of `--prelude`, in order. */
export async function buildBefore(server: ScratchServer, prelude: readonly string[]): Promise<ScratchDatabase> {
  const scratch = await server.createDatabase()
  if (prelude.length === 0) return scratch
  const db = await scratch.connect()
  try {
    for (const file of prelude) await replay(db, await readHistory(file, { layout: 'plain' }))
  } finally {
    await db.close()
  }
  return scratch
}

/** Replays a history on a copy of `before`, without recording anything. */
export async function replayAgain(server: ScratchServer, before: ScratchDatabase, history: History): Promise<Replayed> {
  const scratch = await server.copyDatabase(before)
  const db = await scratch.connect()
  await replay(db, history)
  await leaveOutTracking(db, history)
  return { scratch, db, origins: new Map(), findings: [] }
}

/** Replays a history on a copy of `before` and records which migration made what. */
export async function replayRecorded(
  server: ScratchServer,
  before: ScratchDatabase,
  { history, progress }: { readonly history: History; readonly progress: Progress },
): Promise<Replayed> {
  const scratch = await server.copyDatabase(before)
  const db = await scratch.connect()
  const total = history.migrations.length
  const started = await startProvenance(db)
  const result = await replay(db, history, {
    mark: provenanceMark,
    onMigration: (migration, index) =>
      progress(`replaying ${index + 1} of ${total}: ${migration.id} ${migration.name}`),
  })
  const records = await finishProvenance(db)
  const leftOut = await leaveOutTracking(db, history)
  const keyAt = await readAddresses(db)
  const origins = new Map<ObjectKey, MadeBy>()
  for (const { catalog, oid, subid, created, changed } of records) {
    const key = keyAt(catalog, oid, subid)
    if (key !== undefined && !origins.has(key)) origins.set(key, { created, changed })
  }
  return { scratch, db, origins, findings: [...started, ...result.findings, ...leftOut] }
}

// The runner's own bookkeeping never becomes part of the output; some histories create or edit it.
async function leaveOutTracking(db: Database, history: History): Promise<Finding[]> {
  const findings: Finding[] = []
  for (const { schema, name } of history.trackingTables) {
    if (!(await exists(db, `to_regclass($1)`, quotePath(schema, name)))) continue
    await db.execute(`DROP TABLE ${quotePath(schema, name)}`)
    findings.push(trackingFinding(quotePath(schema, name)))
  }
  for (const schema of history.trackingSchemas) {
    if (!(await exists(db, `to_regnamespace($1)`, quotePath(schema)))) continue
    await db.execute(`DROP SCHEMA ${quotePath(schema)} CASCADE`)
    findings.push(trackingFinding(quotePath(schema)))
  }
  return findings
}

async function exists(db: Database, lookup: string, name: string): Promise<boolean> {
  const [row] = await db.query<{ found: boolean }>(`select pg_catalog.${lookup} is not null as found`, [name])
  return row?.found ?? false
}

function trackingFinding(subject: string): Finding {
  const message = 'the history creates it, but the runner keeps its records there: it is left out'
  return { code: 'tracking-left-out', severity: 'warning', subject, message }
}
