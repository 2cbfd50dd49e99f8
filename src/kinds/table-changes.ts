// What ALTER TABLE can say of a table that existed before the history. Columns, defaults and constraints are
// objects of their own; the order of columns follows from ADD COLUMN, which puts each behind the others.
// Manual: ALTER TABLE.
import type { CatalogObject } from '../model/object.ts'
import { canonical } from '../model/value.ts'
import type { RenderView } from './kind.ts'
import { alterOwner } from './owner.ts'
import { optionChanges } from './option-changes.ts'
import { tableAttributes } from './table-attributes.ts'
import type { TableAttributes } from './table-attributes.ts'

/** Complete statements; undefined where no ALTER TABLE makes `after` of `before`. */
export function alterTable(before: CatalogObject, after: CatalogObject, view: RenderView): string[] | undefined {
  const [from, to] = [tableAttributes(before), tableAttributes(after)]
  const { owner, rowSecurity, forceRowSecurity, columnOrder, options, persistence, replicaIdentity } = after.attributes
  const said = { owner, rowSecurity, forceRowSecurity, columnOrder, options, persistence, replicaIdentity }
  if (canonical({ ...before.attributes, ...said } as typeof before.attributes) !== canonical(after.attributes))
    return undefined
  if (!isAppended(from.columnOrder, to.columnOrder)) return undefined
  const onlyOwner = { ...before, attributes: { ...after.attributes, owner: before.attributes['owner'] ?? null } }
  return [
    ...actions(from, to).map((action) => `ALTER TABLE ${after.id} ${action}`),
    ...(before.attributes['owner'] === owner
      ? []
      : (alterOwner(`TABLE ${after.id}`, { before: onlyOwner, after }, view) ?? [])),
  ]
}

/** True where the columns that stay keep their order, as ADD COLUMN leaves it. */
export function isAppended(before: readonly string[], after: readonly string[]): boolean {
  const kept = before.filter((name) => after.includes(name))
  return kept.every((name, place) => after[place] === name)
}

function actions(from: TableAttributes, to: TableAttributes): string[] {
  return [
    ...(from.persistence === to.persistence ? [] : [`SET ${to.persistence === 'unlogged' ? 'UN' : ''}LOGGED`]),
    ...optionChanges(from.options, to.options),
    ...(from.rowSecurity === to.rowSecurity ? [] : [`${to.rowSecurity ? 'EN' : 'DIS'}ABLE ROW LEVEL SECURITY`]),
    ...(from.forceRowSecurity === to.forceRowSecurity
      ? []
      : [`${to.forceRowSecurity ? '' : 'NO '}FORCE ROW LEVEL SECURITY`]),
    // The index of `index` says so itself.
    ...(from.replicaIdentity === to.replicaIdentity || to.replicaIdentity === 'index'
      ? []
      : [`REPLICA IDENTITY ${to.replicaIdentity.toUpperCase()}`]),
  ]
}
