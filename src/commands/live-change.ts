// What apply and rollback share: the connection to the live database, its snapshot as the role that
// changes it sees it, and the question that comes before anything is dropped.
import { readCatalog } from '../catalog/read-catalog.ts'
import { changedMeanwhile, isGone } from '../cutover/changed-meanwhile.ts'
import { withLockTimeout } from '../cutover/lock-waits.ts'
import type { Removal } from '../cutover/removal.ts'
import type { TrackingOptions } from '../cutover/tracking.ts'
import { PgfoldError } from '../errors.ts'
import { count } from '../model/count.ts'
import type { Progress } from '../model/progress.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { resolveAddress } from '../server/address.ts'
import { connect } from '../server/connection.ts'
import type { Database } from '../server/database.ts'
import { isServerError } from '../server/replay-error.ts'

/** How a command that changes a live database is asked to go about it. */
export interface LiveChangeOptions extends TrackingOptions {
  /** URL or name of the live database; the environment decides without it. */
  readonly db?: string
  readonly env: Readonly<Record<string, string | undefined>>
  /** Folder of the consolidated schema. */
  readonly consolidated: string
  readonly dryRun?: boolean
  /** False leaves the backup out. */
  readonly backup?: boolean
  /** Folder for backups. */
  readonly backups: string
  /** Such as `5s`. */
  readonly lockTimeout: string
  /** A server of the live one's major version, where `up.sql` has to be run to know what it makes there. */
  readonly scratch?: string
  /** Confirmed beforehand. */
  readonly yes?: boolean
  /** Asks a person for a typed answer; undefined where there is nobody to ask. */
  readonly ask?: (question: string) => Promise<string>
  readonly progress?: Progress
}

/**
 * Runs `work` on a connection to the live database, which waits no longer than `lockTimeout` for a lock, where one is
 * given. Throws what `connect` throws, `lock-timeout`, `connection-lost` and `statement-failed`: nothing was changed.
 */
export async function withLiveDatabase<Result>(
  { db, env, lockTimeout }: Pick<LiveChangeOptions, 'db' | 'env'> & Partial<Pick<LiveChangeOptions, 'lockTimeout'>>,
  work: (database: Database) => Promise<Result>,
): Promise<Result> {
  let database: Database | undefined
  try {
    database = await connect(resolveAddress({ env, ...(db === undefined ? {} : { db }) }))
    return await (lockTimeout === undefined ? work(database) : withLockTimeout(database, lockTimeout, work))
  } catch (error) {
    throw nothingChanged(error)
  } finally {
    await database?.close()
  }
}

/** Says so where the error does not: the transaction of a cutover tells of itself what became of it. */
function nothingChanged(error: unknown): unknown {
  if (error instanceof PgfoldError) {
    if (error.code !== 'connection-lost') return error
    const { code, hint, message } = error
    return new PgfoldError(code, `${message}; nothing was changed`, { ...(hint && { hint }), cause: error })
  }
  if (!isServerError(error)) return error
  if (isGone(error)) return changedMeanwhile(error)
  return new PgfoldError('statement-failed', `ERROR ${error.code}: ${error.message}; nothing was changed`, {
    details: [error.detail, error.hint].filter((line) => line !== undefined),
    cause: error,
  })
}

/** The live catalog, owners relative to `principal`; without it to the role that is connected: it owns what it creates. */
export async function readLive(
  database: Database,
  { principal, ...options }: { readonly withinTransaction: boolean; readonly principal?: string },
): Promise<Snapshot> {
  const [role] = await database.query<{ name: string }>('select current_user::text as name')
  return readCatalog(database, {
    ...options,
    dependencies: true,
    principal: principal ?? role?.name ?? database.address.user,
  })
}

/**
 * Asks for the name of the database, after saying what goes. Throws PgfoldError `not-confirmed` (exit code
 * 1) where the answer is another, or where there is nobody to ask and `yes` was not given.
 */
export async function confirmRemoval(
  going: { readonly removal: Removal; readonly rows: Readonly<Record<string, number>>; readonly database: string },
  { yes, ask }: Pick<LiveChangeOptions, 'yes' | 'ask'>,
): Promise<void> {
  if (yes === true) return
  const details = removalLines(going)
  if (ask === undefined) {
    throw new PgfoldError('not-confirmed', 'This drops objects, and nobody is there to confirm it', {
      details,
      hint: 'Run it in a terminal, or give --yes.',
      exitCode: 1,
    })
  }
  const answer = await ask(`${details.join('\n')}\nType the name of the database (${going.database}) to go on: `)
  if (answer.trim() === going.database) return
  throw new PgfoldError('not-confirmed', 'Not confirmed; nothing was changed', { exitCode: 1 })
}

function removalLines({ removal, rows, database }: Parameters<typeof confirmRemoval>[0]): string[] {
  return [
    `${count(removal.objects.length, 'object')} of the database ${database} will be dropped.`,
    ...Object.entries(rows).map(([table, n]) => `  table ${table} with ${n} ${n === 1 ? 'row' : 'rows'}`),
    ...removal.unknownParts.map((key) => `  ${key}, which the consolidated schema does not know`),
  ]
}
