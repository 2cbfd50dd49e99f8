// Catalog → the attributes of a constraint, in parts rather than as one text, so that a difference names
// what differs. Manual: CREATE TABLE, CREATE DOMAIN; catalogs pg_constraint, and pg_index for the index
// behind a key. NOT NULL (contype n, PostgreSQL 18) belongs to the column, constraint triggers to the
// triggers; the copies that a foreign key has for each partition (conparentid) are part of it.
import { isNotExtensionMember, isUserSchema } from '../sql/filters.ts'
import { keysText, printedOptions } from './index-text.ts'
import type { KindRow } from './kind.ts'
import { attachedTo } from './partitioned-index.ts'
import { attributeNames, isUserTable } from './relation-filters.ts'
import { expressionTargets } from './index-statistics.ts'
import type { ExpressionTargets } from './index-statistics.ts'
import { sortedOptions, tablespaceName } from './relation-options.ts'
import type { NamePath } from './table-attributes.ts'

export interface ConstraintRow extends KindRow {
  readonly schema: string
  readonly relation: string
  readonly name: string
  /** Of the table; null for a domain. */
  readonly relkind: string | null
  readonly type: 'p' | 'u' | 'x' | 'c' | 'f'
  readonly is_deferrable: boolean
  readonly initially_deferred: boolean
  readonly validated: boolean
  readonly enforced: boolean
  readonly inherit: boolean
  readonly local: boolean
  readonly period: boolean
  readonly columns: readonly string[]
  readonly triggers: Readonly<Record<string, string>>
  // check
  readonly expression: string | null
  // foreign key
  readonly referenced_table: NamePath | null
  readonly referenced_columns: readonly string[] | null
  readonly match: string
  readonly on_update: string
  readonly on_delete: string
  readonly set_columns: readonly string[] | null
  // the index behind a key or an exclusion
  readonly method: string | null
  /** Of an exclusion alone. */
  readonly keys: string | null
  readonly predicate: string | null
  readonly statistics: ExpressionTargets | null
  readonly include: readonly string[] | null
  readonly nulls_not_distinct: boolean
  readonly options: readonly string[]
  readonly tablespace: string | null
  readonly valid: boolean
  readonly is_clustered: boolean
  readonly is_replica_identity: boolean
  readonly attached_to: NamePath | null
}

