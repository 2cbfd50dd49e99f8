// What `explain` answers. Plain data, and the document that `--json` prints.
import type { Finding } from './finding.ts'

/** What a migration does to a database in use: nothing that worked stops working, something may, or rows move. */
export type Risk = 'non-breaking' | 'breaking' | 'data'

export interface ExplainedChange {
  /** Of the statement, in the file. */
  readonly line: number
  /** In the words of SQL: `CREATE TABLE`, `DROP COLUMN`. */
  readonly what: string
  /** As the statement names it; `''` where it names nothing. */
  readonly subject: string
  readonly risk: Risk
  /** What it takes away cannot be had again by running another statement. */
  readonly irreversible: boolean
  /** Rows that the statement names; null where they depend on the data. Absent where it touches no rows. */
  readonly rows?: number | null
}

export interface ExplainedMigration {
  /** From 1, in the order in which the runner applies them. */
  readonly order: number
  readonly id: string
  readonly name: string
  /** Of the up side, as people are shown it. */
  readonly file: string
  /** Who opens the transaction: the runner, the script itself, or the server round a file that is one query. */
  readonly transaction: 'runner' | 'script' | 'file'
  readonly statements: number
  /** How many changes of each sort: `{ "CREATE TABLE": 2 }`. */
  readonly changes: Readonly<Record<string, number>>
  readonly risk: Risk
  /** Rows that are inserted, updated or deleted, as far as the statements say; null where that depends on the data. */
  readonly rows: number | null
  readonly irreversible: boolean
  /** Whether it has a down side. */
  readonly down: boolean
  /** Each change with its line. */
  readonly details: readonly ExplainedChange[]
}

export interface Explanation {
  readonly layout: string
  /** Whether the migrations share a session, and what of it the runner puts back behind each. */
  readonly session: 'each' | 'one' | 'one-reset' | 'one-path' | 'one-restored' | 'one-public'
  readonly migrations: readonly ExplainedMigration[]
  readonly statements: number
  readonly risks: Readonly<Record<Risk, number>>
  readonly findings: readonly Finding[]
  readonly seconds: number
}
