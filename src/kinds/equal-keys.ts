// Keys over the same columns. CREATE TABLE makes one index of keys and exclusions that ask for the same one, and so
// one constraint, the primary key before the others (manual: CREATE TABLE says nothing of it; transformIndexConstraints
// does it); ALTER TABLE makes each of them.
import { keyOf } from '../model/object.ts'
import type { CatalogObject } from '../model/object.ts'
import { canonical } from '../model/value.ts'
import { constraintAttributes, isKey } from './constraint-definition.ts'
import type { RenderView } from './kind.ts'

/** True where CREATE TABLE would take this key for another one of its table, which stands there. */
export function wouldBeMerged(object: CatalogObject, view: RenderView): boolean {
  const { type } = constraintAttributes(object)
  const { parent } = object.identity
  if (!isKey(type) || type === 'primary key' || parent === undefined) return false
  const asked = indexAskedFor(object)
  const equal = view
    .members(parent, 'constraint')
    .filter((other) => isKey(constraintAttributes(other).type) && indexAskedFor(other) === asked)
  const first = equal.find((other) => constraintAttributes(other).type === 'primary key') ?? equal[0]
  return first !== undefined && keyOf(first) !== keyOf(object)
}

// Options and tablespace are not looked at by the server either.
function indexAskedFor(object: CatalogObject): string {
  const attributes = constraintAttributes(object)
  const { method, columns = [], include = [], nullsNotDistinct = false, deferrable = null } = attributes
  const { keys = '', predicate = null, period = false } = attributes
  return canonical([method ?? '', [...columns], [...include], nullsNotDistinct, deferrable, keys, predicate, period])
}
