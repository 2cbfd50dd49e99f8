// Reference rows → SQL that every driver runs: INSERTs of many rows, one row a line. Quoted constants have no
// type of their own, so that each is read by its column's input function (manual, "Constants"); it is the
// function that undoes what `catalog/rows.ts` read.
import type { Cell, RowColumn, SequencePosition, TableRows } from '../model/rows.ts'
import { quoteLiteral, quoteName } from '../sql/quote.ts'

/** How many rows one INSERT holds: enough for speed, few enough to find a line that fails. */
const batchSize = 500

/**
 * Complete statements that insert the rows of one table, with final semicolons, for `up.sql`. The rows of
 * tables that refer to each other go in the order of `orderByForeignKeys`.
 */
export function renderInserts(table: TableRows): readonly string[] {
  const listed = listedColumns(table)
  if (listed.length === 0) return table.rows.map(() => `INSERT INTO ${table.table} DEFAULT VALUES;`)
  const names = listed.map(({ column }) => quoteName(column.name)).join(', ')
  const overriding = overridesIdentity(table) ? ' OVERRIDING SYSTEM VALUE' : ''
  const head = `INSERT INTO ${table.table} (${names})${overriding} VALUES`
  const lines = table.rows.map((row) => {
    const values = listed.map(({ column, place }) => renderCell(row.cells[place] ?? null, column))
    return `  (${values.join(', ')})`
  })
  const statements: string[] = []
  for (let start = 0; start < lines.length; start += batchSize) {
    statements.push(`${head}\n${lines.slice(start, start + batchSize).join(',\n')};`)
  }
  return statements
}

/**
 * One statement that puts the sequence where the history left it. One that was there before is moved only where it still is
 * as it was then: in a database in use others have moved it on.
 */
export function renderSequencePosition(
  { sequence, lastValue, isCalled }: SequencePosition,
  from?: SequencePosition,
): string {
  const called = isCalled ? '' : ', false'
  const move = `SELECT pg_catalog.setval(${quoteLiteral(sequence)}, ${lastValue}${called})`
  return from === undefined
    ? `${move};`
    : `${move} FROM ${sequence} WHERE (last_value, is_called) = (${from.lastValue}, ${from.isCalled});`
}

/**
 * Complete statements that delete the rows of one table again, for `down.sql` where the table existed before
 * the history. Undefined where the rows have no primary key to be found by.
 */
export function renderDeletes(table: TableRows): readonly string[] | undefined {
  const key = table.columns
    .map((column, place) => ({ column, place }))
    .filter(({ column }) => column.keyPlace > 0)
    .toSorted((a, b) => a.column.keyPlace - b.column.keyPlace)
  const isWritten = ({ place }: { place: number }): boolean =>
    table.rows.every((row) => isGiven(row.cells[place] ?? null))
  if (key.length === 0 || !key.every(isWritten)) return undefined
  const names = key.map(({ column }) => quoteName(column.name)).join(', ')
  const lines = table.rows.map((row) => {
    const values = key.map(({ column, place }) => renderCell(row.cells[place] ?? null, column))
    return `  (${values.join(', ')})`
  })
  const statements: string[] = []
  for (let start = 0; start < lines.length; start += batchSize) {
    statements.push(
      `DELETE FROM ${table.table} WHERE (${names}) IN (\n${lines.slice(start, start + batchSize).join(',\n')}\n);`,
    )
  }
  return statements
}

/** One value as SQL writes it; the column's type gives an unknown constant its type. */
function renderCell(cell: Cell, column: RowColumn): string {
  if (cell === null) return 'NULL'
  if (typeof cell !== 'string') return 'DEFAULT'
  if (column.literal === 'boolean') return cell === 't' ? 'true' : 'false'
  // Bare, -0 would lose its sign and NaN and Infinity would be names.
  if (column.literal !== 'quoted' && /^-?\d+(\.\d+)?$/u.test(cell) && !/^-0(\.0*)?$/u.test(cell)) return cell
  return controls.test(cell) ? escapedLiteral(cell) : quoteLiteral(cell)
}

// A carriage return would not survive every editor and checkout, and other control characters are not seen.
// eslint-disable-next-line no-control-regex -- they are what is looked for
const controls = /[\u0001-\u0009\u000B-\u001F\u007F]/u
const named: Readonly<Record<string, string>> = { '\b': '\\b', '\t': '\\t', '\n': '\\n', '\f': '\\f', '\r': '\\r' }

function escapedLiteral(text: string): string {
  const escaped = text
    .replaceAll('\\', '\\\\')
    .replaceAll("'", "''")
    // eslint-disable-next-line no-control-regex -- they are what is looked for
    .replaceAll(/[\u0001-\u001F\u007F]/gu, (character) => named[character] ?? hexEscape(character))
  return `E'${escaped}'`
}

function hexEscape(character: string): string {
  return `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`
}

interface ListedColumn {
  readonly column: RowColumn
  readonly place: number
}

/** A column whose every value is left to its default is not named at all. */
function listedColumns(table: TableRows): readonly ListedColumn[] {
  return table.columns
    .map((column, place) => ({ column, place }))
    .filter(({ place }) => table.rows.some((row) => isGiven(row.cells[place] ?? null)))
}

function overridesIdentity(table: TableRows): boolean {
  return listedColumns(table).some(({ column }) => column.identityAlways)
}

function isGiven(cell: Cell): boolean {
  return cell === null || typeof cell === 'string'
}
