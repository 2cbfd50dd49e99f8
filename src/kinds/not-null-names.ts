// The names of NOT NULL constraints, which PostgreSQL has from version 18 on, those of domains from 17 on. One without a
// name gets `<table>_<column>_not_null`, in a domain `<domain>_not_null`, unless a constraint of that name is in the
// schema already; so the usual name is written out where anything else of the schema has it too, whichever comes first.
import { bareName, keyFor, keyOf } from '../model/object.ts'
import type { CatalogObject, ObjectKey } from '../model/object.ts'
import type { RenderView } from './kind.ts'
import { columnAttributes, isTable, parentsOf, tableAttributes } from './table-attributes.ts'

/** The name that the NOT NULL of a column or domain has to be given; null where the server chooses the right one. */
export function givenNotNullName(object: CatalogObject, view: RenderView): string | null {
  const name = notNullName(object, view)
  return name === usualName(object) && !isTaken(object, view) ? null : name
}

// Before these versions it has no name that anybody could see.
function notNullName(object: CatalogObject, view: RenderView): string {
  const own = object.attributes['notNullName']
  if (typeof own === 'string') return own
  const original = copiedOriginal(object, view)
  return original === undefined ? usualName(object) : notNullName(original, view)
}

// A partition takes the name of its parent's.
function copiedOriginal(object: CatalogObject, view: RenderView): CatalogObject | undefined {
  const table = view.object(object.identity.parent ?? '')
  if (view.serverVersion < columnsNamedFrom || !isTable(table)) return undefined
  const { partitionOf } = tableAttributes(table)
  const original = partitionOf === null ? undefined : view.object(keyFor('column', ...partitionOf, bareName(object)))
  return original !== undefined && columnAttributes(original).notNull !== false ? original : undefined
}

const columnsNamedFrom = 180_000
const domainsNamedFrom = 170_000

// A name of a table and column that is too long is never the server's choice here: the column's attribute has it.
function usualName(object: CatalogObject): string {
  const [, ...names] = object.identity.parts
  const suffix = '_not_null'
  const start = names.join('_')
  return `${object.kind === 'domain' ? clipped(start, 63 - suffix.length) : start}${suffix}`
}

function clipped(name: string, bytes: number): string {
  let start = ''
  for (const character of name) {
    if (Buffer.byteLength(start + character) > bytes) break
    start += character
  }
  return start
}

/** Schema and name → who has that name. What a table copied from its parent, and so later, counts as the parent's. */
type Holders = ReadonlyMap<string, ReadonlySet<ObjectKey>>

const holdersOf = new WeakMap<RenderView, Holders>()

function isTaken(object: CatalogObject, view: RenderView): boolean {
  if (view.serverVersion < (object.kind === 'domain' ? domainsNamedFrom : columnsNamedFrom)) return false
  const known = holdersOf.get(view) ?? findHolders(view)
  holdersOf.set(view, known)
  const holders = known.get(entry(object, usualName(object))) ?? []
  return [...holders].some((holder) => holder !== keyOf(object))
}

function findHolders(view: RenderView): Holders {
  const holders = new Map<string, Set<ObjectKey>>()
  const hold = (object: CatalogObject, { name, holder }: Held): void => {
    const place = entry(object, name)
    holders.set(place, (holders.get(place) ?? new Set()).add(holder))
  }
  const columns = view.serverVersion < columnsNamedFrom ? [] : view.all('column')
  for (const column of columns) for (const held of heldByColumn(column, view)) hold(column, held)
  for (const domain of view.all('domain'))
    if (domain.attributes['notNull'] === true) hold(domain, heldBy(domain, notNullName(domain, view)))
  for (const constraint of view.all('constraint')) hold(constraint, heldBy(constraint, bareName(constraint)))
  for (const trigger of view.all('trigger'))
    if (trigger.attributes['constraint'] === true) hold(trigger, heldBy(trigger, bareName(trigger)))
  return holders
}

interface Held {
  readonly name: string
  readonly holder: ObjectKey
}

// The name of an inherited constraint is that of any of the parents.
function heldByColumn(column: CatalogObject, view: RenderView): Held[] {
  const { notNull, notNullName: own, isLocal } = columnAttributes(column)
  if (notNull === false) return []
  if (own !== null) return [heldBy(column, own)]
  const original = copiedOriginal(column, view)
  if (original !== undefined) return heldByColumn(original, view)
  const usual = heldBy(column, usualName(column))
  const isInherited = !(notNull === true ? isLocal : (notNull.local ?? isLocal))
  const table = view.object(column.identity.parent ?? '')
  if (!isInherited || table === undefined) return [usual]
  const above = parentsOf(table, view).flatMap((parent) => {
    const same = view.object(keyFor('column', ...parent.identity.parts, bareName(column)))
    return same === undefined ? [] : heldByColumn(same, view)
  })
  return above.length === 0 ? [usual] : above
}

function heldBy(object: CatalogObject, name: string): Held {
  return { name, holder: keyOf(object) }
}

function entry(object: CatalogObject, name: string): string {
  return JSON.stringify([object.identity.schema, name])
}
