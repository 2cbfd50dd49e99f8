// The history, run as its runner runs it. Where the runner wraps a script in one transaction, the whole script is one
// round trip; where the script's own BEGIN and COMMIT decide, see round-trips.ts. Where a round trip of several statements
// fails, it has left nothing behind: it is run again one by one, so that the error names its statement, and what only
// works one by one still works.
import { PgfoldError } from '../errors.ts'
import { locate } from '../history/location.ts'
import { migrationLabel, type History, type Migration, type SessionRule } from '../history/migration.ts'
import { isRefusedOnScratch } from '../history/server-wide.ts'
import { splitStatements, type Statement } from '../history/statements.ts'
import type { Finding } from '../model/finding.ts'
import type { Database } from './database.ts'
import { likelyCause } from './replay-cause.ts'
import { isServerError, statementFailed } from './replay-error.ts'
import { missingRoles, roleExists, withoutExistingRoles } from './replay-roles.ts'
import { begin, commit, isOpenAfter, roundTrips, type Step } from './round-trips.ts'

/** The place of a statement, for whoever records what it makes. */
interface ReplayPlace {
  readonly migration: string
  readonly file: string
  readonly line: number
}

export interface ReplayOptions {
  /** Called before a migration runs; `index` counts from 0. */
  readonly onMigration?: (migration: Migration, index: number) => void
  /** Awaited behind each migration, and what its session leaves to the next one. */
  readonly behindMigration?: (migration: Migration, index: number) => Promise<void>
  /** A statement to run before each statement of the history, such as `provenanceMark`. It must be one that the server takes anywhere. */
  readonly mark?: (place: ReplayPlace) => string
  /** Called behind each migration that creates roles the server lacked, also where it fails: what came before the error stays. */
  readonly onCreatedRoles?: (names: readonly string[]) => Promise<void>
}

export interface ReplayResult {
  readonly applied: number
  /** Roles that the history created. They belong to the server, not to the database. */
  readonly createdRoles: readonly string[]
  readonly findings: readonly Finding[]
}

/** The migrations to run; each has a session of its own unless `session` says otherwise. */
type Replayable = Pick<History, 'migrations'> & Partial<Pick<History, 'session' | 'trackingTables'>>

/**
 * Runs the up scripts on `database`. What a session leaves behind (settings, roles, temporary tables) is gone in the end.
 * @throws {PgfoldError} `statement-failed`, `server-statement`, `transaction-left-open`, and those of `splitStatements`.
 */
export async function replay(
  database: Database,
  history: Replayable,
  options: ReplayOptions = {},
): Promise<ReplayResult> {
  const findings: Finding[] = []
  const createdRoles: string[] = []
  const applied: string[] = []
  const { session = 'each', trackingTables = [] } = history
  const behind = behindMigration[session]
  for (const [index, migration] of history.migrations.entries()) {
    options.onMigration?.(migration, index)
    const later = history.migrations.slice(index + 1)
    const outcome = await runMigration({ database, migration, applied, later, trackingTables, options })
    findings.push(...outcome.findings)
    createdRoles.push(...outcome.createdRoles)
    if (outcome.isApplied) applied.push(migrationLabel(migration))
    if (behind !== undefined) await database.execute(behind)
    await options.behindMigration?.(migration, index)
  }
  if (session !== 'each') await database.execute('DISCARD ALL')
  return { applied: applied.length, createdRoles, findings }
}

/** What ends the session of a migration, or what of it the runner resets. */
const behindMigration: Readonly<Record<SessionRule, string | undefined>> = {
  each: 'DISCARD ALL',
  one: undefined,
  'one-reset': 'RESET ALL',
  'one-path': 'RESET search_path',
  'one-restored': 'RESET ROLE; RESET search_path',
  'one-public': `SELECT set_config('search_path', concat_ws(', ', 'public', nullif(path, '')), false)
    FROM current_setting('search_path') AS path WHERE path !~ '^"?public"?(,|$)'`,
}

interface Run {
  readonly database: Database
  readonly migration: Migration
  readonly applied: readonly string[]
  readonly later: readonly Migration[]
  readonly trackingTables: History['trackingTables']
  readonly options: ReplayOptions
}

interface Outcome {
  readonly isApplied: boolean
  readonly createdRoles: readonly string[]
  readonly findings: readonly Finding[]
}

async function runMigration(run: Run): Promise<Outcome> {
  const { database, migration, options } = run
  const split = (await splitStatements(migration.up)).map(onScratch)
  const { statements, existing } = await withoutExistingRoles(database, split)
  const findings = existing.map((role) => roleExists(migration, role))
  refuseServerWide(migration, statements)
  refuseOpenTransaction(migration, statements)
  const wrapped = isWrapped(migration, statements)
  const roles = statements.flatMap((statement) => statement.createsRoles)
  const perhaps = statements.flatMap((statement) => statement.mayCreateRoles)
  const fresh = await missingRoles(database, [...roles, ...perhaps])
  const adopt = async (): Promise<void> => (fresh.length > 0 ? options.onCreatedRoles?.(fresh) : undefined)
  try {
    await runSteps(run, wrapped ? [begin, ...statements, commit] : statements)
  } catch (error) {
    await adopt().catch(() => undefined) // the first error is the one to tell
    if (migration.mayFail !== true || !isRefusal(error)) throw error
    await database.execute('ROLLBACK')
    return { isApplied: false, createdRoles: [], findings: [...findings, failedAsItMay(migration, error)] }
  }
  await adopt()
  const refused = statements.some((statement) => statement.needsOwnTransaction)
  if (refused && isUnwrappable(migration, statements)) findings.push(ranWithoutTransaction(migration))
  if (migration.transaction === 'script' && wrapped) findings.push(ranInTransaction(migration))
  return { isApplied: true, createdRoles: roles, findings }
}

