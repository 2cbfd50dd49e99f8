// The proof, on fresh scratch databases: history ≡ up.sql; up + down ≡ before; up + down + up ≡ up. Every claim is
// put to every witness that has a say in it; a script that fails is a disagreement of them all.
import type { LeftOut } from '../catalog/row-hashes.ts'
import type { RowFilter } from '../catalog/row-tables.ts'
import { putSecrets, readSecrets } from '../catalog/secrets.ts'
import type { Secrets } from '../catalog/secrets.ts'
import { PgfoldError } from '../errors.ts'
import type { WitnessVerdict } from '../model/manifest.ts'
import type { ScratchDatabase, ScratchServer } from '../server/database.ts'
import { diskFull } from '../server/replay-error.ts'
import type { Asked } from '../render/left-out.ts'
import { catalogWitness } from './catalog-witness.ts'
import { dumpWitness } from './dump-witness.ts'
import { rowsWitness } from './rows-witness.ts'
import { runScript } from './run-script.ts'
import { shownObservation } from './shown-detail.ts'
import { structureWitness } from './structure-witness.ts'
import { createSubject, leavingOut, openWorkshop, withConnection } from './subjects.ts'
import type { Without } from './subjects.ts'
import type { Court, Observation, Subject, Witness } from './witness.ts'

export interface ProofInput {
  readonly scratch: ScratchServer
  /** The replayed history without its runner's tracking table, or the live database. It is only looked at. */
  readonly history: Pick<ScratchDatabase, 'address'>
  /** What of it does not count: what a runner keeps in a live database. */
  readonly without?: Without
  /** What that is: the first word of the first claim. */
  readonly of?: 'history' | 'command' | 'database'
  /** False where the databases cannot belong to the role that the live one belongs to. */
  readonly owners?: boolean
  /** The database before the history, with its prelude. Only looked at and copied, so nobody may be connected to it. */
  readonly before: ScratchDatabase
  readonly up: string
  readonly down: string
  /** What is left to volatile defaults, from `settleRows`. */
  readonly leftOut: LeftOut
  /** Whose rows and positions count: those that `up.sql` carries. All when left out. */
  readonly includes?: RowFilter
  /** Kinds that `up.sql` carries only where it is asked for them. */
  readonly asked?: Asked
  /** Only these schemas were folded. */
  readonly schemas?: readonly string[]
  /** Called as each verdict is known. */
  readonly onVerdict?: (verdict: WitnessVerdict) => void
}

const claims = {
  up: (of: string) => `${of} ≡ up.sql`,
  down: 'up.sql + down.sql ≡ before',
  again: 'up.sql + down.sql + up.sql ≡ up.sql',
} as const

/**
 * Puts the three claims to the witnesses. All databases that it creates are dropped; the verdicts are ordered by
 * claim, then catalog, rows, pg_dump, pg-structure. Throws `disk-full`.
 */
export async function proveConsolidation(input: ProofInput): Promise<readonly WitnessVerdict[]> {
  const workshop = openWorkshop(input.scratch)
  const court: Court = {
    scratch: workshop.scratch,
    ask: workshop.ask,
    includes: input.includes ?? (() => true),
    leftOut: input.leftOut,
    secrets: new Set(),
    ...(input.owners === undefined ? {} : { owners: input.owners }),
    ...(input.asked && { asked: input.asked }),
    ...(input.schemas && { schemas: input.schemas }),
  }
  try {
    const stand = await buildStand(input, court)
    return await hear(trialsOf(stand, input.of ?? 'history', court), { court, onVerdict: input.onVerdict })
  } finally {
    await workshop.dropAll()
  }
}

/** The witnesses that can always look; one that did not has no agreement to give. */
const ownWitnesses: ReadonlySet<string> = new Set(['catalog', 'rows'])

/** True where no witness disagrees and our own have seen everything. */
export function isProved(verdicts: readonly WitnessVerdict[]): boolean {
  const holds = ({ name, verdict }: WitnessVerdict): boolean =>
    verdict === 'agree' || (verdict === 'unavailable' && !ownWitnesses.has(name))
  return verdicts.length > 0 && verdicts.every(holds)
}

interface Built {
  readonly subject: Subject
  readonly database: ScratchDatabase
}

/** A database that could not be built, since its script fails: what the script did. */
interface Failure {
  readonly failure: string
}

