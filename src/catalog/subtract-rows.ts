// After minus before: what a prelude had put into the tables is no part of what the history left.
import type { Finding } from '../model/finding.ts'
import type { ReferenceRow, TableRows } from '../model/rows.ts'

/** What the history added, and what it did to rows that were there before it, which INSERT cannot say. */
export interface AddedRows {
  readonly tables: readonly TableRows[]
  readonly findings: readonly Finding[]
}

/** The rows of `after` that are not in `before`, compared by the columns that both have. */
export function subtractRows(after: readonly TableRows[], before: readonly TableRows[]): AddedRows {
  const afterTables = new Map(after.map((table) => [table.table, table]))
  const beforeTables = new Map(before.map((table) => [table.table, table]))
  const tables = after.map((table) => {
    const earlier = beforeTables.get(table.table)
    return earlier ? { ...table, rows: addedRows(table, earlier) } : table
  })
  const findings = before.flatMap((table) => {
    const kept = keptRows(afterTables.get(table.table), table)
    return kept === table.rows.length ? [] : [changedFinding(table.table, table.rows.length - kept)]
  })
  return { tables: tables.filter((table) => table.rows.length > 0), findings }
}

function addedRows(table: TableRows, earlier: TableRows): ReferenceRow[] {
  const common = commonColumns(table, earlier)
  const left = countKeys(earlier, common)
  const keyOfRow = rowKeys(table, common)
  return table.rows.filter((row) => {
    const key = keyOfRow(row)
    const count = left.get(key) ?? 0
    if (count > 0) left.set(key, count - 1)
    return count === 0
  })
}

function keptRows(table: TableRows | undefined, earlier: TableRows): number {
  return table ? table.rows.length - addedRows(table, earlier).length : 0
}

function commonColumns(table: TableRows, earlier: TableRows): readonly string[] {
  const names = new Set(earlier.columns.map((column) => column.name))
  return table.columns.map((column) => column.name).filter((name) => names.has(name))
}

function countKeys(table: TableRows, columns: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  const keyOfRow = rowKeys(table, columns)
  for (const row of table.rows) {
    const key = keyOfRow(row)
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  return counts
}

function rowKeys(table: TableRows, columns: readonly string[]): (row: ReferenceRow) => string {
  const places = columns.map((name) => table.columns.findIndex((column) => column.name === name))
  return (row) => JSON.stringify(places.map((place) => row.cells[place]))
}

function changedFinding(table: string, rows: number): Finding {
  return {
    code: 'earlier-rows-changed',
    severity: 'error',
    subject: table,
    message: `the history updates or deletes ${rows === 1 ? 'a row' : `${rows} rows`} that existed before it`,
  }
}
