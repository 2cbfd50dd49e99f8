// The cutover of one database, there and back, with everything looked at that has to be as before.
import { findRecords } from '../cutover/choose-records.ts'
import type { ConsolidatedSchema } from '../cutover/consolidated-schema.ts'
import { PgfoldError } from '../errors.ts'
import { layoutNamed } from '../layouts/choose-layout.ts'
import { givenOr, withTrackingTable } from '../layouts/tracking-table.ts'
import type { AdoptResult } from '../model/adoption.ts'
import { count } from '../model/count.ts'
import type { Rehearsal } from '../model/rehearsal.ts'
import { isServerError } from '../server/replay-error.ts'
import { adopt } from './adopt.ts'
import type { AdoptOptions } from './adopt.ts'
import { apply } from './apply.ts'
import { catalogFingerprint } from './catalog-fingerprint.ts'
import { withLiveDatabase } from './live-change.ts'
import { rollback } from './rollback.ts'
import { undoAdopt } from './undo-adopt.ts'
import { verify } from './verify.ts'
import type { VerifyOptions } from './verify.ts'

/** What of an answer a rehearsal keeps. */
export type Ending = Pick<Rehearsal, 'outcome' | 'state' | 'refusal' | 'problem'>

export interface Site {
  readonly schema: ConsolidatedSchema
  /** All that adopt takes but the database: the folders are copies. */
  readonly options: Omit<AdoptOptions, 'db'>
  /** A folder for what apply would back up. */
  readonly backups: string
}

/** Adopts the database and undoes it again. `expected`: the refusal that it has to end with, or null. */
export async function rehearseAdoption(
  site: Site,
  db: string,
  expected?: { readonly refusal: string | null },
): Promise<Ending> {
  return told(async () => {
    const options = { ...site.options, db }
    const before = await stateOf(site, db)
    const result = await adopt(options)
    const ending = { state: result.state, refusal: result.refusal, problem: null }
    const code = result.refusal?.code ?? null
    if (expected !== undefined && code !== expected.refusal)
      return { ...ending, ...unexpected(result, expected.refusal) }
    if (!result.done) {
      requireSame(before, await stateOf(site, db), 'adopt changed something, and says that it did not')
      return { ...ending, outcome: result.refusal === null ? 'nothing-to-do' : 'refused' }
    }
    const again = await adopt(options)
    if (again.done || again.refusal !== null) return { ...ending, ...failed('a second adopt did something') }
    await undoAdopt(options)
    requireSame(before, await stateOf(site, db), 'adopt --undo did not leave the database as it was')
    return { ...ending, outcome: 'adopted' }
  })
}

/** Makes the consolidated schema in an empty database, verifies it and takes it back. */
export async function rehearseCreation(site: Site, db: string): Promise<Ending> {
  return told(async () => {
    const { migrations, archived, layout, placeholders, ...rest } = site.options
    const folder = {
      migrations,
      archived,
      ...(layout === undefined ? {} : { layout }),
      ...(placeholders === undefined ? {} : { placeholders }),
    }
    const live = { ...rest, db, folder, backups: site.backups, backup: false, yes: true }
    const before = await stateOf(site, db)
    await apply(live)
    const ending = await endedBuilt({ ...site.options, db }, 'what apply made')
    if (ending.outcome === 'failed') return ending
    await rollback(live)
    requireSame(before, await stateOf(site, db), 'rollback did not leave the database as it was')
    return ending
  })
}

/** Built, where `verify` finds what it has to. */
export async function endedBuilt(options: VerifyOptions, what: string): Promise<Ending> {
  const { equivalent, verdict, differences } = await verify(options)
  if (equivalent) return { ...nothing, outcome: 'built' }
  return { ...nothing, ...failed(`${what} is ${verdict}: ${count(differences.length, 'difference')}`) }
}

const nothing = { state: null, refusal: null, problem: null }

function failed(problem: string): Pick<Ending, 'outcome' | 'problem'> {
  return { outcome: 'failed', problem }
}

function unexpected({ refusal }: AdoptResult, expected: string | null): Pick<Ending, 'outcome' | 'problem'> {
  const was = refusal === null ? 'was adopted' : `was refused (${refusal.code}): ${refusal.message}`
  return failed(`it ${was}, and had to be ${expected === null ? 'adopted' : `refused (${expected})`}`)
}

/** What a command refuses is how a rehearsal ends, not how the program does. */
export async function told(work: () => Promise<Ending>): Promise<Ending> {
  try {
    return await work()
  } catch (error) {
    return endingOf(error)
  }
}

/** Throws what is a fault of the program. */
export function endingOf(error: unknown): Ending {
  if (error instanceof PgfoldError)
    return { ...nothing, ...failed([`${error.message} (${error.code})`, ...error.details].join('\n')) }
  if (isServerError(error)) return { ...nothing, ...failed(`ERROR ${error.code}: ${error.message}`) }
  throw error
}

interface State {
  readonly catalog: string
  readonly rows: string
}

/** The catalog, and the runner's rows. */
async function stateOf({ schema, options }: Site, db: string): Promise<State> {
  const rows = await withLiveDatabase({ ...options, db }, async (live) => {
    const { records = [] } = withTrackingTable(
      layoutNamed(schema.manifest.layout),
      givenOr(options.trackingTable, schema.manifest),
    )
    const found = await findRecords(live, records, schema.manifest)
    return found === undefined
      ? []
      : live.query(`select t::pg_catalog.text as line from ${found.table} as t order by 1`)
  })
  return { catalog: await catalogFingerprint({ ...options, db }), rows: JSON.stringify(rows) }
}

function requireSame(before: State, after: State, problem: string): void {
  if (before.catalog === after.catalog && before.rows === after.rows) return
  const what = before.rows === after.rows ? 'the catalog is another' : "the runner's rows are others"
  throw new PgfoldError('not-as-before', `${problem}: ${what}`)
}
