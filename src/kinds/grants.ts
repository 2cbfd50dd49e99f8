// GRANT and REVOKE statements from the difference of an access control list (acl.ts). Roles that get the same
// share a statement; what another role than the owner granted is granted as that role, once it may.
import type { CatalogObject } from '../model/object.ts'
import { canonical } from '../model/value.ts'
import type { AclDifference, Grant } from './acl.ts'
import { grantee } from './grantee.ts'
import type { RenderView } from './kind.ts'

/** `SELECT ON TABLE public.users` for some privileges; what stands between GRANT and TO. */
export type Spelling = (privileges: readonly string[]) => string

/** The statements that make a new object's privileges what they are. */
export function createGrants(object: CatalogObject, spelling: Spelling, view: RenderView): string[] {
  const { granted, revoked } = differenceOf(object)
  return [...revokes(revoked, spelling, view), ...grants(granted, spelling, view)]
}

/** The statements that give the default back. */
export function dropGrants(object: CatalogObject, spelling: Spelling, view: RenderView): string[] {
  const { granted, revoked } = differenceOf(object)
  return [...revokes(granted, spelling, view), ...grants(revoked, spelling, view)]
}

/** The statements that lead from one difference to another. */
export function alterGrants(
  change: { readonly before: CatalogObject; readonly after: CatalogObject },
  spelling: Spelling,
  view: RenderView,
): string[] {
  const [before, after] = [differenceOf(change.before), differenceOf(change.after)]
  return [
    ...revokes([...without(before.granted, after.granted), ...without(after.revoked, before.revoked)], spelling, view),
    ...grants([...without(before.revoked, after.revoked), ...without(after.granted, before.granted)], spelling, view),
  ]
}

function differenceOf(object: CatalogObject): AclDifference {
  return object.attributes as unknown as AclDifference
}

function without(all: readonly Grant[], known: readonly Grant[]): Grant[] {
  const texts = new Set(known.map(canonical))
  return all.filter((grant) => !texts.has(canonical(grant)))
}

function grants(all: readonly Grant[], spelling: Spelling, view: RenderView): string[] {
  return inOrder(all).flatMap((group) => {
    const [first] = group
    if (first === undefined) return []
    const roles = group.map((grant) => grantee(grant.grantee, view)).join(', ')
    const option = first.grantable ? ' WITH GRANT OPTION' : ''
    return asGrantor(first, `GRANT ${spelling(first.privileges)} TO ${roles}${option}`, view)
  })
}

function revokes(all: readonly Grant[], spelling: Spelling, view: RenderView): string[] {
  return inOrder(all)
    .toReversed()
    .flatMap((group) => {
      const [first] = group
      if (first === undefined) return []
      const roles = group.map((grant) => grantee(grant.grantee, view)).join(', ')
      return asGrantor(first, `REVOKE ${spelling(first.privileges)} FROM ${roles}`, view)
    })
}

/** Grants of the owner first, then those of roles that were granted the option before. */
function inOrder(all: readonly Grant[]): Grant[][] {
  const ordered: Grant[] = all.filter((grant) => grant.grantor === undefined)
  let waiting = all.filter((grant) => grant.grantor !== undefined)
  while (waiting.length > 0) {
    const ready = waiting.filter(({ grantor }) => !waiting.some((other) => other.grantee === grantor))
    const next = ready.length === 0 ? waiting : ready
    ordered.push(...next)
    waiting = waiting.filter((grant) => !next.includes(grant))
  }
  return shared(ordered)
}

/** Neighbours that differ only in the grantee become one group. */
function shared(all: readonly Grant[]): Grant[][] {
  const groups = new Map<string, Grant[]>()
  for (const grant of all) {
    const key = canonical({ ...grant, grantee: null })
    groups.set(key, [...(groups.get(key) ?? []), grant])
  }
  return [...groups.values()]
}

function asGrantor({ grantor }: Grant, statement: string, view: RenderView): string[] {
  if (grantor === undefined) return [statement]
  return [`SET ROLE ${view.role(grantor)}`, statement, 'RESET ROLE']
}
