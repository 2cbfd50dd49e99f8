import type { Finding } from './finding.ts'
import type { MinorClass } from './snapshot.ts'
import type { Value } from './value.ts'

/**
 * One object missing on the right, extra on the right, or changed in one attribute. A rename found by an
 * equal definition is a change of the attribute `name`.
 */
export interface Difference {
  readonly change: 'missing' | 'extra' | 'changed'
  readonly kind: string
  readonly id: string
  readonly attribute?: string
  readonly left?: Value
  readonly right?: Value
  readonly severity: 'significant' | 'minor'
  readonly class?: MinorClass
  /** Where a side is a history: the migration file and line that made the object, `0007_add_tags/up.sql:12`. */
  readonly origin?: string
}

/** Why two things that print differently were shown to be equal, with how often. */
export type EquivalenceReason = 're-read' | 'default-privileges-spelled-out' | 'server-version' | 'left-to-you'

export type Verdict = 'identical' | 'equivalent' | 'different' | 'unverified'

/** One side of a comparison as the report names it. `objects` counts its objects; `source` holds no secret. */
export interface SideSummary {
  readonly source: string
  readonly server: string
  readonly objects: number
  /** How many of them are there without `up.sql`, such as the schema public; `verify` says it of its left side. */
  readonly before?: number
}

/** The answer of `compare-schemas` and `verify`; with `--json` it is printed as it is. */
export interface ComparisonResult {
  readonly verdict: Verdict
  /** True for identical and equivalent. */
  readonly equivalent: boolean
  readonly differences: readonly Difference[]
  readonly ignored: Readonly<Partial<Record<MinorClass, number>>>
  readonly equivalences: Readonly<Partial<Record<EquivalenceReason, number>>>
  readonly findings: readonly Finding[]
  readonly left: SideSummary
  readonly right: SideSummary
  readonly seconds: number
}
