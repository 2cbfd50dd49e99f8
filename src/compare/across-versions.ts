// What servers leave by themselves changes with their version: before PostgreSQL 15 PUBLIC may create in the schema
// public, and a superuser owns it. What somebody changed about that is another change across the version, or none, which
// the object's identity says. Where one side says so, the attributes that differ are taken across; where both do, somebody
// changed it to opposite ends, and that is a difference.
import type { AcrossVersions, CatalogObject, ObjectKey } from '../model/object.ts'
import { canonical } from '../model/value.ts'
import type { Value } from '../model/value.ts'
import type { Side, Sides } from './pair-objects.ts'

/** Both sides as servers of one version would leave them, and how many objects that made others. */
export function asLeftByOneVersion(
  { left, right, traits }: Sides,
  leftVersion: number,
  rightVersion: number,
): { readonly sides: Sides; readonly translated: number } {
  const isBetween = ({ since }: AcrossVersions): boolean => leftVersion < since !== rightVersion < since
  const translations = { left: translationsOf(left, right, isBetween), right: translationsOf(right, left, isBetween) }
  const sides = { left: translated(left, translations.left), right: translated(right, translations.right), traits }
  return { sides, translated: translations.left.size + translations.right.size }
}

/** What stands for the objects of a side; undefined: nothing does. */
type Translations = ReadonlyMap<ObjectKey, CatalogObject | undefined>

function translationsOf(side: Side, other: Side, isBetween: (across: AcrossVersions) => boolean): Translations {
  const translations = new Map<ObjectKey, CatalogObject | undefined>()
  for (const [key, object] of side) {
    const { acrossVersions: across } = object.identity
    if (across === undefined || !isBetween(across)) continue
    const partner = other.get(key)
    if (partner === undefined) {
      if (across.isNothing) translations.set(key, undefined)
    } else if (partner.identity.acrossVersions === undefined) {
      const attributes = differing(object, partner, across.attributes)
      if (attributes.length === 0) continue
      translations.set(key, { ...object, attributes: { ...object.attributes, ...Object.fromEntries(attributes) } })
    }
  }
  return translations
}

function differing(
  object: CatalogObject,
  partner: CatalogObject,
  across: CatalogObject['attributes'],
): [string, Value][] {
  const text = (one: CatalogObject, name: string): string => canonical(one.attributes[name] ?? null)
  return Object.entries(across).filter(([name]) => text(object, name) !== text(partner, name))
}

function translated(side: Side, translations: Translations): Side {
  if (translations.size === 0) return side
  return new Map(
    [...side].flatMap(([key, object]) => {
      const translation = translations.has(key) ? translations.get(key) : object
      return translation === undefined ? [] : [[key, translation] as const]
    }),
  )
}
