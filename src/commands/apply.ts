// Use case: the consolidated schema on a live database, in one transaction. What stands in the way is
// listed; with `force` it is dropped first. Before COMMIT the catalog is read again and must be what was
// proved, otherwise nothing has happened.
import { backUp } from '../cutover/backup.ts'
import { changedMeanwhile } from '../cutover/changed-meanwhile.ts'
import { createdObjects, readConsolidatedSchema } from '../cutover/consolidated-schema.ts'
import type { ConsolidatedSchema } from '../cutover/consolidated-schema.ts'
import { creationDifferences, inTheWay, rootsOf } from '../cutover/creation.ts'
import { preflight } from '../cutover/preflight.ts'
import { referenceSnapshot } from '../cutover/reference.ts'
import {
  countByKind,
  countRows,
  isSameRemoval,
  lockStatements,
  planRemoval,
  removalFindings,
} from '../cutover/removal.ts'
import type { Removal } from '../cutover/removal.ts'
import { runScript, withoutTransaction } from '../cutover/run-script.ts'
import { trackApplied, writeTracking } from '../cutover/tracking.ts'
import type { Tracking } from '../cutover/tracking.ts'
import { inCutoverTransaction, openingStatements } from '../cutover/transaction.ts'
import { PgfoldError } from '../errors.ts'
import { count } from '../model/count.ts'
import type { CutoverResult } from '../model/cutover.ts'
import type { Difference } from '../model/difference.ts'
import type { Finding } from '../model/finding.ts'
import { keyOf } from '../model/object.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { displayAddress } from '../server/address.ts'
import type { Database } from '../server/database.ts'
import { commentLine } from '../sql/quote.ts'
import { confirmRemoval, readLive, withLiveDatabase } from './live-change.ts'
import type { LiveChangeOptions } from './live-change.ts'

export interface ApplyOptions extends LiveChangeOptions {
  /** Drop what stands in the way. */
  readonly force?: boolean
}

/**
 * Applies the consolidated schema. Throws PgfoldError `in-the-way`, `cannot-apply`, `dependents`,
 * `not-confirmed`, `not-as-proved`, `changed-meanwhile`, `locked` (exit code 1: refused, nothing changed), and
 * those of the connection and of `sql-error`.
 */
export async function apply(options: ApplyOptions): Promise<CutoverResult> {
  const started = performance.now()
  const schema = await readConsolidatedSchema(options.consolidated)
  return withLiveDatabase(options, async (db) => {
    options.progress?.(`reading ${displayAddress(db.address)}`)
    const plan = await planApply(db, schema, options)
    const outcome = options.dryRun === true ? await describeRun(schema, plan, options) : await run(db, plan, options)
    return {
      command: options.force === true ? 'apply force' : 'apply',
      done: options.dryRun !== true,
      database: displayAddress(db.address),
      server: db.serverLabel,
      created: countByKind(createdObjects(schema)),
      dropped: countByKind(plan.removal.objects),
      droppedRows: plan.rows,
      tracking: plan.tracking.statements,
      findings: plan.findings,
      ...outcome,
      seconds: (performance.now() - started) / 1000,
    }
  })
}

interface Plan {
  readonly schema: ConsolidatedSchema
  /** Nothing, without `force`. */
  readonly removal: Removal
  readonly rows: Readonly<Record<string, number>>
  readonly tracking: Tracking
  readonly findings: readonly Finding[]
  readonly reference: Snapshot
}

async function planApply(db: Database, schema: ConsolidatedSchema, options: ApplyOptions): Promise<Plan> {
  const live = await readLive(db, { withinTransaction: false })
  const { obstacles, findings } = await preflight(db, schema, live)
  const present = inTheWay(createdObjects(schema), live)
  if (present.length > 0 && options.force !== true) throw inTheWayError(rootsOf(present).map(keyOf), obstacles)
  if (obstacles.length > 0) {
    const message = 'The live database cannot take the consolidated schema'
    throw new PgfoldError('cannot-apply', message, {
      details: obstacles,
      hint: 'Put these right and run again.',
      exitCode: 1,
    })
  }
  const removal = planRemoval(present, live)
  const tracking = await trackApplied(db, schema.manifest, options)
  return {
    schema,
    removal,
    rows: await countRows(db, removal.objects),
    tracking,
    findings: [...findings, ...tracking.findings, ...removalFindings(removal)],
    reference: await referenceSnapshot(db, schema, {
      principal: live.principal,
      ...(options.scratch === undefined ? {} : { scratch: options.scratch }),
    }),
  }
}

