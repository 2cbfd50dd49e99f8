import type { AdoptResult } from './adoption.ts'
import type { Finding } from './finding.ts'

/**
 * How one rehearsal ended. `adopted`: the runner's rows were rewritten, and put back by `--undo` as they were.
 * `nothing-to-do`: the database is at or past the line, and the runner needs nothing. `built`: an empty database was made
 * by `apply`, verified, and taken back by `rollback`, or made by the archived folder and verified. `refused`: as it has to be where a database is not at the line;
 * nothing was changed. `failed`: anything else.
 */
export type RehearsalOutcome = 'adopted' | 'nothing-to-do' | 'built' | 'refused' | 'failed'

/** One database and what became of it. */
export interface Rehearsal {
  /** `an empty database`, `3 of 17 migrations`, `the archived folder on an empty database`, `the backup live.sql`. */
  readonly name: string
  /** How many migrations it has run; null of a backup. */
  readonly migrations: number | null
  /** The newest of them. */
  readonly last: string | null
  readonly outcome: RehearsalOutcome
  /** What `adopt` made of its rows; null where it did not come so far. */
  readonly state: AdoptResult['state'] | null
  /** Why it was not adopted, and what to do. */
  readonly refusal: AdoptResult['refusal']
  /** What went wrong, where the outcome is `failed`. */
  readonly problem: string | null
  readonly seconds: number
}

/** The answer of `rehearse`; with `--json` it is printed as it is. */
export interface RehearsalResult {
  readonly command: 'rehearse'
  /** True where every prefix ended as it has to, and every backup is adopted or needs nothing. */
  readonly done: boolean
  readonly layout: string
  readonly line: string
  /** The server on which it was rehearsed. */
  readonly server: string
  readonly rehearsals: readonly Rehearsal[]
  readonly findings: readonly Finding[]
  readonly seconds: number
}
