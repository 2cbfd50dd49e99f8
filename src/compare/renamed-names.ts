// An object may name another one: a table the index of its replica identity, a partition's index that of
// its parent. Where the named one was found to be renamed, the two names mean one thing and must not be
// reported again. Only whole values are translated, and only where the renamed object is near: a member of
// the object, or of its own kind. A comment that happens to hold such a name is left as it is.
import { bareName } from '../model/object.ts'
import type { CatalogObject, ObjectKey } from '../model/object.ts'
import type { Attributes, Value } from '../model/value.ts'

type Names = Map<string, string>

/** The renames found so far, for reading a left object's attributes with the names of the right. */
export class RenamedNames {
  readonly #ofMembers = new Map<ObjectKey, Names>()
  readonly #ofKind = new Map<string, Names>()

  /** Remembers one rename: by its bare name for its parent, by its id for its kind and its parent. */
  add({ left, right }: { readonly left: CatalogObject; readonly right: CatalogObject }): void {
    namesAt(this.#ofKind, left.kind).set(left.id, right.id)
    if (left.identity.parent === undefined) return
    const ofMember = namesAt(this.#ofMembers, left.identity.parent)
    ofMember.set(left.id, right.id)
    ofMember.set(bareName(left), bareName(right))
  }

  /** The attributes of a left object as they would read if its renamed members and siblings were named as on the right. */
  asOnTheRight(object: CatalogObject): Attributes {
    const scopes = [this.#ofMembers.get(`${object.kind} ${object.id}`), this.#ofKind.get(object.kind)]
    const names = scopes.filter((scope) => scope !== undefined)
    if (names.length === 0) return object.attributes
    const entries = Object.entries(object.attributes)
    return Object.fromEntries(entries.map(([attribute, value]) => [attribute, translate(value, names)]))
  }
}

function namesAt(scopes: Map<string, Names>, key: string): Names {
  const names = scopes.get(key) ?? new Map<string, string>()
  scopes.set(key, names)
  return names
}

function translate(value: Value, scopes: readonly Names[]): Value {
  if (typeof value === 'string') {
    return scopes.map((names) => names.get(value)).find((name) => name !== undefined) ?? value
  }
  if (value === null || typeof value !== 'object') return value
  if (Array.isArray(value)) return value.map((item: Value) => translate(item, scopes))
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, translate(item, scopes)]))
}
