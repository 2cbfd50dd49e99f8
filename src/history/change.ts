// What one statement changes. The effects are those that decide about the risk of a change (risk.ts).

/**
 * `creates`: something new. `loosens`: what was allowed before still is. `restricts`: what was allowed before may fail.
 * `removes`, `renames`, `retypes`: what used it has to change. `describes`: comments, privileges, statistics.
 * `rows`: data. `code`: runs something of which the statement does not say what it does.
 */
export type Effect =
  'creates' | 'loosens' | 'restricts' | 'removes' | 'renames' | 'retypes' | 'describes' | 'rows' | 'code'

/** One change that a statement makes. */
export interface Change {
  /** In the words of SQL: `CREATE TABLE`, `DROP COLUMN`, `INSERT`. */
  readonly what: string
  /** What it is made to, as the statement names it: `app.users`; `''` where it names nothing. */
  readonly subject: string
  readonly effect: Effect
  /** The object that it makes, drops or changes, or of which it makes or changes a part; see `objectKey`. */
  readonly within?: string
  /** It makes that object. */
  readonly makes?: true
  /** It drops that object. */
  readonly drops?: true
  /** That object is gone with the session. */
  readonly isTemporary?: true
  /** Columns with their types, of a new table or a changed column. */
  readonly columns?: readonly ColumnType[]
  /** How many rows, where the statement says so. */
  readonly rows?: number
  /** What it takes away cannot be had again by running something else: data, or a label of an enum. */
  readonly irreversible?: true
}

/** A column with its type as the statement has it; a length or precision is in `modifiers`. */
export interface ColumnType {
  readonly column: string
  readonly type: string
  readonly modifiers: readonly number[]
}
