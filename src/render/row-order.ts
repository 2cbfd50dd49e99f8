// The order in which tables take their rows, so that a foreign key finds the row it refers to. PostgreSQL
// checks a foreign key at the end of each statement, so rows of one table in several statements, and tables
// that refer to each other, need the key to come afterwards.
import { findCycles, sortByNeeds } from '../model/order.ts'
import type { ForeignKeyEdge, TableRows } from '../model/rows.ts'

/** The tables in the order to fill them, and the foreign keys that no order satisfies. */
export interface RowOrder {
  readonly tables: readonly TableRows[]
  /** To be created after the rows: keys on a cycle of tables, and those from a table to itself. */
  readonly detached: readonly ForeignKeyEdge[]
}

/** Referenced tables first; by name where the keys leave a choice. */
export function orderByForeignKeys(tables: readonly TableRows[], keys: readonly ForeignKeyEdge[]): RowOrder {
  const roots = new Set(tables.map((table) => table.root))
  const between = keys.filter((key) => roots.has(key.table) && roots.has(key.referencedTable))
  const cycleOf = new Map<string, number>()
  for (const [index, cycle] of findCycles(needsOf(roots, between)).entries()) {
    for (const member of cycle) cycleOf.set(member, index)
  }
  const isDetached = (key: ForeignKeyEdge): boolean =>
    key.table === key.referencedTable ||
    (cycleOf.has(key.table) && cycleOf.get(key.table) === cycleOf.get(key.referencedTable))
  const kept = between.filter((key) => !isDetached(key))
  const sorted = sortByNeeds(needsOf(roots, kept), (a, b) => (a < b ? -1 : 1))
  const rank = new Map(sorted.map((root, index) => [root, index]))
  return {
    tables: tables.toSorted(
      (a, b) => (rank.get(a.root) ?? 0) - (rank.get(b.root) ?? 0) || (a.table < b.table ? -1 : 1),
    ),
    detached: between.filter(isDetached),
  }
}

function needsOf(roots: ReadonlySet<string>, keys: readonly ForeignKeyEdge[]): Map<string, Set<string>> {
  const needs = new Map([...roots].map((root) => [root, new Set<string>()]))
  for (const key of keys) needs.get(key.table)?.add(key.referencedTable)
  return needs
}
