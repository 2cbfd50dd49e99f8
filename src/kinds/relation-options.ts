// Storage parameters (reloptions): `name=value` texts whose order has no meaning, so that they are sorted
// where they are read. Those of a TOAST table are the table's, with the prefix `toast.`.
// Manual: CREATE TABLE and CREATE INDEX, "Storage Parameters".
import { quoteLiteral, quoteName } from '../sql/quote.ts'

/** The sorted options of an array column. */
export function sortedOptions(column: string): string {
  return `case when ${column} is null then '{}' else array(select o from pg_catalog.unnest(${column}) as o order by o) end`
}

/** The name of a tablespace, or null: most relations lie in that of their database, whose number is none (0). */
export function tablespaceName(oidColumn: string): string {
  return `case when ${oidColumn} <> 0 then (
      select ts.spcname::text from pg_catalog.pg_tablespace as ts where ts.oid = ${oidColumn}) end`
}

/** The list inside `WITH (…)` or `SET (…)`: `fillfactor = 70, toast.autovacuum_enabled = false`. */
export function optionList(options: readonly string[]): string {
  return options.map(optionText).join(', ')
}

/** ` WITH (…)`, or nothing. */
export function withOptions(options: readonly string[]): string {
  return options.length === 0 ? '' : ` WITH (${optionList(options)})`
}

function optionText(option: string): string {
  const at = option.indexOf('=')
  const name = option.slice(0, at).split('.').map(quoteName).join('.')
  return `${name} = ${optionValue(option.slice(at + 1))}`
}

function optionValue(value: string): string {
  const plain = /^-?\d+(\.\d+)?$/u.test(value) || ['true', 'false', 'on'].includes(value) || quoteName(value) === value
  return plain ? value : quoteLiteral(value)
}
