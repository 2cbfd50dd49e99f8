// The one transaction of a cutover: all or nothing, alone (an advisory lock that every pgfold takes), and
// without waiting long for others (lock_timeout; manual, "Client Connection Defaults" and "Advisory Locks").
import { PgfoldError } from '../errors.ts'
import { quoteLiteral } from '../sql/quote.ts'
import type { Database } from '../server/database.ts'
import { isServerError } from '../server/replay-error.ts'
import type { ServerError } from '../server/replay-error.ts'
import { changedMeanwhile, isGone } from './changed-meanwhile.ts'

/** The bytes of `pgfold` as a number: the same lock on every database. */
const lockKey = '123589402520676'

/** What opens the transaction, as text: `--dry-run` prints it. */
export function openingStatements(lockTimeout: string): string[] {
  return [
    'BEGIN',
    // What is read behind a lock has to be as it is then, whatever the role's default is.
    "SET LOCAL transaction_isolation = 'read committed'",
    `SET LOCAL lock_timeout = ${quoteLiteral(lockTimeout)}`,
    'SET LOCAL statement_timeout = 0',
    'SET LOCAL idle_in_transaction_session_timeout = 0',
    // Of 17 and newer.
    "SELECT pg_catalog.set_config(name, '0', true) FROM pg_catalog.pg_settings WHERE name = 'transaction_timeout'",
    `SELECT pg_catalog.pg_try_advisory_xact_lock(${lockKey}) AS locked`,
  ]
}

/** How the transaction goes about it. */
interface CutoverOptions {
  /** Such as `5s`. */
  readonly lockTimeout: string
  /** What a person does to learn whether it was committed, where nobody else can tell. */
  readonly ifUnknown: string
}

/**
 * Runs `work` in the transaction and commits it. Whatever is thrown rolls everything back. Throws PgfoldError
 * `locked` (exit code 1), `statement-failed`, `disk-full`, and `commit-unknown` where the answer to COMMIT was lost.
 */
export async function inCutoverTransaction<Result>(
  db: Database,
  { lockTimeout, ifUnknown }: CutoverOptions,
  work: () => Promise<Result>,
): Promise<Result> {
  const opening = await db.queries(openingStatements(lockTimeout))
  try {
    const [answer] = opening.at(-1) as { readonly locked: boolean }[]
    if (answer?.locked !== true) throw await lockedError(db)
    const result = await work()
    await commit(db, ifUnknown)
    return result
  } catch (error) {
    // Where the connection is gone, the server has rolled back by itself: the first error is the one to tell.
    await db.execute('ROLLBACK').catch(() => undefined)
    throw rolledBack(error)
  }
}

// COMMIT of a transaction that failed answers ROLLBACK without an error; we only come here when none did.
async function commit(db: Database, hint: string): Promise<void> {
  try {
    await db.execute('COMMIT')
  } catch (error) {
    if (isServerError(error)) throw error
    throw new PgfoldError(
      'commit-unknown',
      'The connection was lost between COMMIT and its answer: everything was changed, or nothing was',
      { hint, cause: error },
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

/** What the server refused, with what became of the rest. Who held a lock is told further up (lock-waits.ts). */
function rolledBack(error: unknown): unknown {
  const cause = error instanceof PgfoldError ? error.cause : error
  if (!isServerError(cause) || cause.code === '55P03') return error
  if (cause.code === '53100') return diskFullThere(cause)
  if (error instanceof PgfoldError) return error
  return isGone(cause) ? changedMeanwhile(cause) : statementError(cause)
}

function diskFullThere(cause: ServerError): PgfoldError {
  const message = `The disk of the PostgreSQL server is full: ${cause.message}; everything was rolled back`
  return new PgfoldError('disk-full', message, { hint: 'Make room there and run again.', cause })
}

function statementError(cause: ServerError): PgfoldError {
  return new PgfoldError('statement-failed', `ERROR ${cause.code}: ${cause.message}; everything was rolled back`, {
    details: [cause.detail, cause.hint].filter((line) => line !== undefined),
    cause,
  })
}
