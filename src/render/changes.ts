// What the way between two databases has to do with each object: drop it, create it, alter it, or drop it and
// create it anew where no ALTER says the change. What depends on an object that is dropped for a moment goes and
// comes with it; where that would be a table, a column or a type, whose rows would be lost, the change is refused.
import { PgfoldError } from '../errors.ts'
import { kindNamed } from '../kinds/registry.ts'
import type { RenderView } from '../kinds/kind.ts'
import { groupBy } from '../model/group-by.ts'
import { isOfAnotherKind, keyOf } from '../model/object.ts'
import type { CatalogObject, ObjectKey } from '../model/object.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { canonical } from '../model/value.ts'

/** Objects by what is done with them; one that is made anew is in `gone` and in `made`. */
export interface Changes {
  /** As they are before. */
  readonly gone: readonly CatalogObject[]
  /** As they are after. */
  readonly made: readonly CatalogObject[]
  /** The statements of those that are altered, without final semicolons. */
  readonly altered: ReadonlyMap<ObjectKey, readonly string[]>
}

interface Both {
  readonly from: ReadonlyMap<ObjectKey, CatalogObject>
  readonly to: ReadonlyMap<ObjectKey, CatalogObject>
}

/**
 * `brought` are objects of `from` that come with an extension which is made or updated on the way: they are dropped and
 * made anew behind it. Throws `cannot-fold-change` with every object whose change cannot be expressed.
 */
export function findChanges(
  { from, to, brought }: { readonly from: Snapshot; readonly to: Snapshot; readonly brought: ReadonlySet<ObjectKey> },
  view: RenderView,
): Changes {
  const both: Both = { from: byKey(from), to: byKey(to) }
  const altered = new Map<ObjectKey, readonly string[]>()
  const anew = new Set<ObjectKey>()
  const refused: string[] = []
  const dependents = lazily(() => dependentsOf(both))
  for (const parents of replacedParents(both)) {
    const blocked = spread(parents, { anew, dependents, both })
    if (blocked !== undefined) refused.push(blocked)
  }
  for (const { before, after } of changedObjects(both)) {
    const key = keyOf(after)
    const kind = kindNamed(after.kind)
    const statements =
      kind.alter?.(before, after, view) ?? (brought.has(key) ? madeAnew({ before, after }, view) : undefined)
    const disturbed = statements && (kind.disturbs?.(before, after) ?? [])
    const start =
      statements === undefined ? [key] : (dependents(disturbed).get(key) ?? []).filter((one) => isOf(one, disturbed))
    const blocked = spread(start, { anew, dependents, both })
    if (blocked !== undefined) refused.push(blocked === key ? key : `${key} (${blocked} depends on it)`)
    else if (statements && statements.length > 0) altered.set(key, statements)
  }
  if (refused.length > 0) throw refusal(refused)
  const isMade = (object: CatalogObject): boolean => anew.has(keyOf(object)) || !both.from.has(keyOf(object))
  for (const key of setAside(both, to.objects.filter(isMade), view)) anew.add(key)
  for (const key of anew) altered.delete(key)
  return {
    gone: from.objects.filter((object) => anew.has(keyOf(object)) || !both.to.has(keyOf(object))),
    made: to.objects.filter(isMade),
    altered,
  }
}

/** Objects of both sides that would act on what is made while they are there. */
function setAside({ from, to }: Both, made: readonly CatalogObject[], view: RenderView): ObjectKey[] {
  return [...from].flatMap(([key, object]) => {
    const { leavesMarkOn } = kindNamed(object.kind)
    if (leavesMarkOn === undefined || !to.has(key)) return []
    return made.some((one) => leavesMarkOn(object, one, view)) ? [key] : []
  })
}

/** The object with its comments, which go with it. */
function madeAnew({ before, after }: Change, view: RenderView): string[] | undefined {
  const kind = kindNamed(after.kind)
  if (!kind.mayBeMadeAnew) return undefined
  const parts = view.members(keyOf(after)).flatMap((part) => kindNamed(part.kind).create(part, view))
  return [...kind.drop(before, view), ...kind.create(after, view), ...parts]
}

function byKey(snapshot: Snapshot): Map<ObjectKey, CatalogObject> {
  return new Map(snapshot.objects.map((object) => [keyOf(object), object]))
}

interface Change {
  readonly before: CatalogObject
  readonly after: CatalogObject
}

function changedObjects({ from, to }: Both): Change[] {
  return [...to].flatMap(([key, after]) => {
    const before = from.get(key)
    const isSame = before === undefined || canonical(before.attributes) === canonical(after.attributes)
    return isSame ? [] : [{ before, after }]
  })
}

// A foreign table where a table of the same name was: all their parts go and come, also those that are equal.
function replacedParents({ from, to }: Both): ObjectKey[][] {
  const parents = new Map<ObjectKey, ObjectKey[]>()
  for (const [key, after] of to) {
    const before = from.get(key)
    const [one, other] = [before?.identity.parent, after.identity.parent]
    if (before && one !== undefined && other !== undefined && isOfAnotherKind(before, after))
      parents.set(other, [one, other])
  }
  return [...parents.values()]
}

type Dependents = (wanted: unknown) => ReadonlyMap<ObjectKey, readonly ObjectKey[]>

// Most changes disturb nothing, and then nobody has to know what depends on what.
function lazily(find: () => ReadonlyMap<ObjectKey, readonly ObjectKey[]>): Dependents {
  let found: ReadonlyMap<ObjectKey, readonly ObjectKey[]> | undefined
  const none: ReadonlyMap<ObjectKey, readonly ObjectKey[]> = new Map()
  return (wanted) => (Array.isArray(wanted) && wanted.length === 0 ? none : (found ??= find()))
}

function dependentsOf({ from, to }: Both): Map<ObjectKey, ObjectKey[]> {
  const edges = [...from.values(), ...to.values()].flatMap((object) =>
    object.dependsOn.map((need) => ({ need, key: keyOf(object) })),
  )
  return new Map([...groupBy(edges, ({ need }) => need)].map(([need, all]) => [need, all.map(({ key }) => key)]))
}

interface Spreading {
  readonly anew: Set<ObjectKey>
  readonly dependents: Dependents
  readonly both: Both
}

/** Adds these objects and all that depends on them to those that are made anew; gives the one that cannot be. */
function spread(start: readonly ObjectKey[], { anew, dependents, both }: Spreading): ObjectKey | undefined {
  const open = [...start]
  const added = new Set<ObjectKey>()
  for (let key = open.pop(); key !== undefined; key = open.pop()) {
    const object = both.to.get(key) ?? both.from.get(key)
    if (object === undefined || anew.has(key) || added.has(key)) continue
    const goesAlong = added.has(object.identity.parent ?? '')
    const stays = both.from.has(key) && both.to.has(key)
    if (stays && !goesAlong && !kindNamed(object.kind).mayBeMadeAnew) return key
    added.add(key)
    open.push(...(dependents(key).get(key) ?? []))
  }
  for (const key of added) anew.add(key)
  return undefined
}

function isOf(key: ObjectKey, kinds: readonly string[] | undefined): boolean {
  return kinds?.some((kind) => key.startsWith(`${kind} `)) ?? false
}

function refusal(details: readonly string[]): PgfoldError {
  return new PgfoldError('cannot-fold-change', 'the history changes objects that existed before it', {
    details,
    hint: 'Fold with a --prelude that leaves these objects out, so that the history creates them.',
  })
}
