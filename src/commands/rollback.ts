// Use case: the consolidated schema taken away from a live database by down.sql, in one transaction, with
// a backup and a confirmation before. Before COMMIT none of its objects may be left and no other touched.
import { compare } from '../compare/compare.ts'
import { backUp } from '../cutover/backup.ts'
import { changedMeanwhile } from '../cutover/changed-meanwhile.ts'
import { createdObjects, readConsolidatedSchema } from '../cutover/consolidated-schema.ts'
import type { ConsolidatedSchema } from '../cutover/consolidated-schema.ts'
import { rootsOf } from '../cutover/creation.ts'
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
import { trackRolledBack, writeTracking } from '../cutover/tracking.ts'
import type { Tracking } from '../cutover/tracking.ts'
import { inCutoverTransaction, openingStatements } from '../cutover/transaction.ts'
import { PgfoldError } from '../errors.ts'
import type { CutoverResult } from '../model/cutover.ts'
import type { Finding } from '../model/finding.ts'
import { mayNameAsOther } from '../model/named-role.ts'
import { keyOf } from '../model/object.ts'
import type { CatalogObject, ObjectKey } from '../model/object.ts'
import { mostFrequent, ownersOf } from '../model/owners.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { displayAddress } from '../server/address.ts'
import type { Database } from '../server/database.ts'
import { commentLine } from '../sql/quote.ts'
import { confirmRemoval, readLive, withLiveDatabase } from './live-change.ts'
import type { LiveChangeOptions } from './live-change.ts'

/**
 * Rolls the consolidated schema back. Throws PgfoldError `nothing-to-roll-back`, `not-complete`, `dependents`,
 * `not-confirmed`, `not-undone`, `changed-meanwhile`, `locked` (exit code 1: refused, nothing changed), and those of
 * the connection and of `sql-error`.
 */
