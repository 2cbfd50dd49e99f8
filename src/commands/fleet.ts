// Use case: verify or adopt over many databases, a few at a time. Most of a fleet are alike: a catalog that has the
// fingerprint of one that was compared is not compared again. A journal lets a run go on where another one had stopped.
import { readConsolidatedSchema } from '../cutover/consolidated-schema.ts'
import type { ConsolidatedSchema } from '../cutover/consolidated-schema.ts'
import { PgfoldError } from '../errors.ts'
import type { History } from '../history/migration.ts'
import { maskSecrets } from '../history/mask-secrets.ts'
import { readHistory } from '../layouts/read-history.ts'
import type { AdoptResult } from '../model/adoption.ts'
import { count } from '../model/count.ts'
import type { ComparisonResult } from '../model/difference.ts'
import type { FleetMember, FleetResult } from '../model/fleet.ts'
import { isUrl, redactUrl } from '../server/address.ts'
import { isServerError } from '../server/replay-error.ts'
import { adopt } from './adopt.ts'
import type { AdoptOptions, Comparer } from './adopt.ts'
import { catalogFingerprint } from './catalog-fingerprint.ts'
import { fleetDatabases, tenantsLike } from './fleet-databases.ts'
import type { FleetChoice } from './fleet-databases.ts'
import { openJournal } from './fleet-journal.ts'
import type { JournalOptions, Place } from './fleet-journal.ts'
import { withSharedScratch } from './fleet-scratch.ts'
import type { ScratchFor } from './fleet-scratch.ts'
import { templateSchema } from './tenant-schema.ts'
import { verify } from './verify.ts'

export interface FleetOptions
  extends Omit<AdoptOptions, 'db' | 'tenant'>, FleetChoice, Pick<JournalOptions, 'action' | 'journal'> {
  /** How many databases at a time. */
  readonly concurrency: number
  /** Schemas like this in each database are the members: each has what the consolidated schema has in its one schema. */
  readonly tenants?: string
  /** Told of each member when it is done. */
  readonly onMember?: (member: FleetMember) => void
}

/** Throws PgfoldError `no-databases`, `several-schemas`, and what reading the consolidated schema and the list throws. */
export async function fleet(options: FleetOptions): Promise<FleetResult> {
  const started = performance.now()
  const schema = await readConsolidatedSchema(options.consolidated)
  if (options.tenants !== undefined) templateSchema(schema)
  const names = await fleetDatabases(options)
  const journal = await openJournal(options, schema.manifest)
  const compare = rememberingComparer()
  const visitOne = async (place: Place, scratch: Scratch): Promise<FleetMember> => {
    const member = journal.isDone(place) ? earlier(place) : await visit(place, { ...options, ...scratch }, compare)
    if (member.outcome === 'done' && options.dryRun !== true) await journal.note(place)
    options.onMember?.(member)
    return member
  }
  const members = await (options.tenants === undefined
    ? inTurns(names, options.concurrency, async (db) => [await visitOne({ db }, {})])
    : withSharedScratch(options, { schema, newer: await newerOf(options, schema) }, (scratchFor) =>
        inTurns(names, options.concurrency, (db) => visitTenants(db, options, { scratchFor, visitOne })),
      ))
  const number = (outcome: FleetMember['outcome']): number =>
    members.flat().filter((one) => one.outcome === outcome).length
  return {
    command: `fleet ${options.action}`,
    databases: members.flat(),
    counts: { done: number('done'), refused: number('refused'), failed: number('failed'), earlier: number('earlier') },
    seconds: (performance.now() - started) / 1000,
  }
}

type Scratch = Pick<FleetOptions, 'scratch'>

/** What stands in the folder, where it decides what a tenant is compared with. */
async function newerOf(
  { action, migrations, layout, placeholders }: FleetOptions,
  { manifest }: ConsolidatedSchema,
): Promise<History | undefined> {
  if (action !== 'adopt') return undefined
  return readHistory(migrations, {
    layout: layout ?? manifest.layout,
    allowGaps: true,
    isRun: true,
    ...(placeholders === undefined ? {} : { placeholders }),
  })
}

interface TenantVisits {
  readonly scratchFor: ScratchFor
  readonly visitOne: (place: Place, scratch: Scratch) => Promise<FleetMember>
}

