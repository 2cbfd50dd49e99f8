// Which volatile values are left to their column's default and which are frozen. A value may be left to the
// default only where a volatile default made it and nothing else holds the same value: a key that rows refer
// to, by foreign key or in a text, must stay what they say it is.
import { count } from '../model/count.ts'
import type { Finding } from '../model/finding.ts'
import { groupBy } from '../model/group-by.ts'
import type {
  DefaultCell,
  ForeignKeyEdge,
  ReferenceRow,
  ReferenceRows,
  TableRows,
  VolatileValues,
} from '../model/rows.ts'
import type { Queryable } from '../sql/queryable.ts'
import { readForeignKeys } from './foreign-keys.ts'
import type { LeftOut } from './row-hashes.ts'
import { columnKey, findVolatileDefaults } from './volatile-defaults.ts'
import { findVolatile } from './volatile-rows.ts'
import type { VolatileCell, VolatileRows } from './volatile-rows.ts'

/** Reference rows with every volatile value settled. */
export interface SettledRows {
  /** The first replay's rows; a value that is left to its default is a `DefaultCell`. */
  readonly tables: readonly TableRows[]
  /** The same without any volatile value: equal for two replays of one history, so it may be fingerprinted. */
  readonly stable: readonly TableRows[]
  readonly frozen: readonly VolatileValues[]
  readonly defaulted: readonly VolatileValues[]
  /** What the rows witness cannot compare: columns left to their default, materialized views over volatile values. */
  readonly leftOut: LeftOut
  readonly findings: readonly Finding[]
}

/**
 * Settles the volatile values of a history that was replayed twice. `second` is connected to the second
 * replay's database, which is only good for being dropped afterwards: column defaults are evaluated in it.
 */
export async function settleRows(first: ReferenceRows, again: ReferenceRows, second: Queryable): Promise<SettledRows> {
  const volatile = findVolatile(first.tables, again.tables)
  const columns = [
    ...new Map(volatile.cells.map(({ table, column }) => [columnKey({ table, column }), { table, column }])).values(),
  ]
  const defaults = await findVolatileDefaults(second, columns)
  const keys = columns.length === 0 ? [] : await readForeignKeys(second)
  const judge = judgeOf(first.tables, volatile.cells, { defaults, keys })
  const judged = volatile.cells.map((cell) => ({ cell, reason: judge(cell) }))
  const frozen = [...summary(judged.filter((one) => one.reason !== byDefault)), ...wholeTables(volatile)]
  const defaulted = summary(judged.filter((one) => one.reason === byDefault))
  const views = Object.entries(first.materializedViews).filter(([id, hash]) => again.materializedViews[id] !== hash)
  return {
    tables: withDefaults(
      first.tables,
      judged.filter((one) => one.reason === byDefault).map((one) => one.cell),
      volatile,
    ),
    stable: withDefaults(
      first.tables.filter((table) => !volatile.unpaired.includes(table)),
      volatile.cells,
      volatile,
    ),
    frozen,
    defaulted,
    leftOut: leftOutOf(
      defaulted,
      views.map(([id]) => id),
    ),
    findings: [
      ...frozen.map(frozenFinding),
      ...defaulted.map(defaultedFinding),
      ...views.map(([id]) => viewFinding(id)),
    ],
  }
}

const byDefault = "the column's default makes it anew"

interface Judged {
  readonly cell: VolatileCell
  readonly reason: string
}

function judgeOf(
  tables: readonly TableRows[],
  cells: readonly VolatileCell[],
  facts: { readonly defaults: ReadonlySet<string>; readonly keys: readonly ForeignKeyEdge[] },
): (cell: VolatileCell) => string {
  const keyed = columnsOfKeys(tables, facts.keys)
  const uses = countUses(cells)
  return ({ table, column, value }) => {
    const key = columnKey({ table, column })
    if (!facts.defaults.has(key)) return 'no default of the column makes it'
    if (keyed.has(key)) return 'a foreign key binds it'
    if (value === null || (uses.get(value) ?? 0) > 1) return 'its value stands elsewhere as well'
    return byDefault
  }
}

