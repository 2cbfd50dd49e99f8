// Two snapshots → their differences. Generic: every attribute that a kind describes is compared, and no
// kind is known here; what has to be known of one travels with the snapshot as its traits. Pure and linear
// in the number of objects.
import type { Difference } from '../model/difference.ts'
import type { Finding } from '../model/finding.ts'
import { bareName, keyOf } from '../model/object.ts'
import type { CatalogObject, ObjectKey } from '../model/object.ts'
import { secretsAttribute, shownSecrets } from '../model/secrets.ts'
import type { KindTraits, Snapshot } from '../model/snapshot.ts'
import { canonical } from '../model/value.ts'
import type { Value } from '../model/value.ts'
import { asLeftByOneVersion } from './across-versions.ts'
import { asKnownToBoth } from './known-to-both.ts'
import { pairObjects } from './pair-objects.ts'
import type { Pair, Pairing, Side, Sides } from './pair-objects.ts'
import { renameCandidates } from './rename-candidates.ts'
import { isUntold, untoldSecrets } from './untold.ts'

/** A difference with the objects it was found between: what provenance and the re-read have to know. */
export interface FoundDifference {
  readonly difference: Difference
  readonly left?: ObjectKey
  readonly right?: ObjectKey
  /** True where it lies in deparsed text, which PostgreSQL may print in two ways (DESIGN §7). */
  readonly expression: boolean
}

/** What two snapshots differ in, ordered by kind rank, id and attribute. */
export interface Comparison {
  readonly found: readonly FoundDifference[]
  /** The objects whose expressions decide: those that differ in one, and those that may be one object, renamed. */
  readonly unsettled: { readonly left: ReadonlySet<ObjectKey>; readonly right: ReadonlySet<ObjectKey> }
  /** How many attributes and objects differ in what one of the two servers is too old to know, or leaves otherwise by itself. */
  readonly byVersion: number
  /** Kinds that only one of the two snapshots knows. */
  readonly findings: readonly Finding[]
}

/** Compares two snapshots. A member of a missing or extra object is implied by it and not listed. */
export function compare(left: Snapshot, right: Snapshot): Comparison {
  const traits = sharedTraits(left, right)
  const all: Sides = { left: sideOf(left, traits), right: sideOf(right, traits), traits }
  const asLeft = asLeftByOneVersion(all, left.serverVersion, right.serverVersion)
  const { sides, unknown } = asKnownToBoth(asLeft.sides, left.serverVersion, right.serverVersion)
  const pairing = pairObjects(sides)
  const found = [
    ...[...pairing.pairs.values()].flatMap((pair) => changesOf(pair, sides, pairing)),
    ...unpaired(sides, 'missing', (key) => !pairing.pairs.has(key)),
    ...unpaired(sides, 'extra', (key) => !pairing.taken.has(key)),
  ]
  const candidates = renameCandidates(sides, pairing)
  const expressions = found.filter((one) => one.expression)
  return {
    found: found.toSorted(byRankIdAttribute(traits)),
    unsettled: {
      left: new Set([...expressions.flatMap((one) => one.left ?? []), ...candidates.left]),
      right: new Set([...expressions.flatMap((one) => one.right ?? []), ...candidates.right]),
    },
    byVersion: asLeft.translated + unknown,
    findings: [
      ...unknownKinds(left, right, 'left'),
      ...unknownKinds(right, left, 'right'),
      ...untoldSecrets(pairing.pairs.values()),
    ],
  }
}

function sharedTraits(left: Snapshot, right: Snapshot): Map<string, KindTraits> {
  return new Map(Object.entries(left.kinds).filter(([kind]) => right.kinds[kind] !== undefined))
}

function sideOf(snapshot: Snapshot, traits: Sides['traits']): Side {
  return new Map(snapshot.objects.filter((object) => traits.has(object.kind)).map((object) => [keyOf(object), object]))
}

