// A live database is used by others: no statement of ours waits longer than lock_timeout for a lock (manual, "Client
// Connection Defaults"), and a person hears who holds it. When the server tells of the timeout, the wait is over and with
// it what was known of it, so a statement that goes unanswered is looked at from a second connection meanwhile.
import { setTimeout as wait } from 'node:timers/promises'
import { PgfoldError } from '../errors.ts'
import { maskSecrets } from '../history/mask-secrets.ts'
import { connect } from '../server/connection.ts'
import type { Database } from '../server/database.ts'
import { isServerError } from '../server/replay-error.ts'
import { quoteLiteral } from '../sql/quote.ts'

/**
 * Runs `work` on a session that waits no longer than `lockTimeout` for a lock. Throws PgfoldError `lock-timeout` (exit
 * code 1: nothing was changed), with the sessions that were in the way.
 */
export async function withLockTimeout<Result>(
  db: Database,
  lockTimeout: string,
  work: (db: Database) => Promise<Result>,
): Promise<Result> {
  const answers = await db.queries([
    `SET lock_timeout = ${quoteLiteral(lockTimeout)}`,
    'SELECT pg_catalog.pg_backend_pid() AS pid',
  ])
  const [{ pid } = { pid: 0 }] = answers[1] as { readonly pid: number }[]
  const watch = watchLocks(db, pid)
  try {
    return await work(watch.db)
  } catch (error) {
    const cause = error instanceof PgfoldError ? error.cause : error
    if (!isServerError(cause) || cause.code !== '55P03') throw error
    throw lockTimeoutError(cause.message, await watch.blockers(), error)
  } finally {
    watch.end()
  }
}

interface Watch {
  /** The same connection, watched. */
  readonly db: Database
  /** Who was in the way when it was looked at last. */
  blockers(): Promise<readonly Blocker[]>
  end(): void
}

interface Blocker {
  /** 0 for a prepared transaction, which has no process. */
  readonly pid: number
  readonly user: string | null
  readonly application: string | null
  readonly state: string | null
  readonly since: string | null
  readonly query: string | null
}

// Asking who blocks whom takes locks on the server's own table of locks, so only a session that waits is asked about.
const blockersQuery = `
  select blocker.pid, a.usename::text as user, a.application_name as application, a.state, a.xact_start::text as since, a.query
  from pg_catalog.pg_stat_activity as waiting
  cross join lateral pg_catalog.unnest(pg_catalog.pg_blocking_pids(waiting.pid)) as blocker (pid)
  left join pg_catalog.pg_stat_activity as a on a.pid = blocker.pid
  where waiting.pid = $1 and waiting.wait_event_type = 'Lock'
  order by blocker.pid`

const milliseconds = 100

function watchLocks(db: Database, pid: number): Watch {
  let found: readonly Blocker[] = []
  let watcher: Promise<Database | undefined> | undefined
  let looking: Promise<void> = Promise.resolve()
  const look = async (): Promise<void> => {
    watcher ??= connect(db.address).catch(() => undefined) // no connection is left for it: the names are an extra
    const rows = await (await watcher)?.query<Blocker>(blockersQuery, [pid]).catch(() => [])
    if (rows !== undefined && rows.length > 0) found = rows
  }
  const watched = async <Answer>(ask: () => Promise<Answer>): Promise<Answer> => {
    const answered = new AbortController()
    looking = untilAborted(answered.signal, look)
    return ask().finally(() => answered.abort())
  }
  return {
    db: {
      ...db,
      query: (sql, values) => watched(() => db.query(sql, values)),
      queries: (sql) => watched(() => db.queries(sql)),
      execute: (sql) => watched(() => db.execute(sql)),
      copyIn: (sql, data) => watched(() => db.copyIn(sql, data)),
    },
    blockers: async () => {
      await looking
      return found
    },
    end: () => void watcher?.then((opened) => opened?.close()),
  }
}

async function untilAborted(signal: AbortSignal, look: () => Promise<void>): Promise<void> {
  while (await wait(milliseconds, true, { signal }).catch(() => false)) await look()
}

function lockTimeoutError(message: string, blockers: readonly Blocker[], cause: unknown): PgfoldError {
  return new PgfoldError(
    'lock-timeout',
    'Another session holds a lock on what is read or has to change; nothing was changed',
    {
      details: [message, ...blockers.map(blockerLine)],
      hint: 'Wait for that session or end it (see pg_stat_activity and pg_locks), or wait longer with --lock-timeout.',
      cause,
      exitCode: 1,
    },
  )
}

const longestQuery = 120

function blockerLine({ pid, user, application, state, since, query }: Blocker): string {
  if (pid === 0) return 'held by a prepared transaction (see pg_prepared_xacts)'
  const text = maskSecrets(query ?? '')
    .replaceAll(/\s+/gu, ' ')
    .trim()
  const shown = text.length > longestQuery ? `${text.slice(0, longestQuery)}…` : text
  const named = application === null || application === '' ? '' : ` (${application})`
  return `held by process ${pid} of user "${user ?? ''}"${named}, ${state ?? 'unknown'}, its transaction open since ${since ?? 'unknown'}: ${shown}`
}
