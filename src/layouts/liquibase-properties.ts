// `--property name:… value:…` of Liquibase's formatted SQL: what stands in the place of `${name}`. Of several values the
// first one counts, of those that are for PostgreSQL; one that says global:false is for its own file, and comes behind
// all others there.
import { isForPostgres, optionOf, type WithOptions } from './liquibase-options.ts'
import type { Line } from './parts.ts'

/** `options` is the whole line. */
export interface Property extends WithOptions {
  readonly name: string
  readonly value: string
}

export const propertyLine = /^\s*--\s*property\s+(?=.*\bname:\s*(\S+))(?=.*\bvalue:\s*(\S+))/iu

/** The property that a line sets. */
export function propertyOn({ text }: Pick<Line, 'text'>): Property | undefined {
  const [, name, value] = propertyLine.exec(text) ?? []
  return name === undefined || value === undefined ? undefined : { name, value, options: text }
}

export function isGlobal(property: Property): boolean {
  return (optionOf(property, 'global') ?? 'true').toLowerCase() === 'true'
}

interface WithProperties {
  readonly properties: readonly Property[]
}

interface Defined {
  readonly all: readonly WithProperties[]
  /** Values from outside, by name: Liquibase has them before it reads a file. */
  readonly given: Readonly<Record<string, string>>
}

/** The values in a file by placeholder: only `${name}` is replaced, not the other forms that a given value has. */
export function valuesIn(file: WithProperties, { all, given }: Defined): Readonly<Record<string, string>> {
  const shared = all.flatMap(({ properties }) => properties.filter(isGlobal))
  const own = file.properties.filter((property) => !isGlobal(property))
  const counting = [...own, ...shared.toReversed()].filter(
    (each) => isForPostgres(each) && given[each.name] === undefined,
  )
  return Object.fromEntries(counting.map(({ name, value }) => [`\${${name}}`, value]))
}
