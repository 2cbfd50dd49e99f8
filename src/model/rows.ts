// Reference rows as plain data: what the history itself inserted, between reading and rendering.

/** A value that is left to the column's default, so that `up.sql` says DEFAULT. */
export interface DefaultCell {
  readonly default: true
}

/** The text that the type's output function gives (booleans `t` and `f`, money as a number), or NULL. */
export type Cell = string | null | DefaultCell

export interface RowColumn {
  readonly name: string
  /**
   * Numbers and booleans stand bare in SQL, and money as a number, since its own text depends on lc_monetary;
   * everything else is a quoted constant that the column's type reads.
   */
  readonly literal: 'number' | 'boolean' | 'money' | 'quoted'
  /** Part of the primary key, and its place there from 1; 0 outside it. */
  readonly keyPlace: number
  /** GENERATED ALWAYS AS IDENTITY: a given value needs OVERRIDING SYSTEM VALUE. */
  readonly identityAlways: boolean
}

export interface ReferenceRow {
  /** The place among the table's rows in physical order, from 1: the order of insertion in a fresh database. */
  readonly position: number
  /** One for each column. */
  readonly cells: readonly Cell[]
}

/** The rows of one table, in the order of its primary key, else of all its columns. */
export interface TableRows {
  /** The table's id, as in a snapshot and as SQL names it: `public.users`. */
  readonly table: string
  /** The topmost partitioned table it is a partition of, or itself: what foreign keys refer to. */
  readonly root: string
  /** Without generated columns. */
  readonly columns: readonly RowColumn[]
  readonly rows: readonly ReferenceRow[]
}

/** All that one database holds besides its catalog. */
export interface ReferenceRows {
  /** Tables that hold rows, ordered by id. */
  readonly tables: readonly TableRows[]
  /** A hash of the rows of each populated materialized view, by id. */
  readonly materializedViews: Readonly<Record<string, string>>
  readonly sequences: readonly SequencePosition[]
}

/** Where a sequence stands (manual, "Sequence Manipulation Functions"). */
export interface SequencePosition {
  readonly sequence: string
  /** bigint as text. */
  readonly lastValue: string
  readonly isCalled: boolean
  /** False where the sequence stands where CREATE SEQUENCE leaves it. */
  readonly moved: boolean
}

/** A foreign key between tables; partitions are named by their topmost parent. */
export interface ForeignKeyEdge {
  readonly constraint: string
  readonly table: string
  readonly columns: readonly string[]
  readonly referencedTable: string
  readonly referencedColumns: readonly string[]
}

/** Values of one column that differed between two replays of the same history. */
export interface VolatileValues {
  readonly table: string
  /** `*` where whole rows differed. */
  readonly column: string
  readonly rows: number
  /** Why they were frozen, or left to the default. */
  readonly reason: string
}
