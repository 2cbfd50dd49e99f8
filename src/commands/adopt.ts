// Use case: a live database that ran the folded migrations is told that the consolidated one stands in their place. What
// its runner recorded decides where it is, the catalog has to be what was proved, and only then are the runner's rows
// rewritten, in one transaction, the old ones saved beside them.
import { planAdoption } from '../cutover/adoption-plan.ts'
import type { AdoptionPlan } from '../cutover/adoption-plan.ts'
import { changedMeanwhile } from '../cutover/changed-meanwhile.ts'
import { readConsolidatedSchema } from '../cutover/consolidated-schema.ts'
import type { ConsolidatedSchema } from '../cutover/consolidated-schema.ts'
import { notRecorded } from '../cutover/not-recorded.ts'
import { readRecorded } from '../cutover/records.ts'
import type { FoundRecords } from '../cutover/records.ts'
import { renamedBy, rewriteStatements, savedTables, saveStatements } from '../cutover/rewrite-records.ts'
import type { Saved } from '../cutover/rewrite-records.ts'
import { inCutoverTransaction, openingStatements } from '../cutover/transaction.ts'
import { PgfoldError } from '../errors.ts'
import { isInCode, layoutNamed } from '../layouts/choose-layout.ts'
import type { AdoptResult } from '../model/adoption.ts'
import type { ComparisonResult } from '../model/difference.ts'
import { displayAddress } from '../server/address.ts'
import type { Database } from '../server/database.ts'
import { commandRefusal, driftRefusal, earlierAdoption, refusalOf } from './adoption-refusals.ts'
import type { OnOutput } from './build-command.ts'
import { catalogFingerprint } from './catalog-fingerprint.ts'
import { withLiveDatabase } from './live-change.ts'
import type { LiveChangeOptions } from './live-change.ts'
import { requireTenant } from './tenant-schema.ts'
import { inTenant, verify } from './verify.ts'
import type { VerifyOptions } from './verify.ts'

/** `migrations` is the folder as `archive` left it. */
export interface AdoptOptions
  extends Pick<LiveChangeOptions, 'dryRun' | 'lockTimeout'>, Omit<VerifyOptions, 'behind' | 'to' | 'allowGaps'> {
  readonly migrations: string
  /** Folder of the archives: what `archive` wrote has to be what is in the folder. */
  readonly archived: string
  /** Past the line of migrations in code: what builds a database of the folder as it is, on an empty one. */
  readonly run?: string
  /** Where the command is run; the folder of this process without it. */
  readonly cwd?: string
  /** Takes each line that the command prints. */
  readonly onOutput?: OnOutput
  /** Compares the live database; `verify` without it. */
  readonly compare?: Comparer
}

/** As `verify`, of which it may know the answer already. */
export type Comparer = (options: VerifyOptions) => Promise<ComparisonResult>

/**
 * Adopts the consolidated schema, or says in `refusal` why not: the answer has the state and the exact sets either way.
 * A database that is adopted already, or whose runner needs nothing, is left as it is. Throws PgfoldError `not-archived`,
 * `cannot-adopt`, `no-tracking-table`, `several-tracking-tables`, `changed-meanwhile`, `not-recorded`, `locked`, `lock-timeout` (exit code 1: nothing was
 * changed), and those of the connection.
 */
export async function adopt(options: AdoptOptions): Promise<AdoptResult> {
  const started = performance.now()
  refuseCommandOfTenant(options)
  const schema = await readConsolidatedSchema(options.consolidated)
  return withLiveDatabase(options, async (db) => {
    await requireTenant(db, options.tenant)
    options.progress?.(`reading what ${schema.manifest.layout} recorded in ${displayAddress(db.address)}`)
    const plan = await planAdoption(db, schema, { ...options, ...inTenant(options) })
    const outcome = await decide(db, { schema, plan, options })
    return {
      command: 'adopt',
      done: false,
      refusal: null,
      database: displayAddress(db.address),
      server: db.serverLabel,
      layout: schema.manifest.layout,
      line: schema.manifest.line,
      table: `${plan.found.name.schema}.${plan.found.name.name}`,
      ...plan.classification,
      proof: null,
      tracking: [],
      saved: plan.isSaved ? namesOf(plan.found) : null,
      findings: [],
      ...outcome,
      seconds: (performance.now() - started) / 1000,
    }
  })
}

/** What a command builds is in the schema that its runner chooses, and nobody knows which of its words mean the tenant. */
function refuseCommandOfTenant({ tenant, run }: AdoptOptions): void {
  if (tenant === undefined || run === undefined) return
  throw new PgfoldError('bad-option', 'A tenant cannot be compared with what a command builds: --run and --tenant', {
    hint: 'Adopt it while it is at the line, or give the tenants databases of their own.',
  })
}

interface Adoption {
  readonly schema: ConsolidatedSchema
  readonly plan: AdoptionPlan
  readonly options: AdoptOptions
}

