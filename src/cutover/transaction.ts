// The one transaction of a cutover: all or nothing, alone (an advisory lock that every pgfold takes), and
// without waiting long for others (lock_timeout; manual, "Client Connection Defaults" and "Advisory Locks").
import { PgfoldError } from '../errors.ts'
import { quoteLiteral } from '../sql/quote.ts'
import type { Database } from '../server/database.ts'
import { isServerError } from '../server/replay-error.ts'
import type { ServerError } from '../server/replay-error.ts'

/** The bytes of `pgfold` as a number: the same lock on every database. */
const lockKey = '123589402520676'

/** What opens the transaction, as text: `--dry-run` prints it. */
export function openingStatements(lockTimeout: string): string[] {
  return [
    'BEGIN',
    `SET LOCAL lock_timeout = ${quoteLiteral(lockTimeout)}`,
    'SET LOCAL statement_timeout = 0',
    'SET LOCAL idle_in_transaction_session_timeout = 0',
    `SELECT pg_catalog.pg_try_advisory_xact_lock(${lockKey}) AS locked`,
  ]
}

/**
 * Runs `work` in the transaction and commits it. Whatever is thrown rolls everything back. Throws PgfoldError
 * `locked` (exit code 1), `lock-timeout`, and `commit-unknown` where the answer to COMMIT was lost.
 */
export async function inCutoverTransaction<Result>(
  db: Database,
  lockTimeout: string,
  work: () => Promise<Result>,
): Promise<Result> {
  const opening = await db.queries(openingStatements(lockTimeout))
  try {
    const [answer] = opening.at(-1) as { readonly locked: boolean }[]
    if (answer?.locked !== true) throw await lockedError(db)
    const result = await work()
    await commit(db)
    return result
  } catch (error) {
    // Where the connection is gone, the server has rolled back by itself: the first error is the one to tell.
    await db.execute('ROLLBACK').catch(() => undefined)
    throw explained(error)
  }
}

// COMMIT of a transaction that failed answers ROLLBACK without an error; we only come here when none did.
async function commit(db: Database): Promise<void> {
  try {
    await db.execute('COMMIT')
  } catch (error) {
    if (isServerError(error)) throw error
    throw new PgfoldError(
      'commit-unknown',
      'The connection was lost while committing: the server may have committed or not',
      {
        hint: 'Run pgfold verify: it tells which.',
        cause: error,
      },
    )
  }
}

async function lockedError(db: Database): Promise<PgfoldError> {
  const holders = await db.query<{ pid: number; usename: string; application_name: string; since: string }>(`
    select a.pid, a.usename::text, a.application_name, a.xact_start::text as since
    from pg_catalog.pg_locks as l
    join pg_catalog.pg_stat_activity as a on a.pid = l.pid
    where l.locktype = 'advisory' and l.granted and l.database = (
        select oid from pg_catalog.pg_database where datname = pg_catalog.current_database())
      and (l.classid::bigint << 32) + l.objid::bigint = ${lockKey} and l.objsubid = 1`)
  return new PgfoldError('locked', 'Another pgfold is working on this database', {
    details: holders.map((one) => `process ${one.pid} of ${one.usename} (${one.application_name}) since ${one.since}`),
    hint: 'Wait until it is done and run again.',
    exitCode: 1,
  })
}

function explained(error: unknown): unknown {
  const cause = error instanceof PgfoldError ? error.cause : error
  if (!isServerError(cause)) return error
  if (cause.code !== '55P03') return error instanceof PgfoldError ? error : statementError(cause)
  return new PgfoldError(
    'lock-timeout',
    'Another session holds a lock on what has to change; everything was rolled back',
    {
      details: [cause.message],
      hint: 'Close that session (see pg_stat_activity and pg_locks), or wait longer with --lock-timeout.',
      cause: error,
    },
  )
}

function statementError(cause: ServerError): PgfoldError {
  return new PgfoldError('statement-failed', `ERROR ${cause.code}: ${cause.message}; everything was rolled back`, {
    details: [cause.detail, cause.hint].filter((line) => line !== undefined),
    cause,
  })
}
