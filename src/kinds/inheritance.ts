// How a table that inherits (INHERITS, not a partition) comes to its columns. CREATE TABLE … INHERITS copies the
// columns that the parents have at that moment and puts the table's own behind them; a column that a parent gets
// later is appended to every descendant. So the order of a child's columns says which columns of its parents were
// there when it was created: the others are added to the parent behind the child. Manual: "Inheritance".
import { bareName, keyFor, keyOf } from '../model/object.ts'
import type { CatalogObject, ObjectKey } from '../model/object.ts'
import { quotePath } from '../sql/quote.ts'
import type { RenderView } from './kind.ts'
import { childrenOf, columnAttributes, parentsOf, tableAt, tableAttributes } from './table-attributes.ts'
import type { NamePath } from './table-attributes.ts'

/** How one table gets its columns; for tables that neither inherit nor are inherited all of them are early. */
export interface Descent {
  /** The parents of CREATE TABLE … INHERITS. */
  readonly created: readonly NamePath[]
  /** The parents of ALTER TABLE … INHERIT, all of whose columns the table has on its own. */
  readonly attached: readonly NamePath[]
  /** How many of the first columns CREATE TABLE makes. */
  readonly early: number
  /** For each early column that a parent had before: that parent's column. */
  readonly copied: ReadonlyMap<string, ObjectKey>
  /** For each parent, by table id, the columns that it gets behind this table. */
  readonly late: ReadonlyMap<string, ReadonlySet<string>>
}

const known = new WeakMap<RenderView, Map<ObjectKey, Descent>>()

/** The way in which a table comes to its columns. */
export function descentOf(table: CatalogObject, view: RenderView): Descent {
  const descents = known.get(view) ?? new Map<ObjectKey, Descent>()
  known.set(view, descents)
  const found = descents.get(keyOf(table))
  if (found !== undefined) return found
  const descent = findDescent(table, view)
  descents.set(keyOf(table), descent)
  return descent
}

/** True where CREATE TABLE cannot make the column, since a descendant must be there before it. */
export function isLateColumn(column: CatalogObject, view: RenderView): boolean {
  const table = view.object(column.identity.parent ?? '')
  if (table === undefined) return false
  const { early } = descentOf(table, view)
  const order = tableAttributes(table).columnOrder
  return early < order.length && order.indexOf(bareName(column)) >= early
}

/** What must be there before this column: what it is copied from, and for a late one the descendants before it. */
export function earlierThanColumn(column: CatalogObject, view: RenderView): ObjectKey[] {
  const table = view.object(column.identity.parent ?? '')
  if (table === undefined) return []
  const name = bareName(column)
  if (!isLateColumn(column, view)) {
    const original = descentOf(table, view).copied.get(name)
    return original === undefined ? [] : [original]
  }
  if (!columnAttributes(column).isLocal) return providerOf(table, name, view).map((parent) => columnKey(parent, name))
  return beforeArrival(table, name, view)
}

function findDescent(table: CatalogObject, view: RenderView): Descent {
  const { columnOrder, inherits } = tableAttributes(table)
  const limit = Math.min(
    columnOrder.length,
    ...inheritingChildren(table, view).map((child) => allowedBy(child, table, view)),
  )
  const merge = mergeParents(table, { limit, view })
  const isSeen = inherits.length > 0 && inherits.every((path) => tableAt(path, view) !== undefined)
  let early = isSeen ? merge.copied.size : limit
  while (early < limit && isLocal(table, columnOrder[early], view)) early += 1
  return {
    created: inherits.slice(0, merge.created),
    attached: inherits.slice(merge.created),
    early,
    copied: merge.copied,
    late: merge.late,
  }
}

/** How many columns the parent may have before this child. */
function allowedBy(child: CatalogObject, parent: CatalogObject, view: RenderView): number {
  const late = descentOf(child, view).late.get(parent.id)
  const first = tableAttributes(parent).columnOrder.findIndex((name) => late?.has(name))
  return first === -1 ? Infinity : first
}

interface Merge {
  readonly created: number
  readonly copied: ReadonlyMap<string, ObjectKey>
  readonly late: ReadonlyMap<string, ReadonlySet<string>>
}

