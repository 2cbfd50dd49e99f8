// Decides which object on the left is which object on the right: by key, and where a kind allows it, by an
// equal definition under the same parent. PostgreSQL names constraints and indexes itself when nobody does,
// so two histories of one schema often differ in nothing but such names.
import { bareName, isOfAnotherKind, keyOf } from '../model/object.ts'
import type { CatalogObject, ObjectKey } from '../model/object.ts'
import type { KindTraits } from '../model/snapshot.ts'
import { canonical } from '../model/value.ts'
import type { Attributes } from '../model/value.ts'
import { RenamedNames } from './renamed-names.ts'

/** One object on both sides. `renamed` where its definition, not its name, brought them together. */
export interface Pair {
  readonly left: CatalogObject
  readonly right: CatalogObject
  readonly renamed: boolean
}

/** What pairs up. Left objects without a pair are missing on the right; right ones not `taken` are extra. */
export interface Pairing {
  /** By the key of the left object. */
  readonly pairs: ReadonlyMap<ObjectKey, Pair>
  /** The keys on the right that have a partner. */
  readonly taken: ReadonlySet<ObjectKey>
  readonly names: RenamedNames
}

/** One side as the comparison reads it; a `Map` keeps the order of the snapshot, by kind rank and id. */
export type Side = ReadonlyMap<ObjectKey, CatalogObject>

/** The two sides, with the traits of every kind that is compared. */
export interface Sides {
  readonly left: Side
  readonly right: Side
  readonly traits: ReadonlyMap<string, KindTraits>
}

/**
 * Pairs the objects of two sides, one to one. Renames are found in rounds, since an index of a partition
 * names its parent's index, which may be renamed as well; each round is linear in what is still unpaired.
 */
export function pairObjects(sides: Sides): Pairing {
  const pairing = { pairs: new Map<ObjectKey, Pair>(), taken: new Set<ObjectKey>(), names: new RenamedNames() }
  for (const [key, left] of sides.left) {
    const right = sides.right.get(key)
    if (right !== undefined && !isOfAnotherKind(left, right)) add(pairing, { left, right, renamed: false })
  }
  const members = { left: membersByParent(sides.left), right: membersByParent(sides.right) }
  let found = pairByDefinition(sides, pairing)
  while (found.length > 0) {
    for (const pair of found) pairMembers(pair, members, pairing)
    found = pairByDefinition(sides, pairing)
  }
  return pairing
}

/**
 * What two objects must share to be one object, renamed: kind, parent (as the right knows it) and every
 * attribute but those in `except`. An attribute that is not there is as one that is null.
 */
export function renameSignature(
  parent: ObjectKey | undefined,
  object: { readonly kind: string; readonly attributes: Attributes },
  except: readonly string[] = [],
): string {
  const kept = Object.entries(object.attributes).filter(([name, value]) => value !== null && !except.includes(name))
  return `${object.kind}\n${parent ?? ''}\n${canonical(Object.fromEntries(kept))}`
}

/** The unpaired objects of the kinds that may be renamed, in the order of their side. */
export function renameable({ left, right, traits }: Sides, { pairs, taken }: Omit<Pairing, 'names'>) {
  const mayBeRenamed = (object: CatalogObject): boolean => traits.get(object.kind)?.renames !== undefined
  return {
    left: [...left.values()].filter((object) => mayBeRenamed(object) && !pairs.has(keyOf(object))),
    right: [...right.values()].filter((object) => mayBeRenamed(object) && !taken.has(keyOf(object))),
  }
}

/**
 * The right key of a left object's parent; `unpaired` where the parent itself is missing on the right. A parent that
 * is in neither snapshot, since its kind is equal on both sides and was not read, is the same on the right.
 */
export function parentOnTheRight(
  object: CatalogObject,
  left: Side,
  pairs: Pairing['pairs'],
): ObjectKey | undefined | 'unpaired' {
  const { parent } = object.identity
  if (parent === undefined || !left.has(parent)) return parent
  const pair = pairs.get(parent)
  return pair === undefined ? 'unpaired' : keyOf(pair.right)
}

interface OpenPairing extends Pairing {
  readonly pairs: Map<ObjectKey, Pair>
  readonly taken: Set<ObjectKey>
}

function add(pairing: OpenPairing, pair: Pair): void {
  pairing.pairs.set(keyOf(pair.left), pair)
  pairing.taken.add(keyOf(pair.right))
}

function pairByDefinition(sides: Sides, pairing: OpenPairing): Pair[] {
  const unpaired = renameable(sides, pairing)
  const partners = groupBy(unpaired.right, (object) => renameSignature(object.identity.parent, object))
  const found: Pair[] = []
  for (const left of unpaired.left) {
    const parent = parentOnTheRight(left, sides.left, pairing.pairs)
    if (parent === 'unpaired') continue
    const attributes = pairing.names.asOnTheRight(left)
    const right = partners.get(renameSignature(parent, { kind: left.kind, attributes }))?.shift()
    if (right !== undefined) found.push({ left, right, renamed: true })
  }
  for (const pair of found) {
    add(pairing, pair)
    pairing.names.add(pair)
  }
  return found
}

interface Members {
  readonly left: ReadonlyMap<ObjectKey, readonly CatalogObject[]>
  readonly right: ReadonlyMap<ObjectKey, readonly CatalogObject[]>
}

/** The members of a renamed object have its name in their own: they are the same when all else is. */
function pairMembers(parent: Pair, members: Members, pairing: OpenPairing): void {
  const partners = groupBy(members.right.get(keyOf(parent.right)) ?? [], (object) => nameless(object, parent))
  for (const left of members.left.get(keyOf(parent.left)) ?? []) {
    const right = partners.get(nameless(left, parent))?.shift()
    if (right === undefined) continue
    const pair = { left, right, renamed: false }
    add(pairing, pair)
    pairMembers(pair, members, pairing)
  }
}

/** A member's identity with its parent's name, of either side, blotted out. */
function nameless(member: CatalogObject, parent: Pair): string {
  const names = new Set([parent.left, parent.right].flatMap((object) => [bareName(object), object.id, keyOf(object)]))
  const parts = member.identity.parts.map((part) => (names.has(part) ? null : part))
  return canonical([member.kind, ...parts, member.identity.signature ?? null])
}

function membersByParent(side: Side): Map<ObjectKey, CatalogObject[]> {
  return groupBy([...side.values()], (object) => object.identity.parent)
}

function groupBy<Key extends string>(
  objects: readonly CatalogObject[],
  keyFrom: (object: CatalogObject) => Key | undefined,
): Map<Key, CatalogObject[]> {
  const groups = new Map<Key, CatalogObject[]>()
  for (const object of objects) {
    const key = keyFrom(object)
    if (key === undefined) continue
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [object])
    else group.push(object)
  }
  return groups
}
