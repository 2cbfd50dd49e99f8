// The one word that answers a comparison. What was not seen cannot be called equal.
import type { ComparisonResult, Verdict } from '../model/difference.ts'
import type { Finding } from '../model/finding.ts'

/** Findings that say something was not compared: no verdict can be better than *unverified*. */
const blindSpots: ReadonlySet<string> = new Set(['unmodelled', 'unreadable', 'kind-not-in-snapshot', 'not-re-read'])

/** Everything that weighs in a verdict. */
interface Evidence {
  /** The differences that count, by whether they could not be settled for want of a re-read. */
  readonly differences: readonly { readonly settled: boolean }[]
  readonly ignored: ComparisonResult['ignored']
  readonly equivalences: ComparisonResult['equivalences']
  readonly findings: readonly Finding[]
}

/**
 * *different* where a difference stands; *unverified* where none stands but something could not be read;
 * *equivalent* where something was left out or shown equal; otherwise *identical*.
 */
export function verdictOf({ differences, ignored, equivalences, findings }: Evidence): Verdict {
  if (differences.some(({ settled }) => settled)) return 'different'
  if (differences.length > 0 || findings.some(({ code }) => blindSpots.has(code))) return 'unverified'
  const counts = [...Object.values(ignored), ...Object.values(equivalences)]
  return counts.some((count) => count > 0) ? 'equivalent' : 'identical'
}
