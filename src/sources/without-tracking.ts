// A runner's books (`schema_migrations`, `hdb_catalog`) are in every live database and in no history: they
// are left out of both sides, together with everything that is part of them. A table that only has their name is compared.
import { bareName, keyFor, keyOf } from '../model/object.ts'
import type { CatalogObject, ObjectKey } from '../model/object.ts'
import type { Snapshot } from '../model/snapshot.ts'
import type { Tracking } from './opened.ts'
import { isTracking, withSaved } from './tracking-tables-there.ts'

/** The snapshot without the tracking tables and schemas and their parts. */
export function withoutTracking(snapshot: Snapshot, tracking: readonly Tracking[]): Snapshot {
  const schemas = new Set(tracking.flatMap(({ trackingSchemas }) => trackingSchemas))
  const tables = new Set(tracking.flatMap((one) => tablesOf(snapshot, one)))
  if (schemas.size === 0 && tables.size === 0) return snapshot
  const parents = new Map(snapshot.objects.map((object) => [keyOf(object), object.identity.parent]))
  const isTracked = ({ identity, ...object }: CatalogObject): boolean =>
    (identity.schema !== null && schemas.has(identity.schema)) || belongsTo(keyOf(object), { tables, parents })
  return {
    ...snapshot,
    objects: snapshot.objects.filter((object) => !isTracked(object)),
    findings: snapshot.findings.filter(({ subject }) => ![...schemas].some((name) => subject.includes(` ${name}.`))),
  }
}

/**
 * Both sides without the schemas that only one of them has, and only for the table that a person named as the runner's:
 * the schema is the runner's too then.
 */
export function withoutTheirSchemas(sides: readonly [Snapshot, Snapshot], tracking: readonly Tracking[]): Snapshot[] {
  const given = new Set(
    tracking.flatMap(({ trackingTables }) => trackingTables.flatMap((table) => (table.isGiven ? table.schema : []))),
  )
  return sides.map((side, index) => {
    const other = new Set(sides[1 - index]?.objects.map(keyOf))
    const parents = new Map(side.objects.map((object) => [keyOf(object), object.identity.parent]))
    const isOf = (key: ObjectKey, object: CatalogObject): boolean =>
      belongsTo(keyOf(object), { tables: new Set([key]), parents })
    const empty = [...given].flatMap((schema) => {
      const key = keyFor('schema', schema)
      const isFilled = side.objects.some((object) => object.identity.schema === schema && !isOf(key, object))
      return other.has(key) || isFilled ? [] : key
    })
    if (empty.length === 0) return side
    return { ...side, objects: side.objects.filter((object) => !empty.some((key) => isOf(key, object))) }
  })
}

function tablesOf({ objects }: Snapshot, tracking: Tracking): ObjectKey[] {
  return withSaved(tracking.trackingTables).flatMap(({ schema, name }) => {
    const key = keyFor('table', schema, name)
    const columns = objects.filter(({ kind, identity }) => kind === 'column' && identity.parent === key).map(bareName)
    return isTracking({ schema, name, columns }, tracking) ? [key] : []
  })
}

interface Family {
  readonly tables: ReadonlySet<ObjectKey>
  readonly parents: ReadonlyMap<ObjectKey, ObjectKey | undefined>
}

function belongsTo(key: ObjectKey, { tables, parents }: Family): boolean {
  let ancestor: ObjectKey | undefined = key
  while (ancestor !== undefined && !tables.has(ancestor)) ancestor = parents.get(ancestor)
  return ancestor !== undefined
}