function mergeParents(
  table: CatalogObject,
  { limit, view }: { readonly limit: number; readonly view: RenderView },
): Merge {
  const { inherits } = tableAttributes(table)
  let copied: ReadonlyMap<string, ObjectKey> = new Map()
  const late = new Map<string, ReadonlySet<string>>()
  let created = inherits.length
  for (const [index, path] of inherits.entries()) {
    const names = columnsOf(path, view)
    const merged = index < created ? copyColumns(table, path, { copied, limit, view }) : undefined
    const isAttached =
      merged === undefined || (merged.copied.size < limit && canAttach(table, { index, place: merged.place }, view))
    const place = isAttached ? names.findIndex((name) => !isLocal(table, name, view)) : merged.place
    if (isAttached) created = Math.min(created, index)
    else copied = merged.copied
    if (place !== -1 && place < names.length) late.set(quotePath(...path), new Set(names.slice(place)))
  }
  return { created, copied, late }
}

interface Copying {
  readonly copied: ReadonlyMap<string, ObjectKey>
  readonly limit: number
  readonly view: RenderView
}

/** Walks through a parent's columns as CREATE TABLE does, as long as the table has them in that order. */
function copyColumns(table: CatalogObject, parent: NamePath, { copied: earlier, limit, view }: Copying) {
  const { columnOrder } = tableAttributes(table)
  const copied = new Map(earlier)
  const names = columnsOf(parent, view)
  const stops = (name: string): boolean =>
    !copied.has(name) && (copied.size >= limit || columnOrder[copied.size] !== name)
  let place = 0
  for (const name of names) {
    if (stops(name)) break
    if (!copied.has(name)) copied.set(name, keyFor('column', ...parent, name))
    place += 1
  }
  return { copied, place }
}

// A parent whose next column stands elsewhere, as the table's own, was attached by ALTER TABLE, and so were those
// behind it.
function canAttach(
  table: CatalogObject,
  { index, place }: { readonly index: number; readonly place: number },
  view: RenderView,
): boolean {
  const { inherits } = tableAttributes(table)
  const parents = inherits.slice(index).map((path) => columnsOf(path, view))
  const next = parents[0]?.[place]
  if (next === undefined || !isLocal(table, next, view)) return false
  const isOwn = (name: string): boolean => isLocal(table, name, view)
  return parents.every((names, after) => names.slice(0, after === 0 ? place + 1 : 1).every(isOwn))
}

function columnsOf(path: NamePath, view: RenderView): readonly string[] {
  const table = tableAt(path, view)
  return table === undefined ? [] : tableAttributes(table).columnOrder
}

// What must have come before the moment at which this table gets a late column, from its parent or its own.
function beforeArrival(table: CatalogObject, name: string, view: RenderView): ObjectKey[] {
  return [
    previousColumn(table, name),
    ...inheritingChildren(table, view).flatMap((child) => {
      if (!descentOf(child, view).late.get(table.id)?.has(name)) return []
      const [provider] = isLocal(child, name, view) ? [] : providerOf(child, name, view)
      if (provider === table) return beforeArrival(child, name, view)
      // The same statement brings it by way of another parent, and the two merge.
      return originOf(child, name, view) === originOf(table, name, view) ? [] : [columnKey(child, name)]
    }),
  ]
}

/** The table whose ADD COLUMN brings a late column. */
function originOf(table: CatalogObject, name: string, view: RenderView): CatalogObject {
  const [provider] = isLocal(table, name, view) ? [] : providerOf(table, name, view)
  return provider === undefined ? table : originOf(provider, name, view)
}

function previousColumn(table: CatalogObject, name: string): ObjectKey {
  const order = tableAttributes(table).columnOrder
  const previous = order[order.indexOf(name) - 1]
  return previous === undefined ? keyOf(table) : columnKey(table, previous)
}

// Where several parents have the column, the one that has fewest before it brings it; the others find it there.
function providerOf(table: CatalogObject, name: string, view: RenderView): CatalogObject[] {
  const { late } = descentOf(table, view)
  return parentsOf(table, view)
    .map((parent) => ({ parent, place: [...(late.get(parent.id) ?? [])].indexOf(name) }))
    .filter(({ place }) => place !== -1)
    .toSorted((a, b) => a.place - b.place)
    .slice(0, 1)
    .map(({ parent }) => parent)
}

function inheritingChildren(table: CatalogObject, view: RenderView): CatalogObject[] {
  return childrenOf(table, view).filter((child) => tableAttributes(child).partitionOf === null)
}

function isLocal(table: CatalogObject, name: string | undefined, view: RenderView): boolean {
  const column = name === undefined ? undefined : view.object(columnKey(table, name))
  return column !== undefined && columnAttributes(column).isLocal
}

function columnKey(table: CatalogObject, name: string): ObjectKey {
  return keyFor('column', ...table.identity.parts, name)
}
