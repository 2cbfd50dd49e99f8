// The use case behind `pgfold self-test`: a database that holds every kind of object is changed once for each
// attribute, and the comparison has to see exactly that; changes without meaning must not be seen.
import { PgfoldError } from '../errors.ts'
import { kinds as registeredKinds } from '../kinds/registry.ts'
import type { CatalogObject } from '../model/object.ts'
import type { Progress } from '../model/progress.ts'
import type { KindTrial, SelfTestFailure, SelfTestResult } from '../model/self-test.ts'
import { applies } from '../self-test/applies.ts'
import { coverageOf } from '../self-test/coverage.ts'
import type { KindCoverage } from '../self-test/coverage.ts'
import { kindMutations } from '../self-test/registry.ts'
import type { ScratchServer } from '../server/database.ts'
import { createRunContext } from '../sources/run-context.ts'
import { buildEverything } from './self-test-databases.ts'
import { runTrials } from './self-test-trials.ts'
import type { Inspect, Outcome, Trial } from './self-test-trials.ts'
import { lookAtUntouched } from './self-test-untouched.ts'

export interface SelfTestOptions {
  /** The server on which the databases are made: `embedded` (default), `installed`, `installed:15` or a URL. */
  readonly scratch?: string
  /** Only the changes of these kinds; all of them when left out. */
  readonly kinds?: readonly string[]
  /** Only every n-th change of each kind, beginning with the first: a quick look. */
  readonly every?: number
  readonly progress?: Progress
  /** Called after each comparison with its two databases, for a second opinion. */
  readonly inspect?: Inspect
}

/**
 * Changes a scratch database once per attribute and tells whether each change was seen. Throws PgfoldError
 * `unknown-kind`, `self-test-not-built`, and what opening a scratch server throws.
 */
export async function selfTest(options: SelfTestOptions = {}): Promise<SelfTestResult> {
  const started = performance.now()
  const wanted = wantedKinds(options.kinds ?? [])
  const progress = options.progress ?? (() => undefined)
  const context = createRunContext({ env: {}, scratch: options.scratch ?? 'embedded' })
  try {
    const server = await context.scratch()
    progress(`building a database with everything on ${server.label}`)
    const everything = await buildEverything(server)
    const shared = { context, server, everything, progress, ...(options.inspect && { inspect: options.inspect }) }
    const untouched = await lookAtUntouched(shared)
    const outcomes = await runTrials(trialsOf(wanted, { server, every: options.every ?? 1 }), shared)
    const looks = wanted.map((kind) => lookAt(kind, untouched.objects, { outcomes, server }))
    const failures = [...untouched.failures, ...looks.flatMap((look) => look.failures)]
    return {
      passed: failures.length === 0,
      server: server.label,
      objects: untouched.objects.length,
      kinds: looks.map(({ trial }) => trial),
      failures,
      seconds: rounded(performance.now() - started),
    }
  } finally {
    await context.close()
  }
}

function wantedKinds(names: readonly string[]): string[] {
  const known = registeredKinds.map(({ name }) => name)
  const unknown = names.filter((name) => !known.includes(name))
  if (unknown.length === 0) return known.filter((name) => names.length === 0 || names.includes(name))
  throw new PgfoldError('unknown-kind', `There is no kind ${unknown.join(', ')}`, {
    hint: `The kinds are ${known.join(', ')}.`,
  })
}

function trialsOf(
  wanted: readonly string[],
  { server, every }: { readonly server: ScratchServer; readonly every: number },
): Trial[] {
  const chosen = kindMutations.filter((one) => wanted.includes(one.kind) && applies(one, majorOf(server)))
  return chosen.flatMap(({ kind, mutations, harmless }) =>
    [
      ...mutations.map((change) => ({ kind, change, isHarmless: false, expected: change.expected })),
      ...harmless.map((change) => ({ kind, change, isHarmless: true, expected: [] })),
    ]
      .filter(({ change }) => applies(change, majorOf(server)))
      .filter((_, index) => index % every === 0),
  )
}

function lookAt(
  kind: string,
  objects: readonly CatalogObject[],
  { outcomes, server }: { readonly outcomes: readonly Outcome[]; readonly server: ScratchServer },
): { readonly trial: KindTrial; readonly failures: readonly SelfTestFailure[] } {
  const coverage = coverageOf(kind, objects, { all: kindMutations, major: majorOf(server) })
  const own = outcomes.filter(({ trial }) => trial.kind === kind)
  const [changes, harmless] = [
    own.filter(({ trial }) => !trial.isHarmless),
    own.filter(({ trial }) => trial.isHarmless),
  ]
  const right = (some: readonly Outcome[]): number => some.filter(({ failures }) => failures.length === 0).length
  const { changed, unchangeable, of } = coverage
  return {
    trial: {
      kind,
      changes: { seen: right(changes), of: changes.length },
      harmless: { quiet: right(harmless), of: harmless.length },
      attributes: { changed, unchangeable, of },
      seconds: rounded(own.reduce((sum, { milliseconds }) => sum + milliseconds, 0)),
    },
    failures: [...gapsOf(kind, coverage), ...own.flatMap((outcome) => outcome.failures)],
  }
}

function gapsOf(kind: string, { gaps }: KindCoverage): SelfTestFailure[] {
  return gaps.length === 0 ? [] : [{ kind, change: 'every attribute', problem: 'not-covered', details: gaps }]
}

function majorOf({ serverVersion }: ScratchServer): number {
  return Math.floor(serverVersion / 10_000)
}

function rounded(milliseconds: number): number {
  return Math.round(milliseconds) / 1000
}