/** One row for each key, check, exclusion and foreign key of tables, and each check of domains. */
export function constraintQuery(serverVersion: number): string {
  const from = (version: number, column: string, earlier: string): string =>
    serverVersion < version ? earlier : column
  return `
  select
    con.oid,
    n.nspname::text as schema,
    coalesce(c.relname, t.typname)::text as relation,
    con.conname::text as name,
    c.relkind::text as relkind,
    con.contype::text as type,
    con.condeferrable as is_deferrable,
    con.condeferred as initially_deferred,
    con.convalidated as validated,
    ${from(180000, 'con.conenforced', 'true')} as enforced,
    con.contype <> 'c' or not con.connoinherit as inherit, -- a key that is attached loses what says the same of it
    con.conislocal as local,
    ${from(180000, 'con.conperiod', 'false')} as period,
    ${attributeNames('con.conrelid', 'con.conkey')} as columns,
    case when (con.contype = 'f' or con.condeferrable) and ${someTriggerIsUnusual}
      then ${triggerStates} else '{}' end as triggers,
    case when con.contype = 'c' then pg_catalog.pg_get_expr(con.conbin, con.conrelid) end as expression,
    case when con.contype = 'f' then ${referencedTable} end as referenced_table,
    case when con.contype = 'f' then ${attributeNames('con.confrelid', 'con.confkey')} end as referenced_columns,
    con.confmatchtype::text as match,
    con.confupdtype::text as on_update,
    con.confdeltype::text as on_delete,
    ${from(150000, setColumns, 'null::text[]')} as set_columns,
    am.amname::text as method,
    case when con.contype = 'x' then ${excludedKeys} end as keys,
    case when con.contype = 'x' then pg_catalog.pg_get_expr(ix.indpred, ix.indrelid) end as predicate,
    case when ix.indnatts > ix.indnkeyatts
      then ${attributeNames('con.conrelid', 'ix.indkey[ix.indnkeyatts:]')} end as include,
    ${from(150000, 'ix.indnullsnotdistinct', 'false')} as nulls_not_distinct,
    ${sortedOptions('i.reloptions')} as options,
    ${tablespaceName('i.reltablespace')} as tablespace,
    case when con.contype = 'x' then ${expressionTargets} end as statistics,
    ix.indisvalid and ix.indisready and ix.indislive as valid,
    ix.indisclustered as is_clustered,
    ix.indisreplident as is_replica_identity,
    ${attachedTo('i')} as attached_to
  from pg_catalog.pg_constraint as con
  left join pg_catalog.pg_class as c on c.oid = con.conrelid and c.relkind in ('r', 'p', 'f')
  left join pg_catalog.pg_type as t on t.oid = con.contypid
  join pg_catalog.pg_namespace as n on n.oid = coalesce(c.relnamespace, t.typnamespace)
  left join pg_catalog.pg_index as ix on ix.indexrelid = con.conindid and con.contype in ('p', 'u', 'x')
  left join pg_catalog.pg_class as i on i.oid = ix.indexrelid
  left join pg_catalog.pg_am as am on am.oid = i.relam
  where con.contype in ('p', 'u', 'x', 'c', 'f')
    and not (con.contype = 'f' and con.conparentid <> 0)
    and (con.contypid <> 0 or ${isUserTable('c', 'n')})
    and ${isUserSchema('n.nspname')}
    and (con.contypid = 0 or ${isNotExtensionMember('pg_type', 'con.contypid')})
  order by n.nspname, relation, con.conname`
}

// Asked once, not for each constraint: it is false in almost every database.
const someTriggerIsUnusual = `exists (
      select from pg_catalog.pg_trigger as unusual where unusual.tgisinternal and unusual.tgenabled <> 'O')`

// By function; for the copies of a foreign key that partitions have, with the table in front: `public.p1 RI_…`.
const triggerStates = `(
      with recursive copy as (
        select con.oid, false as is_copy
        union all
        select k.oid, true
        from copy, lateral ( -- one look into the index on conparentid for each
          select part.oid from pg_catalog.pg_constraint as part
          where part.conparentid = copy.oid and part.contype = 'f'
          offset 0) as k
      )
      select coalesce(pg_catalog.json_object_agg(name.text, tg.tgenabled order by name.text), '{}')
      from copy
      join pg_catalog.pg_trigger as tg on tg.tgconstraint = copy.oid and tg.tgisinternal and tg.tgenabled <> 'O'
      join pg_catalog.pg_proc as p on p.oid = tg.tgfoid
      cross join lateral (
        select case when copy.is_copy then tg.tgrelid::pg_catalog.regclass::text || ' ' else '' end || p.proname as text
      ) as name)`

// Schema and name; a lookup in the server's cache costs less than a join.
const referencedTable = `(
      pg_catalog.pg_identify_object_as_address('pg_catalog.pg_class'::regclass, con.confrelid, 0)).object_names`

const setColumns = `case when con.confdelsetcols is not null
      then ${attributeNames('con.conrelid', 'con.confdelsetcols')} end`

// What an exclusion constraint excludes is printed between its method and what has attributes of its own.
const excludedKeys = `(
      select ${keysText('printed')}
      from (
        select
          pg_catalog.pg_get_constraintdef(con.oid) as definition,
          pg_catalog.format('EXCLUDE USING %I ', am.amname) as prefix,
          ${printedOptions('i.reloptions')}
            || coalesce(' WHERE (' || pg_catalog.pg_get_expr(ix.indpred, ix.indrelid) || ')', '')
            || case when con.condeferrable then ' DEFERRABLE' else '' end
            || case when con.condeferred then ' INITIALLY DEFERRED' else '' end as suffix
        offset 0
      ) as printed)`
