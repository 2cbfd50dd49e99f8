// The scratch databases of a fold: what is there before the history, and the history on top of it.
import type { History } from '../history/migration.ts'
import { rolesNamed } from '../history/roles.ts'
import type { Finding } from '../model/finding.ts'
import type { ObjectKey } from '../model/object.ts'
import type { Progress } from '../model/progress.ts'
import type { Database, ScratchDatabase, ScratchServer } from '../server/database.ts'
import { replay } from '../server/replay.ts'
import { replayRecorded } from '../sources/recorded-replay.ts'
import type { MadeBy } from '../sources/recorded-replay.ts'
import type { Tracking } from '../sources/opened.ts'
import { quotePath } from '../sql/quote.ts'

/** A scratch database with a history on it. */
export interface Replayed {
  readonly scratch: ScratchDatabase
  readonly db: Database
  readonly origins: ReadonlyMap<ObjectKey, MadeBy>
  readonly findings: readonly Finding[]
}

/** What exists before the history. */
interface Before {
  /** The history runs on copies of it. */
  readonly start: ScratchDatabase
  /** The same without the runner's own bookkeeping, which a prelude may bring. */
  readonly before: ScratchDatabase
  /** Roles that the prelude and the history take for granted and the server lacked. */
  readonly createdRoles: readonly string[]
}

/**
 * Runs the SQL files of `--prelude`, in order. The roles that only the history names are created behind them: a
 * prelude may create them, with attributes of their own, where we cannot see it.
 */
export async function buildBefore(
  server: ScratchServer,
  prelude: readonly History[],
  history: History,
): Promise<Before> {
  const earlier = await server.ensureRoles(await rolesNamed(...prelude))
  const start = await server.createDatabase()
  const hasTracking = await withConnection(start, async (db) => {
    for (const each of prelude) await replay(db, each, { onCreatedRoles: server.adoptRoles })
    return (await findTracking(db, history)).length > 0
  })
  const createdRoles = [...earlier, ...(await server.ensureRoles(await rolesNamed(...prelude, history)))]
  if (!hasTracking) return { start, before: start, createdRoles }
  const before = await server.copyDatabase(start)
  await withConnection(before, (db) => leaveOutTracking(db, history))
  return { start, before, createdRoles }
}

async function withConnection<T>(scratch: ScratchDatabase, work: (db: Database) => Promise<T>): Promise<T> {
  const db = await scratch.connect()
  try {
    return await work(db)
  } finally {
    await db.close()
  }
}

/** Replays a history on a copy of `before`, without recording anything. */
export async function replayAgain(server: ScratchServer, before: ScratchDatabase, history: History): Promise<Replayed> {
  const scratch = await server.copyDatabase(before)
  const db = await scratch.connect()
  await replay(db, history, { onCreatedRoles: server.adoptRoles })
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
  const listener = { progress, onCreatedRoles: server.adoptRoles }
  const { origins, findings } = await replayRecorded(db, history, listener)
  return { scratch, db, origins, findings: [...findings, ...(await leaveOutTracking(db, history))] }
}

/** Drops the runner's own bookkeeping, which never becomes part of the output; some histories create or edit it. */
export async function leaveOutTracking(db: Database, history: Tracking): Promise<Finding[]> {
  const found = await findTracking(db, history)
  for (const { drop } of found) await db.execute(drop)
  return found.map(({ subject }) => trackingFinding(subject))
}

interface FoundTracking {
  readonly subject: string
  readonly drop: string
}

/** What of the runner's bookkeeping is there. */
export async function findTracking(db: Database, history: Tracking): Promise<FoundTracking[]> {
  const found: FoundTracking[] = []
  for (const { schema, name } of history.trackingTables) {
    const subject = quotePath(schema, name)
    if (await exists(db, 'to_regclass($1)', subject)) found.push({ subject, drop: `DROP TABLE ${subject}` })
  }
  for (const schema of history.trackingSchemas) {
    const subject = quotePath(schema)
    if (await exists(db, 'to_regnamespace($1)', subject))
      found.push({ subject, drop: `DROP SCHEMA ${subject} CASCADE` })
  }
  return found
}

async function exists(db: Database, lookup: string, name: string): Promise<boolean> {
  const [row] = await db.query<{ found: boolean }>(`select pg_catalog.${lookup} is not null as found`, [name])
  return row?.found ?? false
}

/** What was left out, as a person should know. */
export function trackingFinding(subject: string): Finding {
  const message = 'the runner keeps its records there: it is left out'
  return { code: 'tracking-left-out', severity: 'warning', subject, message }
}
