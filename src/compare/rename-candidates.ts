// A CHECK that has another name and also prints differently may still be one constraint, renamed. Only its
// expressions, read again side by side, can tell: these objects are named here for the re-read.
import { keyOf } from '../model/object.ts'
import type { ObjectKey } from '../model/object.ts'
import { parentOnTheRight, renameable, renameSignature } from './pair-objects.ts'
import type { Pairing, Sides } from './pair-objects.ts'

/** The unpaired objects of both sides that would pair up as renames if their expressions were equal. */
export function renameCandidates(sides: Sides, pairing: Pairing): { left: ObjectKey[]; right: ObjectKey[] } {
  const unpaired = renameable(sides, pairing)
  const expressionsOf = (kind: string): readonly string[] => sides.traits.get(kind)?.expressions ?? []
  const left = new Map<ObjectKey, string>()
  for (const object of unpaired.left) {
    const parent = parentOnTheRight(object, sides.left, pairing.pairs)
    if (parent === 'unpaired') continue
    const attributes = pairing.names.asOnTheRight(object)
    left.set(keyOf(object), renameSignature(parent, { kind: object.kind, attributes }, expressionsOf(object.kind)))
  }
  const right = new Map(
    unpaired.right.map((object) => [
      keyOf(object),
      renameSignature(object.identity.parent, object, expressionsOf(object.kind)),
    ]),
  )
  return { left: sharing(left, right), right: sharing(right, left) }
}

/** The keys of `some` whose signature is also one of `others`. */
function sharing(some: ReadonlyMap<ObjectKey, string>, others: ReadonlyMap<ObjectKey, string>): ObjectKey[] {
  const wanted = new Set(others.values())
  return [...some].filter(([, signature]) => wanted.has(signature)).map(([key]) => key)
}
