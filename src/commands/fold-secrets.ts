// What a fold says of the secrets that the history sets: up.sql has none of them, so a person has to set them.
import { secretStatements } from '../catalog/secrets.ts'
import { PgfoldError } from '../errors.ts'
import type { Finding } from '../model/finding.ts'
import { keyOf } from '../model/object.ts'
import type { CatalogObject } from '../model/object.ts'
import { secretNames, secretsAttribute } from '../model/secrets.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { canonical } from '../model/value.ts'

/** One warning for each object whose secrets the history sets. */
export function secretFindings(before: Snapshot, after: Snapshot): Finding[] {
  const there = new Map(before.objects.map((object) => [keyOf(object), object]))
  return after.objects.flatMap((object) => {
    const earlier = there.get(keyOf(object))
    const isKept = earlier !== undefined && secretsOf(earlier) === secretsOf(object)
    return secretNames(object).length === 0 || isKept ? [] : [notWritten(object, earlier)]
  })
}

/** Throws `unverified`: a user mapping or a subscription without what this role may not read would be another one. */
export function refuseUnreadable({ findings }: Snapshot): void {
  const refused = findings.filter(({ code }) => code === 'unreadable')
  if (refused.length === 0) return
  throw new PgfoldError('unverified', 'there is something that this role may not read, so that it cannot be carried', {
    details: refused.map(({ subject }) => subject),
    hint: 'Fold as a superuser.',
    exitCode: 1,
  })
}

function secretsOf({ attributes }: CatalogObject): string {
  return canonical(attributes[secretsAttribute] ?? null)
}

function notWritten(object: CatalogObject, earlier: CatalogObject | undefined): Finding {
  const statements = secretStatements(object, earlier).join('; ')
  return {
    code: 'secret-left-out',
    severity: 'warning',
    subject: keyOf(object),
    message: `up.sql holds no secrets: set ${secretNames(object).join(', ')} where it runs, with ${statements}`,
  }
}
