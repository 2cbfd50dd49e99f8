// Views and materialized views are defined by a query, which the server deparses. Its default form is used,
// not the pretty one: the manual recommends it for text that is run again, since it keeps every parenthesis.
import { rowColumns } from './row-columns.ts'
import type { RowColumn } from './row-columns.ts'

/** The columns that views and materialized views share, for pg_class `c` and pg_namespace `n`. */
export const viewColumns = `
    c.oid,
    n.nspname::text as schema,
    c.relname::text as name,
    pg_catalog.pg_get_userbyid(c.relowner)::text as owner,
    pg_catalog.pg_get_viewdef(c.oid) as definition,
    ${rowColumns('c.oid')} as columns`

/** What `viewColumns` gives. */
export interface ViewRow {
  readonly oid: number
  readonly schema: string
  readonly name: string
  readonly owner: string
  readonly definition: string
  readonly columns: readonly RowColumn[]
}

/** The query without the semicolon and the indentation of its first line. */
export function viewDefinition(row: ViewRow): string {
  const text = row.definition.trim()
  return text.endsWith(';') ? text.slice(0, -1) : text
}

/** The columns as an attribute. */
export function columnsAttribute(row: ViewRow): { name: string; type: string; collation: string | null }[] {
  return row.columns.map(({ name, type, collation }) => ({ name, type, collation }))
}
