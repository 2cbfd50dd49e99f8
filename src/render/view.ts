import { kindNamed } from '../kinds/registry.ts'
import type { RenderView } from '../kinds/kind.ts'
import { groupBy } from '../model/group-by.ts'
import { keyOf } from '../model/object.ts'
import type { CatalogObject, ObjectKey } from '../model/object.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { quoteName } from '../sql/quote.ts'

/** The group an object stands in: the key of its root; undefined for objects that are not created. */
type RootOf = (key: ObjectKey) => ObjectKey | undefined

interface Surroundings {
  /** Without groups nothing counts as inlined. */
  readonly rootOf?: RootOf
  /** What exists before the script. */
  readonly there?: ReadonlySet<ObjectKey>
}

const nothing: ReadonlySet<ObjectKey> = new Set()

/** The snapshot as the kinds see it while they write SQL. */
export function createView(snapshot: Snapshot, surroundings: Surroundings = {}): RenderView {
  const { rootOf = () => undefined, there = nothing } = surroundings
  const objects = new Map(snapshot.objects.map((object) => [keyOf(object), object]))
  const members = groupBy(snapshot.objects, (object) => object.identity.parent)
  const kinds = groupBy(snapshot.objects, (object) => object.kind)
  const dependents = dependentsByKind(snapshot)
  const inlined = new Map<ObjectKey, boolean>()
  const view: RenderView = {
    serverVersion: snapshot.serverVersion,
    object: (key) => objects.get(key),
    members: (key, kind) => (members.get(key) ?? []).filter((member) => kind === undefined || member.kind === kind),
    all: (kind) => kinds.get(kind) ?? [],
    dependents: (key, kind) => dependents.get(`${kind} on ${key}`) ?? [],
    isThere: (key) => there.has(key),
    isInlined,
    inline: (object) => kindNamed(object.kind).inline?.(object, view) ?? '',
    role: (name) => (name === null ? 'CURRENT_USER' : quoteName(name)),
  }
  return view

  function isInlined(key: ObjectKey): boolean {
    const known = inlined.get(key)
    if (known !== undefined) return known
    inlined.set(key, true) // parts of one statement may name each other
    const object = objects.get(key)
    const answer = object !== undefined && canInline(object)
    inlined.set(key, answer)
    return answer
  }

  // Inside its parent's statement stands only what needs nothing of its group that comes behind it.
  function canInline(object: CatalogObject): boolean {
    const kind = kindNamed(object.kind)
    const { parent } = object.identity
    const root = rootOf(keyOf(object))
    if (kind.inline === undefined || parent === undefined || root === undefined || root === keyOf(object)) return false
    if (parent !== root && !isInlined(parent)) return false
    if (!object.dependsOn.every((need) => comesBefore(need, root))) return false
    return kind.inline(object, view) !== undefined
  }

  function comesBefore(need: ObjectKey, root: ObjectKey): boolean {
    if (need === root || rootOf(need) !== root) return true
    const object = objects.get(need)
    return object === undefined || kindNamed(object.kind).beforeParent === true || isInlined(need)
  }
}

function dependentsByKind(snapshot: Snapshot): Map<string, CatalogObject[]> {
  const dependents = new Map<string, CatalogObject[]>()
  for (const object of snapshot.objects) {
    for (const need of object.dependsOn) {
      const index = `${object.kind} on ${need}`
      const list = dependents.get(index)
      if (list) list.push(object)
      else dependents.set(index, [object])
    }
  }
  return dependents
}