interface Stand {
  readonly history: Subject
  readonly before: Built
  readonly up: Built | Failure
  readonly down: Built | Failure
  readonly again: Built | Failure
}

// The first is only looked at; each other is a copy of the one before with one script run on it. Copies come first:
// PostgreSQL copies a database only while nobody is connected to it.
async function buildStand(input: ProofInput, court: Court): Promise<Stand> {
  const { history, of = 'history', without, before, up, down } = input
  const [early, late] = [await secretsOf(before, court), await secretsOf(history, court)]
  const start = { database: before, subject: createSubject('the database before', before.address, court) }
  const upped = await runOn(start, { file: 'up.sql', sql: up, label: 'up.sql', secrets: late }, court)
  const downLabel = 'up.sql + down.sql'
  const downed = await runOn(upped, { file: 'down.sql', sql: down, label: downLabel, secrets: early }, court)
  const againLabel = 'up.sql + down.sql + up.sql'
  const again = await runOn(downed, { file: 'up.sql', sql: up, label: againLabel, secrets: late }, court)
  const seen = { ...createSubject(`the ${of}`, history.address, court), isOurs: of === 'history' }
  return {
    history: without === undefined ? seen : leavingOut(seen, without, court),
    before: start,
    up: upped,
    down: downed,
    again,
  }
}

async function secretsOf({ address }: Pick<ScratchDatabase, 'address'>, court: Court): Promise<Secrets> {
  const secrets = await withConnection(address, readSecrets)
  for (const values of secrets.values()) for (const value of Object.values(values)) court.secrets.add(value)
  return secrets
}

interface Run {
  readonly file: string
  readonly sql: string
  readonly label: string
  /** What the script leaves out, put back for the witnesses. */
  readonly secrets: Secrets
}

async function runOn(source: Built | Failure, run: Run, court: Court): Promise<Built | Failure> {
  const { file, sql, label, secrets } = run
  if ('failure' in source) return source
  const database = await court.scratch.copyDatabase(source.database)
  const failure = await runScript(database.address, file, sql)
  if (failure !== undefined) return { failure: `after ${source.subject.label}: ${failure}` }
  if (court.secrets.size > 0) await withConnection(database.address, (db) => putSecrets(db, secrets))
  return { database, subject: createSubject(label, database.address, court) }
}

interface Trial {
  readonly claim: string
  readonly left: Pick<Built, 'subject'> | Failure
  readonly right: Pick<Built, 'subject'> | Failure
  readonly witness: Witness
}

function trialsOf({ history, before, up, down, again }: Stand, of: string, court: Court): readonly Trial[] {
  const [catalog, rows, dump, structure] = [
    catalogWitness(court),
    rowsWitness(court),
    dumpWitness(court),
    structureWitness(court),
  ]
  const ask = (claim: string, left: Trial['left'], right: Trial['right'], witnesses: readonly Witness[]): Trial[] =>
    witnesses.map((witness) => ({ claim, left, right, witness }))
  return [
    ...ask(claims.up(of), { subject: history }, up, [catalog, rows, dump, structure]),
    ...ask(claims.down, before, down, [catalog, rows, dump]),
    ...ask(claims.again, up, again, [catalog, rows, dump]),
  ]
}

interface Hearing {
  readonly court: Court
  readonly onVerdict: ProofInput['onVerdict']
}

async function hear(trials: readonly Trial[], { court, onVerdict }: Hearing): Promise<readonly WitnessVerdict[]> {
  const verdicts = trials.map(async (trial) => {
    const seen = shownObservation(await observe(trial), court.secrets)
    const verdict = { name: trial.witness.name, claim: trial.claim, ...seen }
    onVerdict?.(verdict)
    return verdict
  })
  await Promise.allSettled(verdicts) // where one throws, none may still be at work on what is dropped next
  return Promise.all(verdicts)
}

async function observe({ left, right, witness }: Trial): Promise<Observation> {
  if ('failure' in left) return { verdict: 'disagree', detail: left.failure }
  if ('failure' in right) return { verdict: 'disagree', detail: right.failure }
  try {
    return await witness.compare(left.subject, right.subject)
  } catch (error) {
    const full = diskFull(error)
    if (full !== undefined) throw full // with more room the witness would look
    return { verdict: 'unavailable', detail: reasonOf(error) }
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof PgfoldError) return [error.message, ...error.details].join('\n')
  return error instanceof Error ? error.message : String(error)
}
