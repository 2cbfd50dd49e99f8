// The relations whose rows count: catalogs pg_class, pg_attribute, pg_extension. Partitioned tables hold no
// rows themselves, so their leaves stand for them; foreign tables keep their rows elsewhere.
import { isNotExtensionMember, isUserSchema } from '../sql/filters.ts'
import { quotePath } from '../sql/quote.ts'

/** A relation that rows, a hash or a position may be read of; `id` is the one of the snapshot. */
export interface RowRelation {
  readonly kind: 'table' | 'materialized view' | 'sequence'
  readonly schema: string
  readonly name: string
  readonly id: string
  /** The topmost partitioned table that this table is a partition of. */
  readonly partitionOf?: { readonly name: string; readonly id: string }
  /** The table whose column a sequence belongs to (serial, identity). */
  readonly ownedBy?: { readonly name: string; readonly id: string }
}

/** Which relations count. */
export type RowFilter = (relation: RowRelation) => boolean

export interface RowTable {
  readonly schema: string
  readonly name: string
  readonly materialized: boolean
  /** The topmost partitioned table, or the table itself. */
  readonly rootSchema: string
  readonly rootName: string
  /** The WHERE clause of an extension's configuration table (manual, "Extension Configuration Tables"). */
  readonly condition: string | null
  /** bigint as text: bytes with TOAST. */
  readonly size: string
  readonly columns: readonly ColumnRow[]
}

export interface ColumnRow {
  readonly name: string
  /** The type's name in pg_type below all domains, '' where it is no type of PostgreSQL's own. */
  readonly baseType: string
  readonly generated: boolean
  readonly keyPlace: number
  readonly identityAlways: boolean
  readonly collatable: boolean
}

/** A table or materialized view as the filter sees it. */
export function relationOf({ schema, name, materialized, rootSchema, rootName }: RowTable): RowRelation {
  const relation = { schema, name, id: quotePath(schema, name) }
  if (materialized) return { kind: 'materialized view', ...relation }
  const root = { name: rootName, id: quotePath(rootSchema, rootName) }
  return { kind: 'table', ...relation, ...(root.id === relation.id ? {} : { partitionOf: root }) }
}

/** One `RowTable` a row: the user tables with a page on disk, and the populated materialized views. */
export const rowTablesQuery = `
  select
    n.nspname as schema,
    c.relname as name,
    c.relkind = 'm' as materialized,
    rn.nspname as "rootSchema",
    root.relname as "rootName",
    config.condition,
    pg_catalog.pg_table_size(c.oid)::pg_catalog.text as size,
    coalesce(columns.list, '[]') as columns
  from pg_catalog.pg_class as c
  join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
  join pg_catalog.pg_class as root on root.oid = coalesce(pg_catalog.pg_partition_root(c.oid)::pg_catalog.oid, c.oid)
  join pg_catalog.pg_namespace as rn on rn.oid = root.relnamespace
  left join lateral (
    select pg_catalog.max(e.extcondition[member.place]) as condition, pg_catalog.count(*) > 0 as listed
    from pg_catalog.pg_extension as e, pg_catalog.unnest(e.extconfig) with ordinality as member(oid, place)
    where member.oid = c.oid
  ) as config on true
  left join lateral (
    select pg_catalog.json_agg(pg_catalog.json_build_object(
      'name', a.attname,
      'baseType', coalesce((
        with recursive chain as (
          select a.atttypid as oid
          union all
          select t.typbasetype from chain join pg_catalog.pg_type as t on t.oid = chain.oid where t.typtype = 'd'
        )
        select t.typname from chain join pg_catalog.pg_type as t on t.oid = chain.oid
        where t.typtype <> 'd' and t.typnamespace = 'pg_catalog'::pg_catalog.regnamespace), ''),
      'generated', a.attgenerated <> '',
      'keyPlace', coalesce(pg_catalog.array_position(pk.conkey, a.attnum), 0),
      'identityAlways', a.attidentity = 'a',
      'collatable', a.attcollation <> 0) order by a.attnum) as list
    from pg_catalog.pg_attribute as a
    left join pg_catalog.pg_constraint as pk on pk.conrelid = a.attrelid and pk.contype = 'p'
    where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  ) as columns on true
  where ((c.relkind = 'r' and pg_catalog.pg_relation_size(c.oid) > 0) or (c.relkind = 'm' and c.relispopulated))
    and ${isUserSchema('n.nspname')}
    and (${isNotExtensionMember('pg_class', 'c.oid')} or config.listed)
  order by n.nspname collate "C", c.relname collate "C"`
