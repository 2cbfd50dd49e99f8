// Connection strings as libpq reads them (manual, "Connection Strings"), taken apart only so far that the secrets in one
// can be left out and put back to the letter: `host=db password=… dbname=app`, `postgresql://app:…@db/app?sslpassword=…`.
import { isSecretOption } from '../model/secrets.ts'
import type { SecretValues } from '../model/secrets.ts'

/** A connection string whose secrets are empty, and the secrets as they were spelled, by the name of their option. */
export interface SplitConnection {
  readonly connection: string
  readonly secrets: SecretValues
}

/** Leaves the secrets out. */
export function splitConnection(text: string): SplitConnection {
  const secret = valuesOf(text).filter(({ name, value }) => isSecretOption(name, value, 'server'))
  const blank = isUri(text) ? '' : "''"
  return {
    connection: replaced(text, secret, () => blank),
    secrets: Object.fromEntries(secret.map(({ label, from, to }) => [label, text.slice(from, to)])),
  }
}

/** Puts secrets back where `splitConnection` left them out. */
export function joinConnection(connection: string, secrets: SecretValues): string {
  const places = valuesOf(connection).filter(({ label }) => secrets[label] !== undefined)
  return replaced(connection, places, ({ label }) => secrets[label] ?? '')
}

interface OptionValue {
  readonly name: string
  /** The name, with a number where the option is given again. */
  readonly label: string
  /** Without quotes and escapes. */
  readonly value: string
  /** Where the value stands in the text, its quotes included. */
  readonly from: number
  readonly to: number
}

function valuesOf(text: string): OptionValue[] {
  const times = new Map<string, number>()
  return (isUri(text) ? valuesOfUri(text) : valuesOfPairs(text)).map((value) => {
    const time = (times.get(value.name) ?? 0) + 1
    times.set(value.name, time)
    return { ...value, label: time === 1 ? value.name : `${value.name} ${time}` }
  })
}

type Unlabelled = Omit<OptionValue, 'label'>

function isUri(text: string): boolean {
  return /^postgres(?:ql)?:\/\//u.test(text)
}

const pair = /([^\s=]+)\s*=\s*('(?:\\.|[^'\\])*'|(?:\\.|[^\s\\])*)/dgsu

function valuesOfPairs(text: string): Unlabelled[] {
  return [...text.matchAll(pair)].map(({ 1: name = '', 2: spelled = '', indices }) => {
    const [from, to] = indices?.[2] ?? [0, 0]
    const inner = spelled.startsWith("'") ? spelled.slice(1, -1) : spelled
    return { name, value: inner.replaceAll(/\\(.)/gsu, '$1'), from, to }
  })
}

const userInfo = /^postgres(?:ql)?:\/\/[^:@/]*:([^@/]*)@/du
const parameter = /[?&]([^=&]*)=([^&]*)/dgu

function valuesOfUri(text: string): Unlabelled[] {
  const password = userInfo.exec(text)
  const found = [
    ...(password === null ? [] : [{ name: 'password', value: password[1] ?? '', span: password.indices?.[1] }]),
    ...[...text.matchAll(parameter)].map(({ 1: name = '', 2: value = '', indices }) => {
      return { name, value, span: indices?.[2] }
    }),
  ]
  return found.map(({ name, value, span: [from, to] = [0, 0] }) => ({ name, value, from, to }))
}

function replaced(text: string, places: readonly OptionValue[], by: (place: OptionValue) => string): string {
  let result = ''
  let end = 0
  for (const place of places) {
    result += text.slice(end, place.from) + by(place)
    end = place.to
  }
  return result + text.slice(end)
}