export async function rollback(options: LiveChangeOptions): Promise<CutoverResult> {
  const started = performance.now()
  const schema = await readConsolidatedSchema(options.consolidated)
  return withLiveDatabase(options, async (db) => {
    options.progress?.(`reading ${displayAddress(db.address)}`)
    const plan = await planRollback(db, schema, options)
    const outcome = options.dryRun === true ? await describeRun(plan, options) : await run(db, plan, options)
    return {
      command: 'rollback',
      done: options.dryRun !== true,
      database: displayAddress(db.address),
      server: db.serverLabel,
      created: {},
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
  /** The role that runs `down.sql`. */
  readonly connected: string
  /** The role that the consolidated schema belongs to here. */
  readonly principal: string
  /** What `up.sql` makes where that role runs it. */
  readonly created: readonly CatalogObject[]
  readonly removal: Removal
  readonly rows: Readonly<Record<string, number>>
  readonly tracking: Tracking
  readonly findings: readonly Finding[]
}

async function planRollback(db: Database, schema: ConsolidatedSchema, options: LiveChangeOptions): Promise<Plan> {
  const live = await readLive(db, { withinTransaction: false })
  const owners = ownersOf(live, createdObjects(schema)).map((owner) => owner ?? live.principal)
  const principal = mostFrequent(owners) ?? live.principal
  const owned = principal === live.principal ? live : await readLive(db, { withinTransaction: false, principal })
  const created = await createdHere(db, schema, { live: owned, options })
  const removal = removalFrom(created, owned)
  const tracking = await trackRolledBack(db, schema.manifest, options)
  return {
    schema,
    connected: live.principal,
    principal,
    created,
    removal,
    rows: await countRows(db, removal.objects),
    tracking,
    findings: [...tracking.findings, ...removalFindings(removal)],
  }
}

/** A role that is granted what it owns anyway leaves no trace of that, so that not all of snapshot.json may be here. */
async function createdHere(
  db: Database,
  schema: ConsolidatedSchema,
  { live, options: { scratch } }: { readonly live: Snapshot; readonly options: LiveChangeOptions },
): Promise<readonly CatalogObject[]> {
  const created = createdObjects(schema)
  const present = new Set(live.objects.map(keyOf))
  const missing = created.filter((object) => !present.has(keyOf(object))).length
  const { principal } = live
  if (missing === 0 || missing === created.length || !mayNameAsOther(schema.snapshot, principal)) return created
  return createdObjects({
    ...schema,
    snapshot: await referenceSnapshot(db, schema, { principal, ...(scratch === undefined ? {} : { scratch }) }),
  })
}

function removalFrom(created: readonly CatalogObject[], live: Snapshot): Removal {
  const present = new Map(live.objects.map((object) => [keyOf(object), object]))
  const missing = created.filter((object) => !present.has(keyOf(object)))
  if (missing.length === created.length) {
    throw new PgfoldError('nothing-to-roll-back', 'Nothing of the consolidated schema is in this database', {
      hint: 'Check that this is the right database.',
      exitCode: 1,
    })
  }
  if (missing.length > 0) throw notComplete(rootsOf(missing).map(keyOf))
  return planRemoval(
    created.flatMap((object) => present.get(keyOf(object)) ?? []),
    live,
  )
}

const ifUnknown = 'Run this again: it finds nothing to roll back where it was done.'

type Outcome = Pick<CutoverResult, 'backup' | 'droppedRows'>

async function run(db: Database, plan: Plan, options: LiveChangeOptions): Promise<Outcome> {
  const { removal, rows, schema, principal } = plan
  await confirmRemoval({ removal, rows, database: db.address.database }, options)
  return inCutoverTransaction(db, { lockTimeout: options.lockTimeout, ifUnknown }, async () => {
    for (const statement of lockStatements(removal.objects)) await db.execute(statement)
    const before = await readLive(db, { withinTransaction: true, principal })
    requireSamePlan(plan, before)
    const droppedRows = await countRows(db, removal.objects) // some may have come since the question; the backup has them
    if (options.backup !== false) options.progress?.(`backing up to ${options.backups}`)
    const backup = options.backup === false ? undefined : await backUp(db, options.backups, options.lockTimeout)
    options.progress?.(`running ${schema.down.file}`)
    await runScript(db, schema.down)
    requireUndone(plan, before, await readLive(db, { withinTransaction: true, principal }))
    await writeTracking(db, plan.tracking)
    return { droppedRows, ...(backup === undefined ? {} : { backup }) }
  })
}

function requireSamePlan({ created, removal }: Plan, before: Snapshot): void {
  const now = removalFrom(created, before)
  if (isSameRemoval(now, removal)) return
  throw changedMeanwhile()
}

/** Nothing of ours is left, and what is not ours is as it was. */
function requireUndone({ schema, removal, principal, connected }: Plan, before: Snapshot, after: Snapshot): void {
  const gone = new Set<ObjectKey>(removal.objects.map(keyOf))
  const left = after.objects.map(keyOf).filter((key) => gone.has(key))
  const given = new Set(schema.manifest.before)
  const others = (snapshot: Snapshot): Snapshot => ({
    ...snapshot,
    objects: snapshot.objects.filter((object) => !gone.has(keyOf(object)) && !given.has(keyOf(object))),
  })
  const touched = compare(others(before), others(after)).found.map(({ difference }) => difference)
  if (left.length === 0 && touched.length === 0) return
  throw new PgfoldError('not-undone', 'down.sql did not do here what was proved; everything was rolled back', {
    details: [
      ...left.map((key) => `still there: ${key}`),
      ...touched.map(({ change, kind, id, attribute }) => `${change}: ${kind} ${id} ${attribute ?? ''}`.trimEnd()),
    ],
    hint:
      principal === connected
        ? 'Look for event triggers, for objects that were changed by hand, and for what down.sql takes from the very role that runs it.'
        : `Connect as ${principal}, whose objects these are: what ${connected} takes back of grants and default privileges are its own.`,
    exitCode: 1,
  })
}

async function describeRun({ removal, schema, tracking }: Plan, options: LiveChangeOptions): Promise<{ sql: string }> {
  const statements = [...openingStatements(options.lockTimeout), ...lockStatements(removal.objects)]
  const lines = [
    ...statements.map((statement) => `${statement};`),
    ...(options.backup === false ? [] : [commentLine(`pg_dump to ${options.backups}`)]),
    await withoutTransaction(schema.down),
    '-- the catalog is read here; anything left or touched rolls everything back',
    ...tracking.statements.map((statement) => `${statement};`),
    'COMMIT;',
  ]
  return { sql: `${lines.join('\n')}\n` }
}

function notComplete(missing: readonly string[]): PgfoldError {
  return new PgfoldError('not-complete', 'Some objects of the consolidated schema are not in this database', {
    details: missing.map((key) => `missing: ${key}`),
    hint: 'Run pgfold verify to see all differences, and pgfold apply force to bring the database to the consolidated schema first.',
    exitCode: 1,
  })
}
