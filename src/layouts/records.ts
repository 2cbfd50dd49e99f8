// How a runner records in the live database what it applied: what `adopt` reads and rewrites. A layout says it as data
// about the runner's own table; the SQL is made in cutover/.
import type { Script, TableName } from '../history/migration.ts'

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
  /** As `MigrationFiles.recordedTime`. */
  readonly recordedTime?: number
  /** What it was recorded as before adopt, where that follows from the migrations before it and so becomes another. */
  readonly recordedBefore?: string
}

/** Columns and what they become, as SQL. */
export type ColumnValues = Readonly<Record<string, string>>

/** A table in which each applied migration has a row, or one row says how far the database is. */
export interface Records {
  readonly table: TableName
  /** The runner can be told another schema for it. */
  readonly inAnySchema?: true
  /**
   * Where earlier releases kept their rows elsewhere, and may have left them there: SQL over a row of this table that is
   * true as soon as the runner reads no other one.
   */
  readonly takesOver?: string
  /** Columns that tell this form of the table from another one of the same name. */
  readonly columns: readonly string[]
  /** The column that names the migration; where nothing of a row is rewritten, also an expression. */
  readonly id: string
  /** SQL condition on the rows that stand for an applied migration; all of them without it. */
  readonly counts?: string
  /** SQL condition on the rows of a run that failed half-way. */
  readonly failed?: string
  /**
   * The table has one row. `id`: it names the newest migration, or the newest few that are applied together. `position`: it counts how many were applied, from 1 on,
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
  /** The column of `row` by which the runner sees that a file was changed, unless it is null. */
  readonly checksum?: string
  /** The columns and keys with which the runner makes the table, whose name in SQL it may need; with `newRow`. */
  readonly definition?: string | ((table: string) => string)
  /**
   * What a new row holds beside `id` and `row`; columns with a default left out. Without it nobody but the runner writes a
   * new row. `table` is the table in SQL.
   */
  newRow?(migration: Recordable, table: string): ColumnValues
  /** How a rehearsal makes and fills the tables, where rows say more than `newRow` could: such as never in earnest. */
  readonly rehearsal?: RehearsalRows
  /** What a single row holds where nothing is applied; the row goes without it. */
  readonly none?: string
  /** The rows of newer migrations say something of those before them. */
  readonly chained?: true
  /** The runner stops at rows that have no file: those of the folded migrations go. */
  readonly needsFiles?: true
  /** The rows stand in several tables, of which `table` is the one that names migrations. */
  readonly registry?: Registry
}

/** Statements; `table` is that of the records. */
interface RehearsalRows {
  /** The tables as the runner makes them, in a schema that is there. */
  create(table: TableName): readonly string[]
  /** The rows of a migration that is applied; `owner` as in `RegistryFacts`. */
  record(migration: Recordable, at: { readonly table: TableName; readonly owner: string }): readonly string[]
}

/**
 * Several tables that refer to each other, and hold the rows of several projects. How they become what the runner would
 * have written cannot be said as columns of one table, so that such a layout gives the statements.
 */
export interface Registry {
  /** All of its tables, each before those that it refers to; they are in the schema of `Records.table`. */
  readonly tables: readonly string[]
  /** Those beside `Records.table` that are saved and put back with it. */
  readonly others: readonly string[]
  /** The column that says of which project a row is. */
  readonly owner: string
  /** Waits for a run of the runner to end. */
  readonly wait: string
  facts(file: OwnFile): RegistryFacts
  /** Statements in their order; the rows are saved by then. */
  rewrite(rewriting: RegistryRewriting): readonly string[]
  undo(undoing: RegistryUndoing): readonly string[]
}

/** The runner's own file that names the migrations, which `archive` writes anew. */
export interface OwnFile {
  readonly before: Script
  readonly now: Script
  /** What the file of the consolidated migration holds. */
  readonly script: Buffer
}

/** What the runner's own file says of its rows. */
export interface RegistryFacts {
  /** The project. */
  readonly owner: string
  /** What newer migrations were recorded as before `archive`, by what they are recorded as now. */
  readonly earlier: ReadonlyMap<string, string>
}

/** Of newer migrations that are applied: what they were recorded as, by what they are recorded as now. */
export type Renamed = Readonly<Record<string, string>>

export interface RegistryRewriting {
  readonly file: OwnFile
  /** As they are recorded; the line is the last one. */
  readonly folded: readonly string[]
  readonly renamed: Renamed
  /** A table's name in SQL. */
  readonly table: (name: string) => string
}

export interface RegistryUndoing extends Pick<RegistryRewriting, 'folded' | 'table'> {
  readonly owner: string
  /** What adopt made of the line. */
  readonly recorded: string
  /** Those that are still recorded. */
  readonly renamed: Renamed
  /** The name of the table that keeps the rows of this one. */
  readonly saved: (name: string) => string
}

/** The end of the name of the table that keeps a runner's rows as they were before `adopt`, beside the runner's own. */
const savedSuffix = '_before_pgfold'

/** What PostgreSQL keeps of a name, in bytes (NAMEDATALEN - 1); by itself it would cut off the ending. */
const longestName = 63

/** The name of the table that keeps the rows of this one: its beginning, as far as that fits, and the ending. */
export function savedName(name: string): string {
  let kept = ''
  for (const character of name) {
    if (Buffer.byteLength(`${kept}${character}${savedSuffix}`) > longestName) break
    kept += character
  }
  return `${kept}${savedSuffix}`
}

/** The name without the ending, where it has it; of a long one only the beginning. */
export function withoutSavedEnding(name: string): string {
  return name.endsWith(savedSuffix) ? name.slice(0, -savedSuffix.length) : name
}