function changesOf(pair: Pair, { traits }: Sides, { names }: Pairing): FoundDifference[] {
  const kind = traits.get(pair.left.kind)
  if (kind === undefined) return []
  const keys = { left: keyOf(pair.left), right: keyOf(pair.right) }
  const changed = { change: 'changed', kind: pair.left.kind, id: pair.left.id } as const
  if (pair.renamed) {
    const name = { attribute: 'name', left: bareName(pair.left), right: bareName(pair.right) }
    return [{ difference: { ...changed, ...name, ...severityOf(kind, '', kind.renames) }, ...keys, expression: false }]
  }
  const asNamed = names.asOnTheRight(pair.left)
  return attributesOf(pair).flatMap((attribute) => {
    if (isUntold(pair, attribute, kind) || isDecidedByOther(pair, attribute, kind)) return []
    const values = comparable(pair, attribute, kind)
    if (same(values.left, values.right) || same(asNamed[attribute] ?? null, values.right)) return []
    const shown = attribute === secretsAttribute ? shownSecrets(values.left, values.right) : values
    const difference = { ...changed, attribute, ...shown, ...severityOf(kind, attribute) }
    return [{ difference, ...keys, expression: kind.expressions.includes(attribute) }]
  })
}

/** True where the attribute that decides this one differs, and says it. */
function isDecidedByOther({ left, right }: Pair, attribute: string, { impliedBy = {} }: KindTraits): boolean {
  const other = Object.hasOwn(impliedBy, attribute) ? impliedBy[attribute] : undefined
  return other !== undefined && !same(left.attributes[other] ?? null, right.attributes[other] ?? null)
}

function attributesOf({ left, right }: Pair): string[] {
  return [...new Set([...Object.keys(left.attributes), ...Object.keys(right.attributes)])]
}

/** The two values of one attribute; of an order only what both sides have, since the rest is reported by itself. */
function comparable({ left, right }: Pair, attribute: string, kind: KindTraits): { left: Value; right: Value } {
  const values = { left: left.attributes[attribute] ?? null, right: right.attributes[attribute] ?? null }
  if (!kind.orders.includes(attribute) || !Array.isArray(values.left) || !Array.isArray(values.right)) return values
  const inLeft = new Set<Value>(values.left)
  const inRight = new Set<Value>(values.right)
  return {
    left: values.left.filter((member: Value) => inRight.has(member)),
    right: values.right.filter((member: Value) => inLeft.has(member)),
  }
}

function same(left: Value, right: Value): boolean {
  return left === right || canonical(left) === canonical(right)
}

function severityOf(kind: KindTraits, attribute: string, renamed?: KindTraits['renames']) {
  const minor = kind.minorKind ?? renamed ?? (Object.hasOwn(kind.minor, attribute) ? kind.minor[attribute] : undefined)
  return minor === undefined ? ({ severity: 'significant' } as const) : ({ severity: 'minor', class: minor } as const)
}

function unpaired(
  { left, right, traits }: Sides,
  change: 'missing' | 'extra',
  isUnpaired: (key: ObjectKey) => boolean,
): FoundDifference[] {
  const side = change === 'missing' ? left : right
  const found: FoundDifference[] = []
  for (const [key, object] of side) {
    const kind = traits.get(object.kind)
    if (kind === undefined || !isUnpaired(key) || isImplied(object, side, isUnpaired)) continue
    const difference = { change, kind: object.kind, id: object.id, ...severityOf(kind, '') }
    found.push({ difference, [change === 'missing' ? 'left' : 'right']: key, expression: false })
  }
  return found
}

/** True where the parent is missing (or extra) as well: it is listed, or implied by its own parent. */
function isImplied(object: CatalogObject, side: Side, isUnpaired: (key: ObjectKey) => boolean): boolean {
  const { parent } = object.identity
  return parent !== undefined && side.has(parent) && isUnpaired(parent)
}

function byRankIdAttribute(traits: Sides['traits']): (a: FoundDifference, b: FoundDifference) => number {
  const rank = (found: FoundDifference): number => traits.get(found.difference.kind)?.rank ?? 0
  return (a, b) =>
    rank(a) - rank(b) ||
    compareText(a.difference.kind, b.difference.kind) ||
    compareText(a.difference.id, b.difference.id) ||
    compareText(a.difference.attribute ?? '', b.difference.attribute ?? '') ||
    compareText(a.difference.change, b.difference.change)
}

function compareText(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}

function unknownKinds(snapshot: Snapshot, other: Snapshot, side: 'left' | 'right'): Finding[] {
  const unknown = Object.entries(other.kinds).filter(([kind]) => snapshot.kinds[kind] === undefined)
  return unknown.map(([kind, { heading }]) => ({
    code: 'kind-not-in-snapshot',
    severity: 'warning',
    subject: kind,
    message: `${heading} were not compared: the ${side} snapshot was stored by a version of pgfold that does not read them`,
  }))
}
