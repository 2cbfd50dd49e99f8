// The scratch databases that a fold starts from: what is there before the history.
import type { History } from '../history/migration.ts'
import { rolesNamed } from '../history/roles.ts'
import type { Database, ScratchDatabase, ScratchServer } from '../server/database.ts'
import { replay } from '../server/replay.ts'
import type { Builder } from './builder.ts'
import { leaveOut } from './leave-out-tracking.ts'

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
  builder: Pick<Builder, 'migrations' | 'findTracking'>,
): Promise<Before> {
  const earlier = await server.ensureRoles(await rolesNamed(...prelude))
  const start = await server.createDatabase()
  const hasTracking = await withConnection(start, async (db) => {
    for (const each of prelude) await replay(db, each, { onCreatedRoles: server.adoptRoles })
    return (await builder.findTracking(db)).length > 0
  })
  const createdRoles = [...earlier, ...(await server.ensureRoles(await rolesNamed(...prelude, builder)))]
  if (!hasTracking) return { start, before: start, createdRoles }
  const before = await server.copyDatabase(start)
  await withConnection(before, async (db) => leaveOut(db, await builder.findTracking(db)))
  return { start, before, createdRoles }
}

/** A connection for as long as the work takes: a database that somebody is connected to cannot be copied. */
export async function withConnection<T>(scratch: ScratchDatabase, work: (db: Database) => Promise<T>): Promise<T> {
  const db = await scratch.connect()
  try {
    return await work(db)
  } finally {
    await db.close()
  }
}
