// What up.sql leaves to a person: settings of the database, whether a subscription is enabled. Both sides of the proof
// are looked at without it, and what it is stands in the findings, in a comment of up.sql and in the manifest.
import { kindNamed } from '../kinds/registry.ts'
import type { Kind, LeftToPerson, RenderView } from '../kinds/kind.ts'
import type { Finding } from '../model/finding.ts'
import type { LeftOut } from '../model/manifest.ts'
import { keyOf } from '../model/object.ts'
import type { CatalogObject } from '../model/object.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { canonical } from '../model/value.ts'
import { createView } from './view.ts'

/** Kinds that a person asked `up.sql` to carry, although it would leave them out. */
export type Asked = ReadonlySet<string>

/** A snapshot as `up.sql` can build it. */
export function asCarried(snapshot: Snapshot, asked: Asked): Snapshot {
  if (!snapshot.objects.some((object) => leftBy(object, asked) !== undefined)) return snapshot
  return { ...snapshot, objects: snapshot.objects.flatMap((object) => carried(object, asked)) }
}

/** What the history makes or changes of that which is left out, in the order of the snapshot. */
export function leftOutObjects(before: Snapshot, after: Snapshot, asked: Asked): CatalogObject[] {
  const earlier = new Map(before.objects.map((object) => [keyOf(object), object]))
  return after.objects.filter((object) => {
    const left = leftBy(object, asked)
    return left !== undefined && leftText(object, left) !== leftText(earlier.get(keyOf(object)), left)
  })
}

/** Of an object what is left out of it. */
function leftText(object: CatalogObject | undefined, { attributes }: LeftToPerson): string | undefined {
  if (object === undefined || attributes === undefined) return object && canonical(object.attributes)
  return canonical(Object.keys(attributes).map((name) => object.attributes[name] ?? null))
}

/** A finding for each. */
export function leftOutFindings(objects: readonly CatalogObject[]): Finding[] {
  return objects.flatMap((object) => kindNamed(object.kind).leftToPerson?.finding(object) ?? [])
}

/** How the manifest names each. */
export function leftOutEntries(objects: readonly CatalogObject[]): LeftOut[] {
  return objects.flatMap((object): LeftOut[] => {
    const { attributes } = kindNamed(object.kind).leftToPerson ?? {}
    const key = keyOf(object)
    return attributes === undefined ? [{ key }] : Object.keys(attributes).map((attribute) => ({ key, attribute }))
  })
}

/** The statements of those that are left out as a whole, without final semicolons. */
export function leftOutStatements(objects: readonly CatalogObject[], after: Snapshot): string[] {
  const view: RenderView = createView(after)
  const whole = objects.filter(({ kind }) => kindNamed(kind).leftToPerson?.attributes === undefined)
  return whole.flatMap((object) => kindNamed(object.kind).create(object, view))
}

function leftBy({ kind }: CatalogObject, asked: Asked): Kind['leftToPerson'] {
  return asked.has(kind) ? undefined : kindNamed(kind).leftToPerson
}

function carried(object: CatalogObject, asked: Asked): CatalogObject[] {
  const left = leftBy(object, asked)
  if (left === undefined) return [object]
  if (left.attributes === undefined) return []
  return [{ ...object, attributes: { ...object.attributes, ...left.attributes } }]
}