/** The columns on both sides of the foreign keys between tables that hold rows. */
function columnsOfKeys(tables: readonly TableRows[], keys: readonly ForeignKeyEdge[]): Set<string> {
  const byRoot = groupBy(tables, (table) => table.root)
  const found = new Set<string>()
  for (const key of keys) {
    const referring = byRoot.get(key.table) ?? []
    const referenced = byRoot.get(key.referencedTable) ?? []
    if (referring.length === 0 || referenced.length === 0) continue
    for (const { table } of referring) for (const column of key.columns) found.add(columnKey({ table, column }))
    for (const { table } of referenced)
      for (const column of key.referencedColumns) found.add(columnKey({ table, column }))
  }
  return found
}

const moment = /^-?\d{4,}-\d\d-\d\d([ T]\d\d:\d\d|$)|^\d\d:\d\d:\d\d/u

/** How many volatile cells hold a value, alone or within a longer text. Moments coincide by nature and do not count. */
function countUses(cells: readonly VolatileCell[]): Map<string, number> {
  const uses = new Map<string, number>()
  for (const { value } of cells) {
    if (value === null || moment.test(value)) continue
    for (const word of new Set([value, ...(value.match(/[\w-]+/gu) ?? [])])) uses.set(word, (uses.get(word) ?? 0) + 1)
  }
  return uses
}

function summary(judged: readonly Judged[]): VolatileValues[] {
  const groups = groupBy(judged, ({ cell, reason }) => JSON.stringify([cell.table, cell.column, reason]))
  return [...groups.values()].flatMap((group) => {
    const [first] = group
    return first
      ? [{ table: first.cell.table, column: first.cell.column, rows: group.length, reason: first.reason }]
      : []
  })
}

function wholeTables(volatile: VolatileRows): VolatileValues[] {
  const reason = 'the two replays left different numbers of rows'
  return volatile.unpaired.map(({ table, rows }) => ({ table, column: '*', rows: rows.length, reason }))
}

/** The tables with DEFAULT in these cells; where a volatile value orders the rows, in order of insertion instead. */
function withDefaults(
  tables: readonly TableRows[],
  cells: readonly VolatileCell[],
  volatile: VolatileRows,
): readonly TableRows[] {
  const replaced = groupBy(cells, (cell) => cell.table)
  const unordered = groupBy(volatile.cells, (cell) => cell.table)
  return tables.map((table) => {
    const rows = replaceCells(table.rows, replaced.get(table.table) ?? [])
    const hasKey = table.columns.some((column) => column.keyPlace > 0)
    const disturbed = (unordered.get(table.table) ?? []).some(
      ({ cell }) => !hasKey || (table.columns[cell]?.keyPlace ?? 0) > 0,
    )
    return { ...table, rows: disturbed ? rows.toSorted((a, b) => a.position - b.position) : rows }
  })
}

function replaceCells(rows: readonly ReferenceRow[], cells: readonly VolatileCell[]): readonly ReferenceRow[] {
  if (cells.length === 0) return rows
  const byRow = groupBy(cells, (cell) => cell.row)
  const left: DefaultCell = { default: true }
  return rows.map((row, index) => {
    const own = new Set(byRow.get(index)?.map(({ cell }) => cell))
    return own.size === 0 ? row : { ...row, cells: row.cells.map((cell, at) => (own.has(at) ? left : cell)) }
  })
}

function leftOutOf(defaulted: readonly VolatileValues[], views: readonly string[]): LeftOut {
  const columns = [...groupBy(defaulted, (one) => one.table)]
  return new Map([
    ...columns.map(([table, all]) => [table, new Set(all.map((one) => one.column))] as const),
    ...views.map((view) => [view, new Set(['*'])] as const),
  ])
}

function frozenFinding({ table, column, rows, reason }: VolatileValues): Finding {
  const what = column === '*' ? table : `${table}.${column}`
  return {
    code: 'volatile-value-frozen',
    severity: 'warning',
    subject: what,
    message: `${count(rows, 'value')} made anew by each run of the history (${reason}): what the first replay gave is written`,
  }
}

function defaultedFinding({ table, column, rows }: VolatileValues): Finding {
  return {
    code: 'volatile-value-left-to-default',
    severity: 'info',
    subject: `${table}.${column}`,
    message: `${count(rows, 'value')} made anew by each run of the history: left to the column's default`,
  }
}

function viewFinding(id: string): Finding {
  return {
    code: 'volatile-materialized-view',
    severity: 'info',
    subject: id,
    message: 'its rows are made anew by each run of the history and are not compared',
  }
}
