// The options that foreign data wrappers, servers, user mappings, foreign tables and their columns take. The catalog
// holds them as `name=value` (the first = ends the name); their order means nothing, though pg_dump prints it. Those
// that are secrets are compared by digest and never written (model/secrets.ts).
// Manual: CREATE SERVER, CREATE USER MAPPING, CREATE FOREIGN TABLE, and their ALTER.
import type { CatalogObject, Identity } from '../model/object.ts'
import { isSecretOption, secretDigests, secretsAttribute } from '../model/secrets.ts'
import type { OptionPlace, SecretValues } from '../model/secrets.ts'
import type { Attributes } from '../model/value.ts'
import { quoteLiteral, quoteName } from '../sql/quote.ts'
import { givenOrder } from './given-order.ts'
import type { KindSecrets } from './kind.ts'

/** The columns of a row that has options. */
export interface OptionRow {
  /** In the order in which they were given. */
  readonly options: readonly string[]
}

/** The attributes `options`, sorted, and `secrets`. */
export function describeOptions({ options }: OptionRow, place: OptionPlace): Attributes {
  return {
    options: plainOptions(options, place).toSorted(),
    [secretsAttribute]: secretDigests(secretOptions(options, place)),
  }
}

/** What the identity keeps of their order. */
export function givenOptions({ options }: OptionRow, place: OptionPlace): Pick<Identity, 'given'> {
  const plain = plainOptions(options, place)
  return givenOrder(plain, plain.toSorted())
}

/** The secrets of a kind whose options ALTER takes; `subject` spells `SERVER files`. */
export function optionSecrets<Row extends OptionRow & { readonly oid: number }>(
  place: OptionPlace,
  subject: (object: CatalogObject) => string,
): KindSecrets<Row> {
  return {
    of: (row) => secretOptions(row.options, place),
    set: (object, { from, to }) => {
      return optionChanges(listOf(from), listOf(to)).map((changes) => `ALTER ${subject(object)} ${changes}`)
    },
  }
}

/** `OPTIONS (host 'db', port '5432')`, or nothing. */
export function optionsClause(options: readonly string[]): string[] {
  return options.length === 0 ? [] : [`OPTIONS (${options.map(optionText).join(', ')})`]
}

/** `OPTIONS (DROP a, SET b 'x', ADD c 'y')` as ALTER takes it; nothing where nothing changes. */
export function optionChanges(before: readonly string[], after: readonly string[]): string[] {
  const [from, to] = [new Map(before.map(split)), new Map(after.map(split))]
  const changes = [
    ...[...from.keys()].filter((name) => !to.has(name)).map((name) => `DROP ${quoteName(name)}`),
    ...[...to].flatMap(([name, value]) => {
      if (from.get(name) === value) return []
      return [`${from.has(name) ? 'SET' : 'ADD'} ${quoteName(name)} ${quoteLiteral(value)}`]
    }),
  ]
  return changes.length === 0 ? [] : [`OPTIONS (${changes.join(', ')})`]
}

/** What ALTER says of the secrets that go: only what is taken away can be written. */
export function droppedSecrets(before: CatalogObject, after: CatalogObject): string[] {
  const [from, to] = [before, after].map(({ attributes }) => (attributes[secretsAttribute] ?? {}) as SecretValues)
  return Object.keys(from ?? {})
    .filter((name) => to?.[name] === undefined)
    .map((name) => `${name}=`)
}

function plainOptions(options: readonly string[], place: OptionPlace): string[] {
  return options.filter((option) => !isSecretOption(...split(option), place))
}

function secretOptions(options: readonly string[], place: OptionPlace): SecretValues {
  return Object.fromEntries(options.map(split).filter(([name, value]) => isSecretOption(name, value, place)))
}

function listOf(values: SecretValues): string[] {
  return Object.entries(values).map(([name, value]) => `${name}=${value}`)
}

function split(option: string): [name: string, value: string] {
  const at = option.indexOf('=')
  return [option.slice(0, at), option.slice(at + 1)]
}

function optionText(option: string): string {
  const [name, value] = split(option)
  return `${quoteName(name)} ${quoteLiteral(value)}`
}
