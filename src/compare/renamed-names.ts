// An object may name another one: a table the index of its replica identity, a partition's index that of
// its parent. Where the named one was found to be renamed, the two names mean one thing and must not be
// reported again. Only whole values are translated, and only where the renamed object is near: a member of
// the object, or of its own kind. A comment that happens to hold such a name is left as it is.
import { bareName, keyOf } from '../model/object.ts'
import type { CatalogObject, ObjectKey } from '../model/object.ts'
import { canonical } from '../model/value.ts'
import type { Attributes, Value } from '../model/value.ts'

/** From a name on the left, as it may stand in an attribute, to the one on the right. */
type Names = Map<string, Value>

/** The renames found so far, for reading a left object's attributes with the names of the right. */
export class RenamedNames {
  readonly #ofMembers = new Map<ObjectKey, Names>()
  readonly #ofKind = new Map<string, Names>()

  /** Remembers one rename: by its full name for its kind, by that and its bare name for its parent. */
  add({ left, right }: { readonly left: CatalogObject; readonly right: CatalogObject }): void {
    const scopes = [namesAt(this.#ofKind, left.kind)]
    if (left.identity.parent !== undefined) {
      const ofMember = namesAt(this.#ofMembers, left.identity.parent)
      ofMember.set(canonical(bareName(left)), bareName(right))
      scopes.push(ofMember)
    }
    for (const names of scopes) {
      names.set(canonical(left.id), right.id)
      names.set(canonical(left.identity.parts), right.identity.parts)
    }
  }

  /** The attributes of a left object as they would read if its renamed members and siblings were named as on the right. */
  asOnTheRight(object: CatalogObject): Attributes {
    const scopes = [this.#ofMembers.get(keyOf(object)), this.#ofKind.get(object.kind)]
    const names = scopes.filter((scope) => scope !== undefined)
    if (names.length === 0) return object.attributes
    const entries = Object.entries(object.attributes)
    return Object.fromEntries(entries.map(([attribute, value]) => [attribute, translate(value, names)]))
  }
}

function namesAt(scopes: Map<string, Names>, key: string): Names {
  const names = scopes.get(key) ?? new Map<string, Value>()
  scopes.set(key, names)
  return names
}

function translate(value: Value, scopes: readonly Names[]): Value {
  if (value === null || (typeof value !== 'object' && typeof value !== 'string')) return value
  const text = canonical(value)
  const name = scopes.map((names) => names.get(text)).find((found) => found !== undefined)
  if (name !== undefined || typeof value === 'string') return name ?? value
  if (Array.isArray(value)) return value.map((item: Value) => translate(item, scopes))
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, translate(item, scopes)]))
}
