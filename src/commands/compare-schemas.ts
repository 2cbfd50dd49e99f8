// The use case behind `pgfold compare-schemas A B`: open two sources, compare them, leave nothing behind.
import { parseIgnore } from '../compare/ignore.ts'
import type { ComparisonResult } from '../model/difference.ts'
import type { OpenSource } from '../sources/opened.ts'
import { openSource } from '../sources/open-source.ts'
import { trackingNamed } from '../sources/given-tracking.ts'
import { requireSources } from '../sources/require-sources.ts'
import { createRunContext } from '../sources/run-context.ts'
import type { RunContext, RunOptions } from '../sources/run-context.ts'
import { parseSource } from '../sources/source.ts'
import type { Source } from '../sources/source.ts'
import { compareSources } from './compare-sources.ts'

/** What to compare, and how; the rest is as in every run. */
export interface CompareSchemasOptions extends RunOptions {
  /** A database (URL or name), a folder of migrations, a `.sql` file or a `snapshot.json`. */
  readonly left: string
  readonly right: string
  /** Classes of minor differences to leave out of the answer. */
  readonly ignore?: readonly string[]
}

/**
 * Compares any two sources. Throws PgfoldError `unknown-class`, `bad-source`, `not-found`, and what opening
 * the sources throws. Live databases are only read.
 */
export async function compareSchemas(options: CompareSchemasOptions): Promise<ComparisonResult> {
  const started = performance.now()
  const ignore = parseIgnore(options.ignore ?? [])
  const sources = [parseSource(options.left), parseSource(options.right)] as const
  await requireSources(sources)
  const context = createRunContext(options)
  const opened: OpenSource[] = []
  try {
    const [left, right] = await openBoth(sources, { context, opened })
    return await compareSources(left, right, { context, ignore, started })
  } finally {
    await Promise.allSettled(opened.map((source) => source.close()))
    await context.close()
  }
}

/** Live databases first: their version decides which scratch server is best. All that opened is noted, to be closed. */
async function openBoth(
  sources: readonly [Source, Source],
  { context, opened }: { readonly context: RunContext; readonly opened: OpenSource[] },
): Promise<readonly [OpenSource, OpenSource]> {
  const open = async (source: Source): Promise<OpenSource> => {
    const one = await openSource(source, context)
    opened.push(one)
    if (!isLive(source) || isOfRunner || one.database === undefined) return one
    return { ...one, tracking: await trackingNamed(one.database, context.options.trackingTable) }
  }
  const isLive = ({ kind }: Source): boolean => kind === 'live'
  const isOfRunner = sources.some(({ kind }) => kind === 'history') // it knows its own tables
  const early = new Map<Source, OpenSource>()
  await settleAll(sources.filter(isLive).map(async (source) => early.set(source, await open(source))))
  const [left, right] = await settleAll(sources.map(async (source) => early.get(source) ?? open(source)))
  if (left === undefined || right === undefined) throw new Error('unreachable: two sources were opened')
  return [left, right]
}

/** Like Promise.all, but waits for every task before it throws the first error, so that nothing opens later. */
async function settleAll<Result>(tasks: readonly Promise<Result>[]): Promise<Result[]> {
  await Promise.allSettled(tasks)
  return Promise.all(tasks)
}
