// What a fold says of the secrets that the history sets: up.sql has none of them, so a person has to set them.
import { secretStatements } from '../catalog/secrets.ts'
import type { Finding } from '../model/finding.ts'
import { keyOf } from '../model/object.ts'
import type { CatalogObject } from '../model/object.ts'
import { secretNames, secretsAttribute } from '../model/secrets.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { canonical } from '../model/value.ts'

/** One warning for each object whose secrets the history sets. */
export function secretFindings(before: Snapshot, after: Snapshot): Finding[] {
  const earlier = new Map(before.objects.map((object) => [keyOf(object), secretsOf(object)]))
  return after.objects
    .filter((object) => secretNames(object).length > 0 && earlier.get(keyOf(object)) !== secretsOf(object))
    .map(notWritten)
}

function secretsOf({ attributes }: CatalogObject): string {
  return canonical(attributes[secretsAttribute] ?? null)
}

function notWritten(object: CatalogObject): Finding {
  const statements = secretStatements(object).join('; ')
  return {
    code: 'secret-left-out',
    severity: 'warning',
    subject: keyOf(object),
    message: `up.sql holds no secrets: set ${secretNames(object).join(', ')} where it runs, with ${statements}`,
  }
}
