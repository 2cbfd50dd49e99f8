// The trials of the self-test: for each a copy of the database with everything, one change to it, and the comparison
// that compare-schemas runs, in both directions. What comes back is what was wrong, nothing where all was right.
import type { ComparisonResult } from '../model/difference.ts'
import type { Progress } from '../model/progress.ts'
import type { SelfTestFailure } from '../model/self-test.ts'
import { judge } from '../self-test/judge.ts'
import type { Direction } from '../self-test/judge.ts'
import type { Expected, HarmlessChange } from '../self-test/mutation.ts'
import type { Database, ScratchDatabase, ScratchServer } from '../server/database.ts'
import type { OpenSource } from '../sources/opened.ts'
import type { RunContext } from '../sources/run-context.ts'
import { compareSources } from './compare-sources.ts'
import { openCopy, steadySource } from './self-test-databases.ts'

/** One change of one kind. A harmless one expects nothing. */
export interface Trial {
  readonly kind: string
  readonly change: HarmlessChange
  readonly isHarmless: boolean
  readonly expected: readonly Expected[]
}

/** What was wrong with one trial. */
export interface Outcome {
  readonly trial: Trial
  readonly failures: readonly SelfTestFailure[]
  readonly milliseconds: number
}

/** Looks at both databases of a trial once they were compared. */
export type Inspect = (
  trial: Trial,
  databases: { readonly unchanged: Database; readonly changed: Database },
) => Promise<void>

/** What all trials share. */
export interface TrialBench {
  readonly context: RunContext
  readonly server: ScratchServer
  readonly everything: ScratchDatabase
  readonly progress: Progress
  readonly inspect?: Inspect
}

// The server's work and ours take turns, so that two at once are quicker than one on any machine.
const workers = 2

/** Runs the trials, two at a time; the outcomes come in the order of the trials. Throws what is no answer of the server. */
export async function runTrials(trials: readonly Trial[], bench: TrialBench): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  let next = 0
  const work = async (): Promise<void> => {
    const own = await openCopy(bench)
    const unchanged = { db: own.db, source: steadySource(own.db, 'unchanged') }
    try {
      for (let index = next++; index < trials.length; index = next++) {
        const trial = trials[index]
        if (trial === undefined) return
        if (trial.kind !== trials[index - 1]?.kind) {
          bench.progress(`changing objects of kind ${trial.kind}, ${index} of ${trials.length} changes done`)
        }
        outcomes[index] = await timed(trial, () => runTrial(trial, { ...bench, unchanged }))
      }
    } finally {
      await own.close()
    }
  }
  const ended = await Promise.allSettled(Array.from({ length: workers }, work))
  for (const one of ended) if (one.status === 'rejected') throw one.reason
  return outcomes
}

async function timed(trial: Trial, run: () => Promise<SelfTestFailure[]>): Promise<Outcome> {
  const started = performance.now()
  const failures = await run()
  return { trial, failures, milliseconds: performance.now() - started }
}

async function runTrial(
  trial: Trial,
  bench: TrialBench & { readonly unchanged: { readonly db: Database; readonly source: OpenSource } },
): Promise<SelfTestFailure[]> {
  const copy = await openCopy(bench)
  try {
    const problem = await apply(copy.db, trial.change)
    if (problem !== undefined) return [failure(trial, 'failed', [problem])]
    const changed = steadySource(copy.db, 'changed')
    const forth = await compareOnce(bench.unchanged.source, changed, bench.context)
    const back = await compareOnce(changed, bench.unchanged.source, bench.context)
    await bench.inspect?.(trial, { unchanged: bench.unchanged.db, changed: copy.db })
    return [...judged(trial, forth, 'forth'), ...judged(trial, back, 'back')]
  } finally {
    await copy.close()
    if (trial.change.cleanUp !== undefined) await bench.unchanged.db.execute(trial.change.cleanUp)
  }
}

/** The comparison of compare-schemas between two open sources, which stay open. */
export function compareOnce(left: OpenSource, right: OpenSource, context: RunContext): Promise<ComparisonResult> {
  return compareSources(left, right, { context, ignore: [], started: performance.now() })
}

async function apply(db: Database, { sql }: HarmlessChange): Promise<string | undefined> {
  try {
    for (const text of textsOf(sql)) await db.execute(text)
    return undefined
  } catch (error) {
    if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.message
    throw error
  }
}

function textsOf(sql: HarmlessChange['sql']): readonly string[] {
  return typeof sql === 'string' ? [sql] : sql
}

function judged(trial: Trial, result: ComparisonResult, direction: Direction): SelfTestFailure[] {
  const { unseen, unexpected } = judge(trial.expected, result.differences, direction)
  const way = direction === 'forth' ? '' : ' (sides exchanged)'
  const unsettled = result.findings.filter(({ code }) => code === 'not-re-read').map(({ message }) => message)
  const answers = [
    ['not-seen', unseen.map((line) => `not seen${way}: ${line}`)],
    ['false-alarm', unexpected.map((line) => `not expected${way}: ${line}`)],
    ['unverified', unsettled],
  ] as const
  return answers
    .filter(([, details]) => details.length > 0)
    .map(([problem, details]) => failure(trial, problem, details))
}

function failure(
  { kind, change }: Trial,
  problem: SelfTestFailure['problem'],
  details: readonly string[],
): SelfTestFailure {
  return { kind, change: change.name, problem, sql: textsOf(change.sql).join(';\n'), details }
}
