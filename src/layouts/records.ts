// How a runner records in the live database what it applied: what `adopt` reads and rewrites. A layout says it as data
// about the runner's own table; the SQL is made in cutover/.
import type { TableName } from '../history/migration.ts'

/** A migration as far as a runner's rows speak of it. */
export interface Recordable {
  readonly id: string
  readonly name: string
  /** Its first file, relative to the migration folder. */
  readonly path: string
  /** What the runner records to see that a file was changed. */
  readonly checksum?: string
  /** The checksum of the migration before it in the folder. */
  readonly previous?: string
  /** The script, where it is at hand: of what is in the folder now. */
  readonly sql?: string
}

/** Columns and what they become, as SQL. */
export type ColumnValues = Readonly<Record<string, string>>

/** A table in which each applied migration has a row, or one row says how far the database is. */
export interface Records {
  readonly table: TableName
  /** The runner can be told another schema for it: where the table is in one alone, it is that one. */
  readonly inAnySchema?: true
  /** Columns that tell this form of the table from another one of the same name. */
  readonly columns: readonly string[]
  /** The column that names the migration. */
  readonly id: string
  /** SQL condition on the rows that stand for an applied migration; all of them without it. */
  readonly counts?: string
  /** SQL condition on the rows of a run that failed half-way. */
  readonly failed?: string
  /**
   * The table has one row. `id`: it names the newest migration. `position`: it counts how many were applied, from 1 on,
   * so that it is another number where files were folded.
   */
  readonly single?: 'id' | 'position'
  /** An ending that the column `id` may have or lack, as a regular expression of PostgreSQL. */
  readonly suffix?: string
  /**
   * The column `id` is one JSON value for all; this is the path in it of the object whose keys name the migrations, with
   * `true` behind those of a failed run. `history` is the migration folder.
   */
  document?(history: string): readonly string[]
  /** What the column `id` holds of a migration, as text. */
  recordedAs(migration: Recordable): string
  /** What else the row of a migration says of its file; left out where the runner asks nothing else. */
  row?(migration: Recordable): ColumnValues
  /** The rows of newer migrations say something of those before them. */
  readonly chained?: true
  /** The runner stops at rows that have no file: those of the folded migrations go. */
  readonly needsFiles?: true
}

/** The end of the name of the table that keeps a runner's rows as they were before `adopt`, beside the runner's own. */
export const savedSuffix = '_before_pgfold'
