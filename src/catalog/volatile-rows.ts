// Two replays of one history → the values that are not the history's but the moment's. Rows of the two are
// paired by the columns whose values agree, and among equals by the order of insertion; what then differs is
// volatile. Pure: which defaults are volatile is asked elsewhere.
import type { Cell, ReferenceRow, TableRows } from '../model/rows.ts'

/** One value of the first replay that the second replay made otherwise. */
export interface VolatileCell {
  readonly table: string
  readonly column: string
  /** The index of the row and of the cell within `TableRows` of the first replay. */
  readonly row: number
  readonly cell: number
  readonly value: string | null
}

/** The volatile cells of all tables, and the tables of which the replays left different numbers of rows. */
export interface VolatileRows {
  readonly cells: readonly VolatileCell[]
  readonly unpaired: readonly TableRows[]
}

/** Compares the rows of two replays of the same history. */
export function findVolatile(first: readonly TableRows[], second: readonly TableRows[]): VolatileRows {
  const others = new Map(second.map((table) => [table.table, table]))
  const cells: VolatileCell[] = []
  const unpaired: TableRows[] = []
  for (const table of first) {
    const other = others.get(table.table)
    if (other?.rows.length === table.rows.length) cells.push(...volatileCells(table, other))
    else unpaired.push(table)
  }
  const known = new Set(first.map((table) => table.table))
  for (const table of second) if (!known.has(table.table)) unpaired.push({ ...table, rows: [] })
  return { cells, unpaired }
}

function volatileCells(table: TableRows, other: TableRows): VolatileCell[] {
  if (table.rows.every((row, index) => sameCells(row, other.rows[index]))) return []
  const partners = pairRows(table, other)
  return table.rows.flatMap((row, index) =>
    row.cells.flatMap((value, cell) => {
      const column = table.columns[cell]?.name ?? ''
      if (value === partners[index]?.cells[cell]) return []
      return [{ table: table.table, column, row: index, cell, value: textOf(value) }]
    }),
  )
}

function sameCells(row: ReferenceRow, other: ReferenceRow | undefined): boolean {
  return row.cells.every((cell, index) => cell === other?.cells[index])
}

/** For each row of `table` its partner in `other`. */
function pairRows(table: TableRows, other: TableRows): (ReferenceRow | undefined)[] {
  const stable = table.columns.flatMap((_, cell) => (sameValues(table, other, cell) ? [cell] : []))
  const order = sortedBy(table.rows, stable)
  const otherOrder = sortedBy(other.rows, stable)
  const partners: (ReferenceRow | undefined)[] = []
  for (const [place, index] of order.entries()) partners[index] = other.rows[otherOrder[place] ?? -1]
  return partners
}

function sameValues(table: TableRows, other: TableRows, cell: number): boolean {
  const values = sortedValues(table, cell)
  const others = sortedValues(other, cell)
  return values.every((value, index) => value === others[index])
}

function sortedValues(table: TableRows, cell: number): string[] {
  return table.rows.map((row) => JSON.stringify(row.cells[cell])).toSorted()
}

/** The indexes of the rows, ordered by these cells and then by insertion. */
function sortedBy(rows: readonly ReferenceRow[], cells: readonly number[]): number[] {
  const keys = rows.map((row) => JSON.stringify(cells.map((cell) => row.cells[cell])))
  const compareKeys = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1)
  return [...rows.keys()].toSorted(
    (a, b) => compareKeys(keys[a] ?? '', keys[b] ?? '') || (rows[a]?.position ?? 0) - (rows[b]?.position ?? 0),
  )
}

function textOf(cell: Cell): string | null {
  return typeof cell === 'string' ? cell : null
}
