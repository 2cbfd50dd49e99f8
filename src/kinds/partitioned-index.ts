// Indexes and keys of partitioned tables. PostgreSQL ties each to one index of every partition. CREATE INDEX
// and ADD CONSTRAINT on the partitioned table look for equal indexes of the partitions and adopt them; so
// the partitions' come first, under their own names, and no statement is needed to attach them. Where more
// than one would do, or not every partition has one, they are attached by hand, as pg_dump does always.
import { bareName, keyFor, keyOf } from '../model/object.ts'
import type { CatalogObject, ObjectKey } from '../model/object.ts'
import { canonical } from '../model/value.ts'
import { quotePath } from '../sql/quote.ts'
import type { RenderView } from './kind.ts'
import { tableAttributes } from './table-attributes.ts'

/** SQL for schema and name of the index that this one is attached to, as JSON; null for most. Takes the alias of pg_class. */
export function attachedTo(index: string): string {
  return `case when ${index}.relispartition then (
      select pg_catalog.json_build_array(pn.nspname, p.relname)
      from pg_catalog.pg_inherits as h
      join pg_catalog.pg_class as p on p.oid = h.inhparent
      join pg_catalog.pg_namespace as pn on pn.oid = p.relnamespace
      where h.inhrelid = ${index}.oid) end`
}

/** What comes before the index or key of a partitioned table: its partitions, and their indexes or keys. */
export function adoptedParts(object: CatalogObject, view: RenderView): ObjectKey[] {
  const partitions = partitionsOf(object, view)
  return [...partitions, ...attachedParts(object, view)].map(keyOf)
}

/** The statements that attach each part; undefined where the server finds the parts itself. */
export function adoptedByHand(object: CatalogObject, view: RenderView): string[] | undefined {
  const partitions = partitionsOf(object, view)
  const isInvalid = object.attributes['valid'] === false
  if (partitions.length === 0 && !isInvalid) return undefined
  const parts = attachedParts(object, view)
  const isAmbiguous = parts.some((part) => hasTwin(part, view))
  if (!isInvalid && !isAmbiguous) return undefined
  const index = indexPath(object)
  return parts.map((part) => `ALTER INDEX ${index} ATTACH PARTITION ${indexPath(part)}`)
}

/** True where the object's table has partitions. */
export function hasPartitions(object: CatalogObject, view: RenderView): boolean {
  return partitionsOf(object, view).length > 0
}

function partitionsOf(object: CatalogObject, view: RenderView): CatalogObject[] {
  const { parent } = object.identity
  if (parent === undefined) return []
  return view.dependents(parent, 'table').filter((table) => {
    const { partitionOf } = tableAttributes(table)
    return partitionOf !== null && keyFor('table', ...partitionOf) === parent
  })
}

function attachedParts(object: CatalogObject, view: RenderView): CatalogObject[] {
  const own = canonical([object.identity.parts[0] ?? '', bareName(object)])
  return partitionsOf(object, view)
    .flatMap((partition) => indexLike(keyOf(partition), view))
    .filter((part) => canonical(part.attributes['attachedTo'] ?? null) === own)
}

function indexLike(table: ObjectKey, view: RenderView): CatalogObject[] {
  return [...view.members(table, 'index'), ...view.members(table, 'constraint')].filter(
    (part) => part.attributes['attachedTo'] !== undefined,
  )
}

// Another index of the partition on the same columns may be the one that the server would take.
function hasTwin(part: CatalogObject, view: RenderView): boolean {
  const columns = columnsOf(part)
  return indexLike(part.identity.parent ?? '', view).some(
    (other) => keyOf(other) !== keyOf(part) && columnsOf(other) === columns,
  )
}

function columnsOf(part: CatalogObject): string {
  return canonical(part.dependsOn.filter((key) => key.startsWith('column ')))
}

// A key's index has the key's name and stands in its table's schema.
function indexPath(part: CatalogObject): string {
  return quotePath(part.identity.parts[0] ?? '', bareName(part))
}
