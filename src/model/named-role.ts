// Is a role named in a snapshot? Kinds write roles where they have to: as an owner, in lists, in what identifies an
// object outside of schemas. Any value that is the name of the role counts, so that the answer can be yes without need,
// but never no.
import { quoteName } from '../sql/quote.ts'
import type { Snapshot } from './snapshot.ts'
import type { Value } from './value.ts'

/** True where the snapshot may name this role, and as another one than its principal. */
export function mayNameAsOther(snapshot: Snapshot, role: string): boolean {
  return role !== snapshot.principal && mayName(snapshot, role)
}

/** False where nothing in the snapshot names the role. */
function mayName({ objects }: Snapshot, role: string): boolean {
  const names: ReadonlySet<Value> = new Set([role, quoteName(role)])
  const isNamed = (value: Value): boolean =>
    names.has(value) || (typeof value === 'object' && value !== null && Object.values(value).some(isNamed))
  return objects.some(
    ({ identity: { parts, schema }, attributes }) => isNamed(attributes) || (schema === null && isNamed(parts)),
  )
}
