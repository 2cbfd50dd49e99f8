// Secrets in the catalog: the options of foreign servers and user mappings, and connection strings, hold passwords in
// plain text (manual, "CREATE USER MAPPING", "CREATE SUBSCRIPTION"). Their values stay in memory: what a snapshot has
// of one is a digest by a key that is made anew in every run, so that two of one run can be told apart and nothing can
// be guessed from them; and even these are never stored nor shown.
import { createHmac, randomBytes } from 'node:crypto'
import type { CatalogObject } from './object.ts'
import type { Snapshot } from './snapshot.ts'
import type { Attributes, Value } from './value.ts'

/** Values of secrets by the name of their option. Never to be written, printed or put into an error. */
export type SecretValues = Readonly<Record<string, string>>

/** The attribute that holds the digests of an object's secrets, in kinds that have some. */
export const secretsAttribute = 'secrets'

// What the options of the foreign data wrappers in use are called, and libpq's. An account's name, the path of a file
// and the number of a key in a vault are none: they have to be carried. (`passfile` and `sslkey` are paths.)
const secretName =
  /^pass$|pass(?:word|wd|phrase|code)|pwd|secret|tokens?(?![a-z])|credential|jwt|bearer|^auth(?:orization)?$|^sa_key$|(?:api|access|account|private|service|storage|shared|signing|encryption|client|server|sas|auth)[_-]?key/iu
const describesOne =
  /[_-](?:id|name|user|required|file|path|dir|url|uri|endpoint|type|format|column|header|prefix|timeout|ttl|expiry|expires)$/iu
const userMappingKey = /^(?!.*ssl[_-]?key$).*key$/iu

// Connection strings with a password in them: postgres://app:…@host/db, Driver=…;PWD=….
const urlWithPassword = /:\/\/[^\s:/?#@]*:[^\s/@]+@/u
const passwordOfConninfo = /(?:pass(?:word|wd|phrase)?|pwd|secret|token)\s*=\s*[^\s;&]/iu

/** Whose option it is. In a user mapping whatever is called a key is one; in a table's options there is SQL. */
export type OptionPlace = 'server' | 'user-mapping' | 'table'

/** True where the value of an option is a secret, by its name or as a connection string that holds a password. */
export function isSecretOption(name: string, value: string, place: OptionPlace): boolean {
  if (value === '') return false
  if (urlWithPassword.test(value) || (place !== 'table' && passwordOfConninfo.test(value))) return true
  if (describesOne.test(name)) return false
  return secretName.test(name) || (place === 'user-mapping' && userMappingKey.test(name))
}

// Whoever has a digest and not the key cannot try passwords on it.
const key = randomBytes(32)
const digestLength = 16

/** The attribute `secrets`: a digest for each value. Equal values of one run have equal digests. */
export function secretDigests(values: SecretValues): Readonly<Record<string, string>> {
  const digest = (value: string): string =>
    createHmac('sha256', key).update(value, 'utf8').digest('hex').slice(0, digestLength)
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, digest(value)]))
}

/** The names of the secrets that an object has, in alphabetical order. */
export function secretNames({ attributes }: Pick<CatalogObject, 'attributes'>): string[] {
  return Object.keys((attributes[secretsAttribute] ?? {}) as SecretValues).toSorted()
}

/** A snapshot as it may be stored: it does not say of any object whether it has secrets. */
export function withoutSecrets(snapshot: Snapshot): Snapshot {
  const leaveOut = (attributes: Attributes): Attributes =>
    Object.fromEntries(Object.entries(attributes).filter(([name]) => name !== secretsAttribute))
  const objects = snapshot.objects.map((object) =>
    object.attributes[secretsAttribute] === undefined ? object : { ...object, attributes: leaveOut(object.attributes) },
  )
  return { ...snapshot, objects }
}

/** The two values of the attribute as a difference shows them: which secrets there are, and which of them differ. */
export function shownSecrets(left: Value, right: Value): { readonly left: Value; readonly right: Value } {
  const [lefts, rights] = [(left ?? {}) as SecretValues, (right ?? {}) as SecretValues]
  const differs = (name: string): boolean =>
    lefts[name] !== undefined && rights[name] !== undefined && lefts[name] !== rights[name]
  const shown = (values: SecretValues, changed: string): Value =>
    Object.fromEntries(Object.keys(values).map((name) => [name, differs(name) ? changed : '(secret)']))
  return { left: shown(lefts, '(secret)'), right: shown(rights, '(another secret)') }
}
