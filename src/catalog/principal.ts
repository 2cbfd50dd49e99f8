import type { KindRow, ReadContext } from '../kinds/kind.ts'

/** Objects below this oid were made by initdb (PostgreSQL's FirstNormalObjectId). */
const firstUserOid = 16384

interface Roles {
  readonly principal: string
  readonly bootstrap: string
}

/**
 * The principal: the role that owns most of the objects that users made; the current role where there are
 * none. Owners are compared relative to it, so that databases deployed by different roles compare equal.
 */
export function findPrincipal(
  session: { readonly current: string; readonly bootstrap: string },
  rows: readonly KindRow[],
): Roles {
  const counts = new Map<string, number>()
  for (const row of rows) {
    if (row.oid < firstUserOid || !('owner' in row) || typeof row.owner !== 'string') continue
    counts.set(row.owner, (counts.get(row.owner) ?? 0) + 1)
  }
  const [most] = [...counts].toSorted(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
  return { principal: most?.[0] ?? session.current, bootstrap: session.bootstrap }
}

/**
 * Names roles for the description of one row. What initdb made and the bootstrap superuser owns has no
 * owner of anybody's choosing, so that it counts as the principal's.
 */
export function roleNamer(row: KindRow, roles: Roles): ReadContext['role'] {
  return (name) => {
    if (name === roles.principal) return null
    return row.oid < firstUserOid && name === roles.bootstrap ? null : name
  }
}
