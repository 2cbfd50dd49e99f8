// A history as a builder: it is replayed, the first time with a record of which migration made what.
import { clusterWideFindings } from '../history/cluster-wide.ts'
import { downFindings } from '../history/downs.ts'
import type { History } from '../history/migration.ts'
import { notificationFindings } from '../history/notifications.ts'
import { rolesCreated } from '../history/roles.ts'
import type { Finding } from '../model/finding.ts'
import { rolesSince, rolesThere } from '../server/replay-roles.ts'
import { replay } from '../server/replay.ts'
import { replayRecorded } from '../sources/recorded-replay.ts'
import { buildAgain } from './build-again.ts'
import type { Builder } from './builder.ts'
import { historySource } from './fold-source.ts'
import { findTracking, findTrackingBefore, leaveOut, leaveOutSchemas, schemaNames } from './leave-out-tracking.ts'

/** `shownAs` is the path that the head of the files names. What is built throws what replaying throws. */
export function historyBuilder(history: History, shownAs: string): Builder {
  let created: readonly string[] = []
  return {
    source: historySource(history, shownAs),
    migrations: history.migrations,
    first: async ({ server, start, progress }) => {
      const scratch = await server.copyDatabase(start)
      const db = await scratch.connect()
      const earlier = await rolesThere(db)
      const [brought, before] = [await findTrackingBefore(db, history), await schemaNames(db)]
      const listener = { progress, onCreatedRoles: server.adoptRoles }
      const { origins, findings } = await replayRecorded(db, history, listener)
      created = await rolesSince(db, earlier, server.isOurs)
      const leftOut = await leaveOut(db, await findTracking(db, history, brought))
      const schemas = await leaveOutSchemas(db, history, before)
      return { scratch, db, origins, findings: [...history.findings, ...findings, ...leftOut, ...schemas] }
    },
    again: async (site) => {
      site.progress('replaying once more to find volatile values')
      return buildAgain(site, created, async (scratch) => {
        const db = await scratch.connect()
        const [brought, before] = [await findTrackingBefore(db, history), await schemaNames(db)]
        await replay(db, history, { onCreatedRoles: site.server.adoptRoles })
        await leaveOut(db, await findTracking(db, history, brought))
        await leaveOutSchemas(db, history, before)
        return { scratch, db, origins: new Map(), findings: [] }
      })
    },
    findTracking: (db) => findTrackingBefore(db, history),
    leftOut: async () => [
      // Those that the files name, whether they were there or not, and those that a function or EXECUTE made.
      ...[...new Set([...(await rolesCreated(history)), ...created])].map((role) => leftOutRole(role, 'history')),
      ...(await clusterWideFindings(history)),
      ...(await notificationFindings(history)),
      ...(await downFindings(history)),
    ],
  }
}

/** A role that was created, which `up.sql` does not do. */
export function leftOutRole(role: string, by: 'history' | 'command'): Finding {
  return {
    code: 'role-left-out',
    severity: 'warning',
    subject: role,
    message: `the ${by} creates this role; roles belong to the server, so up.sql does not: create it where up.sql runs`,
  }
}