/** The tenants of one database one after the other: the cutover of one locks out that of another. */
async function visitTenants(
  db: string,
  { tenants = '', env, onMember }: FleetOptions,
  { scratchFor, visitOne }: TenantVisits,
): Promise<readonly FleetMember[]> {
  const started = performance.now()
  try {
    const schemas = await tenantsLike(tenants, { db, env })
    const scratch = await scratchFor(db)
    return await inTurns(schemas, 1, (tenant) => visitOne({ db, tenant }, scratch))
  } catch (error) {
    const member = told({ db }, started, failed(error))
    onMember?.(member)
    return [member]
  }
}

async function visit(place: Place, options: FleetOptions, compare: RememberingComparer): Promise<FleetMember> {
  const started = performance.now()
  const one = { ...options, ...place }
  const comparer = place.tenant === undefined ? compare : verify
  try {
    const outcome =
      options.action === 'adopt' ? adopted(await adopt({ ...one, compare: comparer })) : verified(await comparer(one))
    return told(place, started, { ...outcome, recognised: compare.recognised.has(place.db) })
  } catch (error) {
    return told(place, started, failed(error))
  }
}

function failed(error: unknown): Told {
  const { code, message, hint = null, exitCode } = asPgfoldError(error)
  return {
    outcome: exitCode === 1 ? 'refused' : 'failed',
    summary: `${message} (${code})`,
    error: { code, message, hint },
    recognised: false,
  }
}

/** The others go on, whatever it is. */
function asPgfoldError(
  error: unknown,
): Pick<PgfoldError, 'code' | 'message' | 'exitCode'> & { hint?: string | undefined } {
  if (error instanceof PgfoldError) return error
  if (isServerError(error))
    return { code: 'statement-failed', message: `ERROR ${error.code}: ${error.message}`, exitCode: 2 }
  const message = `Unexpected failure, this is a bug in pgfold: ${maskSecrets(String(error))}`
  return { code: 'bug', message, hint: 'Please report it.', exitCode: 2 }
}

type Told = Omit<FleetMember, 'database' | 'tenant' | 'seconds'>

function told({ db, ...tenant }: Place, started: number, member: Told): FleetMember {
  return { database: shown(db), ...tenant, ...member, seconds: (performance.now() - started) / 1000 }
}

function verified(result: ComparisonResult): Omit<Told, 'recognised'> {
  const { verdict, equivalent, differences } = result
  const found = differences.length === 0 ? '' : `, ${count(differences.length, 'difference')}`
  return { outcome: equivalent ? 'done' : 'refused', summary: `${verdict}${found}`, result }
}

function adopted(result: AdoptResult): Omit<Told, 'recognised'> {
  const { refusal, state, done } = result
  if (refusal !== null) return { outcome: 'refused', summary: `${refusal.message} (${refusal.code})`, result }
  const summary = done ? 'adopted' : result.sql === undefined ? 'nothing to do' : 'would be adopted'
  return { outcome: 'done', summary: `${summary} (${state})`, result }
}

function earlier({ db, ...tenant }: Place): FleetMember {
  return {
    database: shown(db),
    ...tenant,
    outcome: 'earlier',
    summary: 'done by an earlier run',
    recognised: false,
    seconds: 0,
  }
}

function shown(name: string): string {
  return isUrl(name) ? redactUrl(name) : name
}

type RememberingComparer = Comparer & { readonly recognised: Set<string> }

/** Compares, and answers for an equal catalog with what was found of the first one. */
function rememberingComparer(): RememberingComparer {
  const known = new Map<string, Promise<ComparisonResult | undefined>>()
  const recognised = new Set<string>()
  const compare: Comparer = async (options) => {
    const fingerprint = await catalogFingerprint(options)
    const key = JSON.stringify([fingerprint, options.behind ?? null])
    const before = await known.get(key)?.catch(() => undefined) // what failed there may work here
    if (before !== undefined) {
      recognised.add(options.db ?? '')
      return { ...before, right: { ...before.right, source: shown(options.db ?? '') } }
    }
    const found = verify(options)
    // It counts for others only where the catalog was the same from the beginning to the end.
    const settled = found.then(async (result) =>
      (await catalogFingerprint(options)) === fingerprint ? result : undefined,
    )
    known.set(key, settled)
    settled.catch(() => known.delete(key))
    return found
  }
  return Object.assign(compare, { recognised })
}

/** Runs the task of each, at most so many at a time; the answers in the order of the names. */
async function inTurns<Result>(
  names: readonly string[],
  concurrency: number,
  task: (name: string) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = []
  const waiting = [...names.entries()]
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) results[next[0]] = await task(next[1])
  }
  await Promise.all(Array.from({ length: Math.min(concurrency, names.length) }, worker))
  return results
}
