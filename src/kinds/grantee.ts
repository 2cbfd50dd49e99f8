// Roles that privileges and policies name: null is the principal, `public` (which no role may be named) stands
// for PUBLIC, anything else is the name of a role.
import type { ReadContext, RenderView } from './kind.ts'

/** The name that a query printed, as the snapshot names it. */
export function readGrantee(name: string, context: ReadContext): string | null {
  return name === 'public' ? name : context.role(name)
}

/** A role as SQL names it. */
export function grantee(name: string | null, view: RenderView): string {
  return name === 'public' ? 'PUBLIC' : view.role(name)
}

/** The principal first, then by name. */
export function sortRoles(roles: readonly (string | null)[]): (string | null)[] {
  return roles.toSorted((a, b) => ((a ?? '') < (b ?? '') ? -1 : 1))
}
