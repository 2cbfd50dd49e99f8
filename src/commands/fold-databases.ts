// The scratch databases of a fold: what is there before the history, and the history on top of it.
import type { History } from '../history/migration.ts'
import type { Finding } from '../model/finding.ts'
import type { ObjectKey } from '../model/object.ts'
import type { Progress } from '../model/progress.ts'
import type { Database, ScratchDatabase, ScratchServer } from '../server/database.ts'
import { replay } from '../server/replay.ts'
import { replayRecorded } from '../sources/recorded-replay.ts'
import type { MadeBy } from '../sources/recorded-replay.ts'
import { quotePath } from '../sql/quote.ts'

/** A scratch database with a history on it. */
export interface Replayed {
  readonly scratch: ScratchDatabase
  readonly db: Database
  readonly origins: ReadonlyMap<ObjectKey, MadeBy>
  readonly findings: readonly Finding[]
}

/** A scratch database with what exists before the history: the SQL files of `--prelude`, in order. */
export async function buildBefore(server: ScratchServer, prelude: readonly History[]): Promise<ScratchDatabase> {
  const scratch = await server.createDatabase()
  if (prelude.length === 0) return scratch
  const db = await scratch.connect()
  try {
    for (const each of prelude) await server.adoptRoles((await replay(db, each)).createdRoles)
  } finally {
    await db.close()
  }
  return scratch
}

/** Replays a history on a copy of `before`, without recording anything. */
export async function replayAgain(server: ScratchServer, before: ScratchDatabase, history: History): Promise<Replayed> {
  const scratch = await server.copyDatabase(before)
  const db = await scratch.connect()
  await server.adoptRoles((await replay(db, history)).createdRoles)
  await leaveOutTracking(db, history)
  return { scratch, db, origins: new Map(), findings: [] }
}

/** Replays a history on a copy of `before` and records which migration made what. */
export async function replayFirst(
  server: ScratchServer,
  before: ScratchDatabase,
  { history, progress }: { readonly history: History; readonly progress: Progress },
): Promise<Replayed> {
  const scratch = await server.copyDatabase(before)
  const db = await scratch.connect()
  const { origins, createdRoles, findings } = await replayRecorded(db, history, progress)
  await server.adoptRoles(createdRoles)
  return { scratch, db, origins, findings: [...findings, ...(await leaveOutTracking(db, history))] }
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