const ifUnknown = 'Run pgfold verify: where the schema is there it was applied, where it is missing run this again.'

type Outcome = Pick<CutoverResult, 'backup'> & Partial<Pick<CutoverResult, 'droppedRows'>>

async function run(db: Database, plan: Plan, options: ApplyOptions): Promise<Outcome> {
  const { removal, rows, schema } = plan
  const drops = removal.statements.length > 0
  if (drops) await confirmRemoval({ removal, rows, database: db.address.database }, options)
  return inCutoverTransaction(db, { lockTimeout: options.lockTimeout, ifUnknown }, async () => {
    for (const statement of lockStatements(removal.objects)) await db.execute(statement)
    const before = await readLive(db, { withinTransaction: true })
    requireSamePlan(plan, before)
    const droppedRows = await countRows(db, removal.objects) // some may have come since the question; the backup has them
    const backup = drops && options.backup !== false ? await backUpFirst(db, options) : undefined
    for (const statement of removal.statements) await db.execute(statement)
    const cleared = drops ? await readLive(db, { withinTransaction: true }) : before
    options.progress?.(`running ${schema.up.file}`)
    await runScript(db, schema.up)
    options.progress?.('comparing the catalog with what was proved')
    const after = await readLive(db, { withinTransaction: true })
    const given = new Set(schema.manifest.before)
    requireNone(creationDifferences({ before: cleared, after, reference: plan.reference, given }))
    await writeTracking(db, plan.tracking)
    return { droppedRows, ...(backup === undefined ? {} : { backup }) }
  })
}

async function backUpFirst(db: Database, options: ApplyOptions): Promise<string> {
  options.progress?.(`backing up to ${options.backups}`)
  return backUp(db, options.backups, options.lockTimeout)
}

// What was confirmed is what is dropped: a live database can change between the question and the lock.
function requireSamePlan({ schema, removal }: Plan, before: Snapshot): void {
  const now = planRemoval(inTheWay(createdObjects(schema), before), before)
  if (isSameRemoval(now, removal)) return
  throw changedMeanwhile()
}

async function describeRun(schema: ConsolidatedSchema, plan: Plan, options: ApplyOptions): Promise<{ sql: string }> {
  const { removal } = plan
  const backup =
    removal.statements.length > 0 && options.backup !== false ? [commentLine(`pg_dump to ${options.backups}`)] : []
  const lines = [
    ...openingStatements(options.lockTimeout).map(terminated),
    ...lockStatements(removal.objects).map(terminated),
    ...backup,
    ...removal.statements.map(terminated),
    await withoutTransaction(schema.up),
    '-- the catalog is compared with snapshot.json here; a difference rolls everything back',
    ...plan.tracking.statements.map(terminated),
    'COMMIT;',
  ]
  return { sql: `${lines.join('\n')}\n` }
}

function terminated(statement: string): string {
  return `${statement};`
}

function inTheWayError(keys: readonly string[], obstacles: readonly string[]): PgfoldError {
  return new PgfoldError(
    'in-the-way',
    `${count(keys.length, 'object')} of the consolidated schema ${keys.length === 1 ? 'exists' : 'exist'} already`,
    {
      details: [...keys, ...obstacles],
      hint: 'Run pgfold verify to see whether they are the same, or pgfold apply force to drop and create them.',
      exitCode: 1,
    },
  )
}

function requireNone(differences: readonly Difference[]): void {
  if (differences.length === 0) return
  throw new PgfoldError('not-as-proved', 'What up.sql made here is not what was proved; everything was rolled back', {
    details: differences.map(({ change, kind, id, attribute }) =>
      `${change}: ${kind} ${id} ${attribute ?? ''}`.trimEnd(),
    ),
    hint: 'Look for event triggers, default privileges and settings of this database or role.',
    exitCode: 1,
  })
}
