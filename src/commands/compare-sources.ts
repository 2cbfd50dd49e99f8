// Two opened sources → the answer. compare-schemas and verify both end here.
import { narrow } from '../catalog/in-schemas.ts'
import { PgfoldError } from '../errors.ts'
import { leaveOut } from '../compare/ignore.ts'
import { verdictOf } from '../compare/verdict.ts'
import type { ComparisonResult, Difference, SideSummary } from '../model/difference.ts'
import type { Finding } from '../model/finding.ts'
import type { LeftOut } from '../model/manifest.ts'
import type { MinorClass, Snapshot } from '../model/snapshot.ts'
import { compareSettled } from '../prove/reread.ts'
import type { SettledDifference } from '../prove/reread.ts'
import { withoutLeftOut } from './without-left-out.ts'
import type { OpenSource } from '../sources/opened.ts'
import { readBoth } from '../sources/read-both.ts'
import type { SideRead } from '../sources/read-both.ts'
import type { RunContext } from '../sources/run-context.ts'
import { versionFindings } from './scratch-version.ts'

interface CompareOptions {
  readonly context: RunContext
  readonly ignore: readonly MinorClass[]
  /** What `up.sql` leaves to a person: told by a finding, no difference. */
  readonly leftOut?: readonly LeftOut[]
  /** `performance.now()` when the run began. */
  readonly started: number
}

/**
 * Reads both sides at once, compares them and settles their expressions. Throws what reading a catalog
 * throws; the caller closes the sources and the context.
 */
export async function compareSources(
  left: OpenSource,
  right: OpenSource,
  { context, ignore, started, leftOut = [] }: CompareOptions,
): Promise<ComparisonResult> {
  context.options.progress?.(`reading ${left.label} and ${right.label}`)
  const [leftRead, rightRead] = narrowed(await readBoth(left, right), context.options.schemas ?? [])
  const { snapshot: leftSnapshot } = leftRead
  const { snapshot: rightSnapshot } = rightRead
  refuseUnknownSchemas(context.options.schemas ?? [], [leftSnapshot, rightSnapshot])
  const settled = await compareSettled(
    { ...left, snapshot: leftSnapshot },
    { ...right, snapshot: rightSnapshot },
    context.scratch,
  )
  const { found, findings: notDone } = withoutLeftOut(settled.found, leftOut)
  const { kept, ignored } = leaveOut(found, ignore)
  const findings = [
    ...(context.usesScratch() ? versionFindings([left, right], await context.scratch()) : []),
    ...perSide([...left.findings, ...leftSnapshot.findings], [...right.findings, ...rightSnapshot.findings]),
    ...settled.findings,
    ...notDone,
  ]
  const equivalences = {
    ...settled.equivalences,
    ...(notDone.length === 0 ? {} : { 'left-to-you': notDone.length }),
  }
  const verdict = verdictOf({ differences: kept, ignored, equivalences, findings })
  return {
    verdict,
    equivalent: verdict === 'identical' || verdict === 'equivalent',
    differences: kept.map((difference) => withOrigin(difference, left, right)),
    ignored,
    equivalences,
    findings,
    left: summaryOf(left, leftRead),
    right: summaryOf(right, rightRead),
    seconds: Math.round(performance.now() - started) / 1000,
  }
}

// Of what lies in no schema, what belongs to the schemas on one side is looked at on both.
function narrowed([left, right]: [SideRead, SideRead], schemas: readonly string[]): [SideRead, SideRead] {
  if (schemas.length === 0) return [left, right]
  const [one = left.snapshot, other = right.snapshot] = narrow([left.snapshot, right.snapshot], schemas)
  return [
    { snapshot: one, objects: one.objects.length },
    { snapshot: other, objects: other.objects.length },
  ]
}

// Two sides that both lack a schema would compare identical, which nobody asked for.
function refuseUnknownSchemas(schemas: readonly string[], sides: readonly Snapshot[]): void {
  const known = new Set(sides.flatMap(({ objects }) => objects.flatMap(({ identity }) => identity.schema ?? [])))
  const unknown = schemas.filter((schema) => !known.has(schema))
  if (unknown.length === 0) return
  throw new PgfoldError('unknown-schema', `Neither side has a schema ${unknown.join(', ')}`, {
    hint: 'Check the name; it is taken as it is, without folding to lower case.',
  })
}

function withOrigin({ difference, ...keys }: SettledDifference, left: OpenSource, right: OpenSource): Difference {
  const origin =
    (keys.left === undefined ? undefined : left.originOf(keys.left)) ??
    (keys.right === undefined ? undefined : right.originOf(keys.right))
  return origin === undefined ? difference : { ...difference, origin }
}

function summaryOf({ label, server }: OpenSource, { objects }: SideRead): SideSummary {
  return { source: label, server, objects }
}

/** What both sides found is said once; what one side found says which. */
function perSide(left: readonly Finding[], right: readonly Finding[]): Finding[] {
  const text = (finding: Finding): string => JSON.stringify([finding.code, finding.subject, finding.message])
  const inLeft = new Set(left.map(text))
  const inRight = new Set(right.map(text))
  const named = (finding: Finding, side: string): Finding => ({ ...finding, message: `${side}: ${finding.message}` })
  return [
    ...left.map((finding) => (inRight.has(text(finding)) ? finding : named(finding, 'left'))),
    ...right.filter((finding) => !inLeft.has(text(finding))).map((finding) => named(finding, 'right')),
  ]
}
