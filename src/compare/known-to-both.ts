// Two servers of different versions do not know the same of one schema: the name of a NOT NULL is kept from
// PostgreSQL 18 on. What the older one cannot know is no difference; it is counted, so that the verdict says so.
import type { CatalogObject, ObjectKey } from '../model/object.ts'
import type { KindTraits } from '../model/snapshot.ts'
import { canonical } from '../model/value.ts'
import type { Value } from '../model/value.ts'
import type { Side, Sides } from './pair-objects.ts'

/** Both sides with what a server of this version knows, and how many attributes differed in the rest. */
export function asKnownToBoth(
  { left, right, traits }: Sides,
  oldest: number,
): { readonly sides: Sides; readonly unknown: number } {
  const isHidden = ({ knownFrom = {} }: KindTraits): boolean => Object.values(knownFrom).some((from) => oldest < from)
  if (![...traits.values()].some(isHidden)) return { sides: { left, right, traits }, unknown: 0 }
  const sides = { left: reduced(left, traits, oldest), right: reduced(right, traits, oldest), traits }
  return { sides, unknown: differing({ left, right }, sides) }
}

function reduced(side: Side, traits: Sides['traits'], oldest: number): Map<ObjectKey, CatalogObject> {
  return new Map([...side].map(([key, object]) => [key, reduce(object, traits.get(object.kind), oldest)]))
}

function reduce(object: CatalogObject, traits: KindTraits | undefined, oldest: number): CatalogObject {
  const hidden = Object.entries(traits?.knownFrom ?? {}).filter(([, from]) => oldest < from)
  if (hidden.length === 0) return object
  const attributes = { ...object.attributes }
  for (const [name] of hidden) if (name in attributes) attributes[name] = yesOrNo(attributes[name] ?? null)
  return { ...object, attributes }
}

function yesOrNo(value: Value): boolean | null {
  if (typeof value === 'boolean') return value
  return value !== null && typeof value === 'object' ? true : null
}

interface Pair {
  readonly left: Side
  readonly right: Side
}

function differing(before: Pair, after: Pair): number {
  const differ = ({ left, right }: Pair, key: ObjectKey, attribute: string): boolean =>
    canonical(left.get(key)?.attributes[attribute] ?? null) !== canonical(right.get(key)?.attributes[attribute] ?? null)
  let count = 0
  for (const [key, object] of before.left) {
    if (!before.right.has(key) || object === after.left.get(key)) continue
    for (const name of Object.keys(object.attributes)) {
      if (differ(before, key, name) && !differ(after, key, name)) count += 1
    }
  }
  return count
}