async function decide(db: Database, adoption: Adoption): Promise<Partial<AdoptResult>> {
  const { schema, plan, options } = adoption
  const { state } = plan.classification
  if (state === 'adopted' && plan.isSaved && plan.failed.length === 0) return {}
  const byRows = refusalOf(plan, schema)
  // A new database that the runner built from the consolidated migration has the rows that it needs: the schema decides.
  const isNew = plan.isAsConsolidated && plan.failed.length === 0 && byRows !== null
  const early = (isNew ? null : byRows) ?? commandRefusal(plan, options.run)
  if (early !== null) return { refusal: early }
  const before = await catalogFingerprint(options)
  const comparison = await prove(adoption)
  const { verdict, differences, ignored, equivalences, findings } = comparison
  const proof = { verdict, differences, ignored, equivalences }
  const asNew = { state: 'adopted', missing: [], unknown: [] } as const
  if (!comparison.equivalent)
    return { proof, findings, ...(isNew ? asNew : {}), refusal: driftRefusal(comparison, { isNew }) }
  if (isNew) return { proof, findings, ...asNew }
  const tracking = rewriteStatements(plan.found, plan)
  if (tracking.length === 0) return { proof, findings }
  if (plan.savedEarlier !== undefined) return { proof, findings, refusal: earlierAdoption(plan) }
  if (options.dryRun === true) return { proof, findings, tracking, sql: describeRun(adoption, tracking) }
  options.progress?.('rewriting the rows of the runner')
  await rewrite(db, { ...adoption, before, tracking })
  return { done: true, proof, findings, tracking, saved: namesOf(plan.found) }
}

/** The consolidated schema, with the newer migrations that were applied behind it, against the live database. */
function prove({ plan, options }: Adoption): Promise<ComparisonResult> {
  const newest = plan.newer.at(-1)
  const {
    migrations,
    archived: _,
    dryRun: __,
    lockTimeout: ___,
    compare = verify,
    run,
    cwd,
    onOutput,
    ...rest
  } = options
  if (newest === undefined) return compare(rest)
  return compare({
    ...rest,
    layout: options.layout ?? plan.layout,
    allowGaps: true,
    behind: {
      migrations,
      to: newest.id,
      // Only of code: SQL is replayed as far as this database has run it.
      ...(run === undefined || !isInCode(layoutNamed(plan.layout)) ? {} : { run: { command: run, onOutput, cwd } }),
    },
  })
}

interface Rewrite extends Adoption {
  readonly before: string
  readonly tracking: readonly string[]
}

const ifUnknown = 'Run pgfold adopt again: it says that the database is adopted, or adopts it.'

async function rewrite(db: Database, { before, tracking, ...adoption }: Rewrite): Promise<void> {
  const { plan, options } = adoption
  const { found } = plan
  await inCutoverTransaction(db, { lockTimeout: options.lockTimeout, ifUnknown }, async () => {
    for (const statement of lockStatements(found)) await db.execute(statement)
    const { ids, failed } = await readRecorded(db, found)
    if (failed.length > 0 || ids.join('\n') !== plan.ids.join('\n') || (await catalogFingerprint(options)) !== before)
      throw changedMeanwhile()
    for (const statement of [...saveStatements(found, savedBy(adoption)), ...tracking]) await db.execute(statement)
    requireRecorded(plan, (await readRecorded(db, found)).ids)
  })
}

function savedBy({ schema, plan }: Adoption): Saved {
  const { consolidated, found, sha256 } = plan
  const { owner } = found
  return {
    line: schema.manifest.line,
    recorded: found.records.recordedAs(consolidated),
    sha256,
    ...(owner === undefined ? {} : { owner, renamed: renamedBy(plan, found) }),
  }
}

/** The runner waits for it before it writes; whoever only reads does not. */
export function lockStatements({ table, records: { registry } }: FoundRecords): readonly string[] {
  const lock = `LOCK TABLE ${table} IN SHARE ROW EXCLUSIVE MODE`
  return registry === undefined ? [lock] : [registry.wait, lock]
}

function requireRecorded(plan: AdoptionPlan, ids: readonly string[]): void {
  const { expected } = plan
  if (ids.toSorted().join('\n') === expected.toSorted().join('\n')) return
  throw notRecorded(plan.found.table, [`expected: ${expected.join(', ')}`, `found: ${ids.join(', ')}`])
}

function describeRun(adoption: Adoption, tracking: readonly string[]): string {
  const { plan, options } = adoption
  const statements = [
    ...openingStatements(options.lockTimeout),
    ...lockStatements(plan.found),
    ...saveStatements(plan.found, savedBy(adoption)),
    ...tracking,
    'COMMIT',
  ]
  return `${statements.map((statement) => `${statement};`).join('\n')}\n`
}

function namesOf(found: FoundRecords): string {
  return savedTables(found)
    .map(({ schema, name }) => `${schema}.${name}`)
    .join(', ')
}
