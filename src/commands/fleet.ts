// Use case: verify or adopt over many databases, a few at a time. Most of a fleet are alike: a catalog that has the
// fingerprint of one that was compared is not compared again. A journal lets a run go on where another one had stopped.
import { appendFile, readFile } from 'node:fs/promises'
import { readConsolidatedSchema } from '../cutover/consolidated-schema.ts'
import { PgfoldError } from '../errors.ts'
import type { AdoptResult } from '../model/adoption.ts'
import { count } from '../model/count.ts'
import type { ComparisonResult } from '../model/difference.ts'
import type { FleetMember, FleetResult } from '../model/fleet.ts'
import type { Manifest } from '../model/manifest.ts'
import { isUrl, redactUrl, resolveAddress } from '../server/address.ts'
import { isServerError } from '../server/replay-error.ts'
import { adopt } from './adopt.ts'
import type { AdoptOptions, Comparer } from './adopt.ts'
import { catalogFingerprint } from './catalog-fingerprint.ts'
import { fleetDatabases } from './fleet-databases.ts'
import type { FleetChoice } from './fleet-databases.ts'
import { verify } from './verify.ts'

export interface FleetOptions extends Omit<AdoptOptions, 'db'>, FleetChoice {
  readonly action: 'verify' | 'adopt'
  /** How many databases at a time. */
  readonly concurrency: number
  /** A file that notes which databases are done; those that it notes already are passed over. */
  readonly journal?: string
  /** Told of each database when it is done. */
  readonly onMember?: (member: FleetMember) => void
}

/** Throws PgfoldError `no-databases`, and what reading the consolidated schema and the list throws. */
export async function fleet(options: FleetOptions): Promise<FleetResult> {
  const started = performance.now()
  const { manifest } = await readConsolidatedSchema(options.consolidated)
  const names = await fleetDatabases(options)
  const journal = await openJournal(options, manifest)
  const compare = rememberingComparer()
  const members = await inTurns(names, options.concurrency, async (name) => {
    const member = journal.isDone(name) ? earlier(name) : await visit(name, options, compare)
    if (member.outcome === 'done' && options.dryRun !== true) await journal.note(name)
    options.onMember?.(member)
    return member
  })
  const number = (outcome: FleetMember['outcome']): number => members.filter((one) => one.outcome === outcome).length
  return {
    command: `fleet ${options.action}`,
    databases: members,
    counts: { done: number('done'), refused: number('refused'), failed: number('failed'), earlier: number('earlier') },
    seconds: (performance.now() - started) / 1000,
  }
}

async function visit(name: string, options: FleetOptions, compare: RememberingComparer): Promise<FleetMember> {
  const started = performance.now()
  const one = { ...options, db: name }
  try {
    const outcome =
      options.action === 'adopt' ? adopted(await adopt({ ...one, compare })) : verified(await compare(one))
    return told(name, started, {
      ...outcome,
      recognised: compare.recognised.has(name),
    })
  } catch (error) {
    const { code, message, hint = null, exitCode } = asPgfoldError(error)
    const outcome = exitCode === 1 ? 'refused' : 'failed'
    return told(name, started, {
      outcome,
      summary: `${message} (${code})`,
      error: { code, message, hint },
      recognised: false,
    })
  }
}

/** What the server said no to is the member's alone; anything else is a fault of the program. */
function asPgfoldError(
  error: unknown,
): Pick<PgfoldError, 'code' | 'message' | 'exitCode'> & { hint?: string | undefined } {
  if (error instanceof PgfoldError) return error
  if (isServerError(error))
    return { code: 'statement-failed', message: `ERROR ${error.code}: ${error.message}`, exitCode: 2 }
  throw error
}

type Told = Omit<FleetMember, 'database' | 'seconds'>

function told(name: string, started: number, member: Told): FleetMember {
  return { database: shown(name), ...member, seconds: (performance.now() - started) / 1000 }
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

function earlier(name: string): FleetMember {
  return { database: shown(name), outcome: 'earlier', summary: 'done by an earlier run', recognised: false, seconds: 0 }
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

interface FleetJournal {
  readonly isDone: (name: string) => boolean
  readonly note: (name: string) => Promise<void>
}

/**
 * A line for each database that is done: JSON, so that any name can stand in it, without passwords; with the server, and
 * with what was folded, so that it counts for nothing else.
 */
async function openJournal({ journal, action, env }: FleetOptions, { line, files }: Manifest): Promise<FleetJournal> {
  if (journal === undefined) return { isDone: () => false, note: () => Promise.resolve() }
  const noteOf = (name: string): string => {
    const { host, port, database } = resolveAddress({ env, db: name })
    return JSON.stringify([action, line, files['up.sql'], host, port, database])
  }
  try {
    await appendFile(journal, '') // told before anything is done
    const done = new Set((await readFile(journal, 'utf8')).split('\n'))
    return { isDone: (name) => done.has(noteOf(name)), note: (name) => appendFile(journal, `${noteOf(name)}\n`) }
  } catch (error) {
    throw new PgfoldError('not-writable', `${journal} cannot be written: ${(error as Error).message}`, {
      hint: 'Name a file in a folder that is there with --journal FILE.',
      cause: error,
    })
  }
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
