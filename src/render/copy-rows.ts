// Reference rows → COPY blocks, which psql loads faster than INSERTs. Only psql reads the data inside a
// script; drivers take it apart from the statement.
import type { Cell, TableRows } from '../model/rows.ts'
import { quoteName } from '../sql/quote.ts'

/**
 * The rows of one table as `COPY … FROM stdin;` with its data and the final `\.`; undefined where a value is left to
 * its default in some rows only or goes through a cast (money), which COPY cannot say, or where there is no
 * column to name.
 */
export function renderCopy(table: TableRows): string | undefined {
  const isDefault = (cell: Cell | undefined): boolean => typeof cell === 'object' && cell !== null
  const listed = table.columns.flatMap((column, place) => {
    const left = table.rows.filter((row) => isDefault(row.cells[place])).length
    return left === table.rows.length ? [] : [{ column, place, unsayable: left > 0 || column.literal === 'money' }]
  })
  if (listed.length === 0 || listed.some((one) => one.unsayable)) return undefined
  const names = listed.map(({ column }) => quoteName(column.name)).join(', ')
  const lines = table.rows.map((row) => listed.map(({ place }) => copyText(row.cells[place] ?? null)).join('\t'))
  return [`COPY ${table.table} (${names}) FROM stdin;`, ...lines, '\\.'].join('\n')
}

// Manual, COPY, "Text Format".
const escapes: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
}

function copyText(cell: Cell): string {
  if (typeof cell !== 'string') return '\\N'
  return cell.replaceAll(/[\\\b\f\n\r\t\v]/gu, (character) => escapes[character] ?? character)
}
