import type { ComparisonResult } from './difference.ts'
import type { Finding } from './finding.ts'

/**
 * Where a live database is, by the migrations that its runner recorded. `fresh`: none. `behind`: the first ones.
 * `partial`: some, with gaps. `at-the-line`: all that were folded. `past-the-line`: these and newer ones. `unknown-rows`:
 * some that nobody knows. `adopted`: the consolidated migration, in the place of those that were folded.
 */
export type AdoptionState =
  'fresh' | 'behind' | 'partial' | 'at-the-line' | 'past-the-line' | 'unknown-rows' | 'adopted'

/** The exact sets behind a state, as the runner records migrations, in the order of the history. */
export interface Classification {
  readonly state: AdoptionState
  /** Folded ones that are not recorded. */
  readonly missing: readonly string[]
  /** Newer ones that are. */
  readonly newer: readonly string[]
  /** Recorded ones that are in neither. */
  readonly unknown: readonly string[]
}

/** The answer of `adopt`; with `--json` it is printed as it is. */
export interface AdoptResult extends Classification {
  readonly command: 'adopt' | 'adopt --undo'
  /** True where rows were rewritten or put back; false for `--dry-run`, for a refusal, and where nothing had to be done. */
  readonly done: boolean
  /** Why nothing was changed, and what to do; null where the database is adopted. */
  readonly refusal: { readonly code: string; readonly message: string; readonly hint: string } | null
  /** The live database, without a password. */
  readonly database: string
  readonly server: string
  readonly layout: string
  readonly line: string
  /** The runner's table, such as `public.schema_migrations`. */
  readonly table: string
  /** What the comparison with the consolidated schema (and the newer migrations) said; null where it was not asked. */
  readonly proof: Pick<ComparisonResult, 'verdict' | 'differences' | 'ignored' | 'equivalences'> | null
  /** The statements that rewrote the runner's rows, or would. */
  readonly tracking: readonly string[]
  /** The table that keeps the rows as they were, or several, between commas; null where none were rewritten. */
  readonly saved: string | null
  /** With `--dry-run`: everything that would run, in order. */
  readonly sql?: string
  readonly findings: readonly Finding[]
  readonly seconds: number
}
