// The history, run as its runner runs it. Where the runner wraps a script in one transaction, the whole script is
// one round trip; where the script's own BEGIN and COMMIT decide, each such block is, and so are definitions
// that follow each other (several statements of one simple query form one implicit transaction, manual
// "Multiple Statements in a Simple Query"). Where such a round trip fails, it has left nothing behind: it is run again one by one, so that
// the error names its statement, and what only works one by one still works.
import { PgfoldError } from '../errors.ts'
import { locate } from '../history/location.ts'
import { migrationLabel, type History, type Migration } from '../history/migration.ts'
import { splitStatements, type Statement } from '../history/statements.ts'
import type { Finding } from '../model/finding.ts'
import type { Database } from './database.ts'
import { isServerError, statementFailed } from './replay-error.ts'

/** The place of a statement, for whoever records what it makes. */
interface ReplayPlace {
  readonly migration: string
  readonly file: string
  readonly line: number
}

export interface ReplayOptions {
  /** Called before a migration runs; `index` counts from 0. */
  readonly onMigration?: (migration: Migration, index: number) => void
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

/**
 * Runs the up scripts on `database`, each in a session of its own (DISCARD ALL after each).
 * @throws {PgfoldError} `statement-failed`, `transaction-left-open`, and those of `splitStatements`.
 */
export async function replay(
  database: Database,
  history: Pick<History, 'migrations'>,
  options: ReplayOptions = {},
): Promise<ReplayResult> {
  const findings: Finding[] = []
  const createdRoles: string[] = []
  const applied: string[] = []
  for (const [index, migration] of history.migrations.entries()) {
    options.onMigration?.(migration, index)
    const { statements, existing } = await withoutExistingRoles(
      database,
      (await splitStatements(migration.up)).map(onScratch),
    )
    findings.push(...existing.map((role) => roleExists(migration, role)))
    refuseOpenTransaction(migration, statements)
    const run: Run = { database, migration, applied, mark: options.mark }
    const wrapped = isWrapped(migration, statements)
    const roles = statements.flatMap((statement) => statement.createsRoles)
    const perhaps = statements.flatMap((statement) => statement.mayCreateRoles)
    const fresh = await missingRoles(database, [...roles, ...perhaps])
    const adopt = async (): Promise<void> => (fresh.length > 0 ? options.onCreatedRoles?.(fresh) : undefined)
    try {
      await runSteps(run, wrapped ? [begin, ...statements, commit] : statements)
    } catch (error) {
      await adopt().catch(() => undefined) // the first error is the one to tell
      throw error
    }
    await adopt()
    if (migration.transaction === 'runner' && !wrapped) findings.push(ranWithoutTransaction(migration))
    if (migration.transaction === 'script' && wrapped) findings.push(ranInTransaction(migration))
    createdRoles.push(...roles)
    applied.push(migrationLabel(migration))
    await database.execute('DISCARD ALL')
  }
  return { applied: applied.length, createdRoles, findings }
}

interface Run {
  readonly database: Database
  readonly migration: Migration
  readonly applied: readonly string[]
  readonly mark: ReplayOptions['mark']
}

/** A statement of the history, or the BEGIN and COMMIT that its runner puts around a script. */
type Step = Statement | Pick<Statement, 'text' | 'transaction'>

const begin: Step = { text: 'BEGIN', transaction: 'begin' }
const commit: Step = { text: 'COMMIT', transaction: 'commit' }

/**
 * One transaction around the whole script: the runner's, or where a script without any BEGIN has a statement
 * that works only in one, since its author must have had a runner that opens it.
 */
function isWrapped(migration: Migration, statements: readonly Statement[]): boolean {
  if (statements.some((statement) => statement.needsOwnTransaction)) return false
  if (migration.transaction === 'runner') return true
  return statements.some((statement) => statement.needsBlock) && !statements.some((statement) => statement.transaction)
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
    throw statementFailed(error, { script: migration.up, statement, applied, serverLabel: database.serverLabel })
  }
}

