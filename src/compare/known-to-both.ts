// Two servers of different versions do not know the same of one schema: the name of a NOT NULL is kept from
// PostgreSQL 18 on. What the older one cannot know is no difference, and neither is what each of two major versions
// chose by itself, such as the version of an extension; both are counted, so that the verdict says so.
import type { CatalogObject, ObjectKey } from '../model/object.ts'
import type { KindTraits } from '../model/snapshot.ts'
import { canonical } from '../model/value.ts'
import type { Value } from '../model/value.ts'
import type { Side, Sides } from './pair-objects.ts'

/** Both sides with what servers of both versions know, and how many attributes differed in the rest. */
export function asKnownToBoth(
  { left, right, traits }: Sides,
  leftVersion: number,
  rightVersion: number,
): { readonly sides: Sides; readonly unknown: number } {
  const oldest = Math.min(leftVersion, rightVersion)
  const areMajors = majorOf(leftVersion) !== majorOf(rightVersion)
  const isHidden = ({ knownFrom = {}, chosenByServer }: KindTraits): boolean =>
    Object.values(knownFrom).some((from) => oldest < from) || (areMajors && chosenByServer !== undefined)
  if (![...traits.values()].some(isHidden)) return { sides: { left, right, traits }, unknown: 0 }
  const known: Known = { traits, oldest, areMajors }
  const sides = { left: reduced(left, right, known), right: reduced(right, left, known), traits }
  return { sides, unknown: differing({ left, right }, sides) }
}

function majorOf(serverVersion: number): number {
  return Math.floor(serverVersion / 10_000)
}

interface Known {
  readonly traits: Sides['traits']
  readonly oldest: number
  /** True for two major versions. */
  readonly areMajors: boolean
}

function reduced(side: Side, other: Side, { traits, oldest, areMajors }: Known): Map<ObjectKey, CatalogObject> {
  return new Map(
    [...side].map(([key, object]) => {
      const kind = traits.get(object.kind)
      if (!areMajors) return [key, reduce(object, kind, { oldest, chosen: [] })]
      // The scripts that two servers have for one version of an extension need not make the same.
      const implied = Object.keys(kind?.impliedBy ?? {})
      const isChosen = !object.identity.pinned && !other.get(key)?.identity.pinned
      return [key, reduce(object, kind, { oldest, chosen: isChosen ? (kind?.chosenByServer ?? []) : implied })]
    }),
  )
}

function reduce(
  object: CatalogObject,
  traits: KindTraits | undefined,
  { oldest, chosen }: { readonly oldest: number; readonly chosen: readonly string[] },
): CatalogObject {
  const hidden = Object.entries(traits?.knownFrom ?? {}).filter(([, from]) => oldest < from)
  if (hidden.length === 0 && chosen.length === 0) return object
  const attributes = { ...object.attributes }
  for (const [name] of hidden) if (name in attributes) attributes[name] = yesOrNo(attributes[name] ?? null)
  for (const name of chosen) attributes[name] = null
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

function differing(before: Pair, after: Sides): number {
  const differ = ({ left, right }: Pair, key: ObjectKey, attribute: string): boolean =>
    canonical(left.get(key)?.attributes[attribute] ?? null) !== canonical(right.get(key)?.attributes[attribute] ?? null)
  let count = 0
  for (const [key, object] of before.left) {
    if (!before.right.has(key) || object === after.left.get(key)) continue
    const { impliedBy = {} } = after.traits.get(object.kind) ?? {}
    for (const name of Object.keys(object.attributes)) {
      if (differ(before, key, impliedBy[name] ?? '')) continue
      if (differ(before, key, name) && !differ(after, key, name)) count += 1
    }
  }
  return count
}
