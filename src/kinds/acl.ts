// Access control lists as differences from what the server grants by itself. A NULL list and the spelled-out
// default are the same; a newer server may know more privileges (MAINTAIN in 17), so a grantee who has every
// one of several privileges has `ALL`.
import { canonical } from '../model/value.ts'
import { readGrantee } from './grantee.ts'
import type { ReadContext } from './kind.ts'

/** One privilege as `aclexplode` gives it, with the names of roles; `public` stands for PUBLIC. */
interface AclItem {
  readonly grantor: string
  readonly grantee: string
  readonly privilege: string
  readonly grantable: boolean
}

/** Privileges that one role has, or has lost. A type, so that it is a `Value`. */
export type Grant = {
  readonly grantee: string | null
  readonly privileges: readonly string[]
  readonly grantable: boolean
  /** The role that granted it, where that is not the owner. */
  readonly grantor?: string | null
}

/** What differs from the default: both lists sorted, `ALL` for all privileges. */
export interface AclDifference {
  readonly granted: readonly Grant[]
  readonly revoked: readonly Grant[]
}

/** A subquery that gives an aclitem[] as one JSON list of `AclItem`. */
export function aclItems(acl: string): string {
  return `(
      select coalesce(pg_catalog.json_agg(pg_catalog.json_build_object(
        'grantor', pg_catalog.pg_get_userbyid(i.grantor),
        'grantee', case i.grantee when 0 then 'public' else pg_catalog.pg_get_userbyid(i.grantee) end,
        'privilege', i.privilege_type,
        'grantable', i.is_grantable)), '[]')
      from pg_catalog.aclexplode(${acl}) as i)`
}

/** True where two aclitem[] of an object's owner are not equal as sets: what `isDefault` says of them, on the server. */
export function aclsDiffer(acl: string, baseline: string, owner: string): string {
  const sorted = (items: string, grantor: string, grantee: string): string =>
    `array(select (${grantor}, ${grantee}, i.privilege_type, i.is_grantable)::text from pg_catalog.aclexplode(${items}) as i order by 1)`
  return `(pg_catalog.cardinality(${acl}) is distinct from pg_catalog.cardinality(${baseline})
      or ${sorted(acl, 'i.grantor', 'i.grantee')}
        <> ${sorted(baseline, owner, `case i.grantee when i.grantor then ${owner} else i.grantee end`)})`
}

/** A list as it is, with what it would be by default. */
export interface AclRow {
  readonly current: readonly AclItem[]
  readonly baseline: readonly AclItem[]
  /** Every privilege that there is on such an object. */
  readonly complete: readonly string[]
  readonly object_owner: string
}

/** The difference of one list from its default. */
export function aclDifference(row: AclRow, context: ReadContext): AclDifference {
  const baseline = row.baseline.map((item) => ofOwner(item, row))
  return {
    granted: group(
      row.current.filter(
        (item) => !baseline.some((other) => isSame(item, other) && item.grantable === other.grantable),
      ),
      row,
      context,
    ),
    revoked: group(
      baseline.filter((item) => !row.current.some((other) => isSame(item, other) && item.grantable <= other.grantable)),
      row,
      context,
    ),
  }
}

/** True where nothing differs. */
export function isDefault({ granted, revoked }: AclDifference): boolean {
  return granted.length === 0 && revoked.length === 0
}

function isSame(a: AclItem, b: AclItem): boolean {
  return a.grantor === b.grantor && a.grantee === b.grantee && a.privilege === b.privilege
}

/** pg_init_privs keeps the owner of that time; a change of owner rewrites the list, not pg_init_privs. */
function ofOwner(item: AclItem, { object_owner: owner }: AclRow): AclItem {
  return { ...item, grantor: owner, grantee: item.grantee === item.grantor ? owner : item.grantee }
}

function group(items: readonly AclItem[], row: AclRow, context: ReadContext): Grant[] {
  const groups = new Map<string, { readonly grant: Omit<Grant, 'privileges'>; readonly privileges: string[] }>()
  for (const { grantor, grantee, privilege, grantable } of items) {
    const grant = {
      grantee: readGrantee(grantee, context),
      grantable,
      ...(grantor === row.object_owner ? {} : { grantor: context.role(grantor) }),
    }
    const entry = groups.get(canonical(grant)) ?? { grant, privileges: [] }
    groups.set(canonical(grant), entry)
    entry.privileges.push(privilege)
  }
  return [...groups]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { grant, privileges }]) => Object.assign(grant, { privileges: collapse(privileges, row.complete) }))
}

function collapse(privileges: readonly string[], complete: readonly string[]): string[] {
  const all = complete.length > 1 && complete.every((privilege) => privileges.includes(privilege))
  return all ? ['ALL'] : privileges.toSorted()
}