/** In the form that does not reach beyond the database, which the server takes in a transaction too. */
function onScratch(statement: Statement): Statement {
  const { scratchText: text } = statement
  return text === undefined ? statement : { ...statement, text, needsOwnTransaction: false }
}

function markOf(run: Run, step: Step): string[] {
  if (run.mark === undefined || !('line' in step) || step.transaction !== undefined) return []
  return [run.mark({ migration: migrationLabel(run.migration), file: run.migration.up.file, line: step.line })]
}

/**
 * Steps that mean the same sent together as sent one by one, in groups; each other step is a group of its own,
 * as is each step of a transaction that takes more than one round trip.
 */
function roundTrips(steps: readonly Step[]): Step[][] {
  const groups: Step[][] = []
  let open = false
  for (let at = 0; at < steps.length;) {
    const length = open ? 1 : Math.max(1, blockLength(steps, at), definitionsLength(steps, at))
    const group = steps.slice(at, at + length)
    for (const step of group) open = isOpenAfter(step, open)
    groups.push(group)
    at += length
  }
  return groups
}

function isOpenAfter(step: Step, open: boolean): boolean {
  switch (step.transaction) {
    case 'begin':
      return true
    case 'commit':
    case 'rollback':
      return 'chained' in step && step.chained === true
    case 'prepared':
      return false
    default:
      return open
  }
}

/** From a BEGIN to the COMMIT or ROLLBACK that ends it; 0 where that cannot be one round trip. */
function blockLength(steps: readonly Step[], start: number): number {
  if (steps[start]?.transaction !== 'begin') return 0
  for (let at = start + 1; at < steps.length; at += 1) {
    const step = steps[at]
    if (step === undefined || !mayShareRoundTrip(step)) return 0
    if (step.transaction === 'commit' || step.transaction === 'rollback') return at - start + 1
  }
  return 0
}

function mayShareRoundTrip(step: Step): boolean {
  if (step.transaction === 'prepared' || ('chained' in step && step.chained === true)) return false
  return !('copyData' in step) || step.copyData === undefined
}

function definitionsLength(steps: readonly Step[], start: number): number {
  const isDefinition = (step: Step): boolean => 'definesOnly' in step && step.definesOnly && !step.needsOwnTransaction
  const end = steps.findIndex((step, index) => index >= start && !isDefinition(step))
  return (end === -1 ? steps.length : end) - start
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

interface RolesChecked {
  readonly statements: readonly Statement[]
  readonly existing: readonly string[]
}

/** Roles outlive the database they were created for: an earlier replay on this server may have created them. */
async function withoutExistingRoles(database: Database, statements: readonly Statement[]): Promise<RolesChecked> {
  const created = statements.filter((statement) => statement.kind === 'CreateRoleStmt')
  if (created.length === 0 || statements.some((statement) => statement.kind === 'DropRoleStmt')) {
    return { statements, existing: [] }
  }
  const existing = await existingRoles(
    database,
    created.flatMap((statement) => statement.createsRoles),
  )
  const kept = statements.filter(
    (statement) =>
      statement.kind !== 'CreateRoleStmt' || !statement.createsRoles.every((role) => existing.includes(role)),
  )
  return { statements: kept, existing }
}

async function existingRoles(database: Database, names: readonly string[]): Promise<readonly string[]> {
  const rows = await database.query<{ name: string }>(
    'select rolname as name from pg_catalog.pg_roles where rolname = any ($1) order by rolname',
    [names],
  )
  return rows.map((row) => row.name)
}

/** Those of the roles that do not exist yet: only they may be dropped later. */
async function missingRoles(database: Database, names: readonly string[]): Promise<readonly string[]> {
  if (names.length === 0) return []
  const existing = new Set(await existingRoles(database, names))
  return names.filter((name) => !existing.has(name))
}

function roleExists(migration: Migration, role: string): Finding {
  return {
    code: 'role-exists',
    severity: 'info',
    subject: role,
    message: `${migrationLabel(migration)} creates this role; the scratch server has it already, so it was left as it is`,
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
