// Folding some schemas alone: what they need of the others is not carried, and is named.
import { PgfoldError } from '../errors.ts'
import type { Finding } from '../model/finding.ts'
import { keyOf } from '../model/object.ts'
import type { Snapshot } from '../model/snapshot.ts'

/** Throws `unknown-schema`: a schema that is not there would fold into nothing. */
export function refuseUnknownSchemas({ objects }: Snapshot, schemas: readonly string[]): void {
  if (schemas.length === 0) return
  const known = new Set(objects.flatMap(({ identity }) => identity.schema ?? []))
  const unknown = schemas.filter((schema) => !known.has(schema))
  if (unknown.length === 0) return
  throw new PgfoldError('unknown-schema', `There is no schema ${unknown.join(', ')}`, {
    hint: 'Check the name; it is taken as it is, without folding to lower case.',
  })
}

/** One warning for each object of another schema that something carried needs, with the first that needs it. */
export function outsideFindings(before: Snapshot, after: Snapshot, schemas: readonly string[]): Finding[] {
  if (schemas.length === 0) return []
  const known = new Set([...before.objects, ...after.objects].map(keyOf))
  const needed = new Map<string, string>()
  for (const object of after.objects) {
    for (const need of object.dependsOn) {
      if (!known.has(need) && !needed.has(need)) needed.set(need, keyOf(object))
    }
  }
  return [...needed].toSorted().map(([need, by]) => ({
    code: 'outside-schema',
    severity: 'warning',
    subject: need,
    message: `${by} needs it, and its schema is not folded: it must exist where up.sql runs`,
  }))
}
