// What functions, procedures and aggregates share: one catalog (pg_proc), an identity of name and input types,
// and owners. Functions that a range type made for itself (its constructors) belong to the type.
import type { CatalogObject, Identity } from '../model/object.ts'
import { keyFor } from '../model/object.ts'
import { isNotExtensionMember, isUserSchema } from '../sql/filters.ts'
import type { KindRow } from './kind.ts'

/** The columns that name a routine. */
export interface RoutineRow extends KindRow {
  readonly schema: string
  readonly name: string
  readonly owner: string
  /** The input types in order, as `format_type` prints them. */
  readonly signature: string
}

export const routineColumns = `
    p.oid,
    n.nspname::text as schema,
    p.proname::text as name,
    pg_catalog.pg_get_userbyid(p.proowner)::text as owner,
    (
      select coalesce(pg_catalog.string_agg(pg_catalog.format_type(input.type, null), ', ' order by input.position), '')
      from pg_catalog.unnest(p.proargtypes::oid[]) with ordinality as input(type, position)
    ) as signature`

/** The FROM and WHERE of a query over routines `p`: a condition on `p.prokind` and one more join. */
export function fromRoutines(condition: string, join: string): string {
  return `from pg_catalog.pg_proc as p
  join pg_catalog.pg_namespace as n on n.oid = p.pronamespace
  ${join}
  where ${condition}
    and ${isUserSchema('n.nspname')}
    and ${isNotExtensionMember('pg_proc', 'p.oid')}
    and not exists (
      select from pg_catalog.pg_depend as made
      where made.classid = 'pg_catalog.pg_proc'::regclass and made.objid = p.oid and made.deptype = 'i')`
}

/** Schema, name and input types: what PostgreSQL tells routines apart by. */
export function routineIdentity(row: RoutineRow): Identity {
  return { parts: [row.schema, row.name], signature: row.signature, schema: row.schema }
}

/**
 * A routine as COMMENT, ALTER and DROP take it. A procedure is spelled with all its arguments and their
 * modes, since the types alone may fit two procedures; an aggregate with its ORDER BY or `*`.
 */
export function routineSpelling(object: CatalogObject): string {
  const keyword = object.kind.toUpperCase()
  const name = keyFor(object.kind, ...object.identity.parts).slice(object.kind.length + 1)
  const list = object.attributes['arguments']
  if (object.kind === 'aggregate') return `${keyword} ${name}(${String(list)})`
  const all = (Array.isArray(list) ? list : []) as { readonly mode: string; readonly type: string }[]
  if (object.kind !== 'procedure') return `${keyword} ${object.id}`
  return `${keyword} ${name}(${all.map(({ mode, type }) => `${mode} ${type}`).join(', ')})`
}
