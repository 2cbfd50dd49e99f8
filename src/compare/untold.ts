// What one side does not tell: attributes that could not be read there for want of a privilege, and secrets, which
// a stored snapshot never holds. They are no differences; findings say that they were not compared.
import type { Finding } from '../model/finding.ts'
import { keyOf } from '../model/object.ts'
import { secretNames, secretsAttribute } from '../model/secrets.ts'
import type { KindTraits } from '../model/snapshot.ts'
import type { Pair } from './pair-objects.ts'

/** True where a side lacks an attribute that it may lack. */
export function isUntold({ left, right }: Pair, attribute: string, { mayLack = [], secrets }: KindTraits): boolean {
  const isComplete = left.attributes[attribute] !== undefined && right.attributes[attribute] !== undefined
  return !isComplete && (mayLack.includes(attribute) || (secrets === true && attribute === secretsAttribute))
}

/** Of each object whose secrets only one side tells. */
export function untoldSecrets(pairs: Iterable<Pair>): Finding[] {
  return [...pairs].flatMap(({ left, right }) => {
    const told = [left, right].filter(({ attributes }) => attributes[secretsAttribute] !== undefined)
    const names = told.length === 1 ? told.flatMap(secretNames) : []
    return names.length === 0 ? [] : [notCompared(keyOf(left), names)]
  })
}

function notCompared(subject: string, names: readonly string[]): Finding {
  return {
    code: 'secrets-not-compared',
    severity: 'info',
    subject,
    message: `one side does not tell its secrets, so that these were not compared: ${names.join(', ')}`,
  }
}
