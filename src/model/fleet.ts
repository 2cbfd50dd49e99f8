import type { AdoptResult } from './adoption.ts'
import type { ComparisonResult } from './difference.ts'

/** What became of one database of a fleet. */
export interface FleetMember {
  /** As it was named, without a password. */
  readonly database: string
  /**
   * `done`: the same, or adopted. `refused`: different, or not adopted. `failed`: it could not be asked. `earlier`: an
   * earlier run had done it.
   */
  /** The tenant's schema, where each has one; left out where the database is the member. */
  readonly tenant?: string
  readonly outcome: 'done' | 'refused' | 'failed' | 'earlier'
  /** One line: the verdict, the state, or what went wrong. */
  readonly summary: string
  /** The whole answer, where there is one. */
  readonly result?: ComparisonResult | AdoptResult
  readonly error?: { readonly code: string; readonly message: string; readonly hint: string | null }
  /** True where its catalog was known to be equal to another one's by its fingerprint, and was not compared again. */
  readonly recognised: boolean
  readonly seconds: number
}

/** The answer of `fleet`; with `--json` it is printed as it is. */
export interface FleetResult {
  readonly command: 'fleet verify' | 'fleet adopt'
  /** In the order in which they were named. */
  readonly databases: readonly FleetMember[]
  readonly counts: Readonly<Record<FleetMember['outcome'], number>>
  readonly seconds: number
}
