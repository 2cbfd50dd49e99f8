import type { Finding } from './finding.ts'
import type { WitnessVerdict } from './manifest.ts'

/** The answer of `consolidate`; with `--json` it is printed as it is. */
export interface ConsolidationResult {
  /** True only where every witness that could run agrees; otherwise nothing was written. */
  readonly proved: boolean
  /** The files that were written, as paths relative to the working directory where possible. */
  readonly out: readonly string[]
  /** How many migrations were folded. */
  readonly migrations: number
  /** The command whose work was folded instead, secrets behind stars. */
  readonly command?: string
  /** The live database that was folded instead. */
  readonly database?: string
  /** With `--check` only: the files that do not hold what folding gives now; empty where the folder is up to date. */
  readonly outOfDate?: readonly string[]
  /** Objects per kind that `up.sql` creates. */
  readonly objects: Readonly<Record<string, number>>
  /** Reference rows per table that `up.sql` inserts. */
  readonly rows: Readonly<Record<string, number>>
  /** Volatile values (`now()`, `gen_random_uuid()`) that stand in `up.sql` as one replay left them: `schema.table.column`. */
  readonly frozen: readonly string[]
  readonly witnesses: readonly WitnessVerdict[]
  readonly findings: readonly Finding[]
  /** SHA-256 of the canonical snapshot and the reference rows. */
  readonly fingerprint: string
  readonly seconds: {
    readonly replay: number
    readonly snapshot: number
    readonly render: number
    readonly prove: number
    readonly total: number
  }
}
