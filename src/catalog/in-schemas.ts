// `--schema`: what belongs to some schemas. What lies in no schema (servers, publications, large objects) belongs to
// them only where something in them needs it, which pg_depend says; a publication where it publishes nothing else; an
// extension also where it was put into one of them. It takes along what goes away with it.
import { groupBy } from '../model/group-by.ts'
import { keyOf } from '../model/object.ts'
import type { CatalogObject, ObjectKey } from '../model/object.ts'
import type { Snapshot } from '../model/snapshot.ts'

type Schemas = readonly string[] | undefined

/** Without the objects of other schemas. What lies in no schema stays, whole: see `narrow`. */
export function inSchemas(objects: readonly CatalogObject[], schemas: Schemas): readonly CatalogObject[] {
  if (schemas === undefined || schemas.length === 0) return objects
  const wanted = new Set(schemas)
  const isLeftOut = (object: CatalogObject): boolean =>
    object.identity.schema !== null && !wanted.has(object.identity.schema) && !isPublished(object)
  const leftOut = new Set(objects.filter(isLeftOut).map(keyOf))
  return objects.filter((object) => !isLeftOut(object) && !leftOut.has(object.identity.parent ?? ''))
}

/**
 * The snapshots, read with dependencies in these schemas, without what lies in no schema and belongs to the schemas in
 * none of the snapshots: what one of them needs is not told as missing there and extra here.
 */
export function narrow(snapshots: readonly Snapshot[], schemas: Schemas): Snapshot[] {
  if (schemas === undefined || schemas.length === 0) return [...snapshots]
  const carried = new Set(snapshots.flatMap(({ objects }) => [...carriedOf(objects, new Set(schemas))]))
  return snapshots.map((snapshot) => ({
    ...snapshot,
    objects: snapshot.objects.filter(
      (object) => !isOutside(object) || carried.has(keyOf(object)) || carried.has(ownerOf(object) ?? ''),
    ),
  }))
}

/** What it stands and goes with, of what lies in no schema: the server of a comment, the publication of a table. */
export function ownerOf(object: CatalogObject): ObjectKey | undefined {
  return isOutside(object) ? object.identity.parent : undefined
}

function isOutside(object: CatalogObject): boolean {
  return object.identity.schema === null || isPublished(object)
}

function isPublished({ identity }: CatalogObject): boolean {
  return identity.parent?.startsWith('publication ') ?? false
}

function carriedOf(objects: readonly CatalogObject[], wanted: ReadonlySet<string>): ReadonlySet<ObjectKey> {
  const outside = new Map(objects.filter(isOutside).map((object) => [keyOf(object), object]))
  const members = groupBy([...outside.values()], ownerOf)
  const inside = objects.filter((object) => !isOutside(object))
  const carried = new Set<ObjectKey>()
  const queue = [
    ...inside.flatMap((object) => [...object.dependsOn, keyOf(object)]),
    ...[...outside].filter(([key, object]) => belongs(object, members.get(key) ?? [], wanted)).map(([key]) => key),
  ]
  for (let key = queue.pop(); key !== undefined; key = queue.pop()) {
    if (carried.has(key)) continue
    carried.add(key)
    queue.push(...(outside.get(key)?.dependsOn ?? []), ...(members.get(key) ?? []).map(keyOf))
  }
  return carried
}

/** True where it belongs to the schemas although nothing in them needs it. */
function belongs(
  { kind, attributes }: CatalogObject,
  members: readonly CatalogObject[],
  wanted: ReadonlySet<string>,
): boolean {
  if (kind === 'extension') return wanted.has(String(attributes['schema']))
  const published = members.filter(isPublished).flatMap(({ identity }) => identity.schema ?? [])
  return published.length > 0 && attributes['allTables'] !== true && published.every((schema) => wanted.has(schema))
}