/**
 * One transaction around the whole script: the runner's, the implicit one of a file that is sent as one query, or where
 * a script without any BEGIN has a statement that works only in one, since its author must have had a runner that opens it.
 */
function isWrapped(migration: Migration, statements: readonly Statement[]): boolean {
  if (statements.some((statement) => statement.needsOwnTransaction)) return false
  if (migration.transaction === 'runner') return true
  if (statements.some((statement) => statement.transaction)) return false
  const isImplicit = migration.transaction === 'file' && statements.length > 1 // one statement alone is no block
  return isImplicit || statements.some((statement) => statement.needsBlock)
}

/** Its runner would stop at this script, which PostgreSQL refuses in the transaction that is around it. */
function isUnwrappable({ transaction }: Migration, statements: readonly Statement[]): boolean {
  return transaction === 'runner' || (transaction === 'file' && statements.length > 1)
}

async function runSteps(run: Run, steps: readonly Step[]): Promise<void> {
  for (const group of roundTrips(steps)) {
    if (group.length > 1 && (await runTogether(run, group))) continue
    for (const step of group) await runAlone(run, step)
  }
}

/** True when it worked. When it did not, it is undone and the server is ready for the same steps one by one. */
async function runTogether(run: Run, steps: readonly Step[]): Promise<boolean> {
  try {
    await run.database.execute(steps.flatMap((step) => [...markOf(run, step), step.text]).join('\n;\n'))
    return true
  } catch (error) {
    if (!isServerError(error)) throw error
    await run.database.execute('ROLLBACK')
    return false
  }
}

async function runAlone(run: Run, step: Step): Promise<void> {
  try {
    for (const mark of markOf(run, step)) await run.database.execute(mark)
    if ('copyData' in step && step.copyData !== undefined) await run.database.copyIn(step.text, step.copyData)
    else await run.database.execute(step.text)
  } catch (error) {
    if (!isServerError(error)) throw error
    const { database, migration, applied } = run
    const statement = 'offset' in step ? step : undefined
    const cause = await likelyCause(error, { ...run, statement })
    throw statementFailed(error, { script: migration.up, statement, applied, serverLabel: database.serverLabel, cause })
  }
}

/** In the form that does not reach beyond the database, which the server takes in a transaction too. */
function onScratch(statement: Statement): Statement {
  const { scratchText: text } = statement
  return text === undefined ? statement : { ...statement, text, needsOwnTransaction: false }
}

function markOf(run: Run, step: Step): string[] {
  const { mark } = run.options
  if (mark === undefined || !('line' in step) || step.transaction !== undefined) return []
  return [mark({ migration: migrationLabel(run.migration), file: run.migration.up.file, line: step.line })]
}

function refuseServerWide({ up }: Migration, statements: readonly Statement[]): void {
  const refused = statements.find(({ serverWide }) => serverWide !== undefined && isRefusedOnScratch(serverWide))
  if (refused === undefined) return
  throw new PgfoldError(
    'server-statement',
    `${refused.serverWide} changes the server, not the database that is folded`,
    {
      location: locate(up, refused.offset),
      hint: 'Take it out of the migrations, to where servers are set up; or fold a live database (--from).',
      exitCode: 1,
    },
  )
}

/** What a session leaves open is undone when it ends: the runner would record a migration that did nothing. */
function refuseOpenTransaction(migration: Migration, statements: readonly Statement[]): void {
  let open: Statement | undefined
  for (const statement of statements) {
    if (!isOpenAfter(statement, open !== undefined)) open = undefined
    else if (statement.transaction === 'begin') open ??= statement
    else if (statement.chained === true) open = statement
  }
  if (open === undefined || isWrapped(migration, statements)) return
  throw new PgfoldError('transaction-left-open', 'The script ends in the transaction that begins here.', {
    location: locate(migration.up, open.offset),
    hint: 'Put COMMIT at its end.',
  })
}

function isRefusal(error: unknown): error is PgfoldError {
  return error instanceof PgfoldError && error.code === 'statement-failed'
}

function failedAsItMay(migration: Migration, { message, location }: PgfoldError): Finding {
  const { file, line, column } = location ?? { file: migration.up.file, line: 1, column: 1 }
  return {
    code: 'failed-as-it-may',
    severity: 'warning',
    subject: `${file}:${line}:${column} ${migrationLabel(migration)}`,
    message: `failed and is left out, as its runner goes on where it fails: ${message}`,
  }
}

function ranWithoutTransaction(migration: Migration): Finding {
  return {
    code: 'ran-without-transaction',
    severity: 'info',
    subject: migration.up.file,
    message: 'has a statement that PostgreSQL refuses inside a transaction, so it was run one statement at a time',
  }
}

function ranInTransaction(migration: Migration): Finding {
  return {
    code: 'ran-in-transaction',
    severity: 'info',
    subject: migration.up.file,
    message: 'has a statement that works only inside a transaction and no BEGIN, so it was run in one',
  }
}
