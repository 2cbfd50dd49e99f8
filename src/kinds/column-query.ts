// Catalog → the attributes of a column. Manual: CREATE TABLE; catalog pg_attribute. From PostgreSQL 18 on a
// NOT NULL is a constraint with a name (contype n): it stays a part of its column, so that databases of
// different versions compare equal; its name counts where it is not the one that the server chooses.
import type { Attributes } from '../model/value.ts'
import type { KindRow } from './kind.ts'
import { isUserTable } from './relation-filters.ts'
import { sequenceSettings } from './sequence-settings.ts'
import type { IdentityAttribute, NotNull } from './table-attributes.ts'

export interface ColumnRow extends KindRow {
  readonly schema: string
  readonly table: string
  readonly relkind: string
  readonly name: string
  readonly type: string
  readonly collation: string | null
  readonly not_null: boolean
  readonly not_null_constraint: {
    readonly name: string
    readonly usual_name: string
    readonly inherit: boolean
    readonly validated: boolean
    readonly local: boolean
  } | null
  readonly identity: IdentityAttribute | null
  readonly generated: 's' | 'v' | ''
  readonly generation_expression: string | null
  readonly storage: string | null
  readonly compression: string | null
  readonly statistics: number | null
  readonly options: readonly string[]
  /** For the wrapper of a foreign table. */
  readonly foreign_options: readonly string[]
  readonly is_local: boolean
  readonly is_partition: boolean
}

/** One row for each column of each user table. */
export function columnQuery(serverVersion: number): string {
  return `
  select
    c.oid,
    a.attnum as subid,
    n.nspname::text as schema,
    c.relname::text as table,
    c.relkind::text as relkind,
    a.attname::text as name,
    pg_catalog.format_type(a.atttypid, a.atttypmod) as type,
    case when a.attcollation <> t.typcollation then (
      select pg_catalog.format('%I.%I', cn.nspname, co.collname)
      from pg_catalog.pg_collation as co
      join pg_catalog.pg_namespace as cn on cn.oid = co.collnamespace
      where co.oid = a.attcollation) end as collation,
    a.attnotnull as not_null,
    ${serverVersion < 180000 ? 'null::json' : notNullConstraint} as not_null_constraint,
    case when a.attidentity <> '' then ${identity(serverVersion)} end as identity,
    a.attgenerated::text as generated,
    case when a.attgenerated <> '' then (
      select pg_catalog.pg_get_expr(d.adbin, d.adrelid)
      from pg_catalog.pg_attrdef as d
      where d.adrelid = c.oid and d.adnum = a.attnum) end as generation_expression,
    case when a.attstorage <> t.typstorage or ${differsFromParent} then
      case a.attstorage
        when 'p' then 'PLAIN' when 'e' then 'EXTERNAL' when 'm' then 'MAIN' else 'EXTENDED' end
    end as storage,
    case a.attcompression when 'p' then 'pglz' when 'l' then 'lz4' end as compression,
    nullif(a.attstattarget, -1) as statistics,
    -- pg_attver is a counter of the server's own that some builds keep here
    case when a.attoptions is null then '{}' else array(
      select o from pg_catalog.unnest(a.attoptions) as o where o not like 'pg\\_attver=%' order by o) end as options,
    coalesce(a.attfdwoptions, '{}') as foreign_options,
    a.attislocal as is_local,
    c.relispartition as is_partition
  from pg_catalog.pg_attribute as a
  join pg_catalog.pg_class as c on c.oid = a.attrelid
  join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
  join pg_catalog.pg_type as t on t.oid = a.atttypid
  where a.attnum > 0
    and not a.attisdropped
    and ${isUserTable('c', 'n')}
  order by n.nspname, c.relname, a.attnum`
}

// A partition's takes the name of its parent's.
const parentName = `(
          select pn.conname
          from pg_catalog.pg_inherits as h
          join pg_catalog.pg_attribute as pa on pa.attrelid = h.inhparent and pa.attname = a.attname
          join pg_catalog.pg_constraint as pn
            on pn.conrelid = h.inhparent and pn.contype = 'n' and pn.conkey[1] = pa.attnum
          where c.relispartition and h.inhrelid = c.oid)`

// Gathered once, not for each column. PLAIN is what a type has that cannot have another, or else not what the type has.
const differsFromParent = `(c.oid, a.attnum) in (
      select h.inhrelid, own.attnum
      from pg_catalog.pg_inherits as h
      join pg_catalog.pg_attribute as own on own.attrelid = h.inhrelid
      join pg_catalog.pg_attribute as pa on pa.attrelid = h.inhparent and pa.attname = own.attname
      where pa.attstorage <> own.attstorage
        and own.attstorage <> 'p' and own.attnum > 0 and pa.attnum > 0)`

// A partition never counts what it inherits as its own, in a dump least of all, but SET NOT NULL marks it so.
const notNullConstraint = `case when a.attnotnull then (
      select pg_catalog.json_build_object(
        'name', nn.conname,
        'usual_name', coalesce(${parentName}, c.relname || '_' || a.attname || '_not_null'),
        'inherit', not nn.connoinherit,
        'validated', nn.convalidated,
        'local', nn.conislocal and not (c.relispartition and nn.coninhcount > 0))
      from pg_catalog.pg_constraint as nn
      where nn.conrelid = c.oid and nn.contype = 'n' and nn.conkey[1] = a.attnum) end`

// A partition's identity column has no sequence of its own from PostgreSQL 17 on: it is its parent's. The
// sequence of an unlogged table's column is unlogged as well from PostgreSQL 15 on.
function identity(serverVersion: number): string {
  const usual = serverVersion < 150000 ? `'p'` : 'c.relpersistence'
  return `(
      select pg_catalog.json_build_object(
        'generation', case a.attidentity when 'a' then 'ALWAYS' else 'BY DEFAULT' end,
        'sequence', case when sn.nspname = n.nspname and sc.relname = c.relname || '_' || a.attname || '_seq'
          then null else pg_catalog.json_build_array(sn.nspname, sc.relname) end,
        'persistence', case when sc.relpersistence = ${usual} then null when sc.relpersistence = 'u'
          then 'unlogged' else 'permanent' end,
        'settings', ${sequenceSettings('s')})
      from pg_catalog.pg_depend as d
      join pg_catalog.pg_sequence as s on s.seqrelid = d.objid
      join pg_catalog.pg_class as sc on sc.oid = d.objid
      join pg_catalog.pg_namespace as sn on sn.oid = sc.relnamespace
      where d.classid = 'pg_catalog.pg_class'::regclass
        and d.refclassid = 'pg_catalog.pg_class'::regclass
        and d.refobjid = c.oid and d.refobjsubid = a.attnum and d.deptype = 'i')`
}

/** The attributes of a column; `NotNull` says what its object form leaves out. */
export function describeColumn(row: ColumnRow): Attributes {
  return {
    type: row.type,
    collation: row.collation,
    notNull: notNull(row),
    notNullName: notNullName(row),
    identity: row.identity,
    generated: row.generated === '' ? null : row.generated === 's' ? 'STORED' : 'VIRTUAL',
    generationExpression: row.generation_expression,
    storage: row.storage,
    compression: row.compression,
    statistics: row.statistics,
    options: row.options,
    ...(row.relkind === 'f' ? { foreignOptions: row.foreign_options.toSorted() } : {}),
    isLocal: row.is_local,
  }
}

function notNull(row: ColumnRow): NotNull {
  const constraint = row.not_null_constraint
  if (!row.not_null || constraint === null) return row.not_null
  const { inherit, validated, local } = constraint
  if (inherit && validated && local === row.is_local) return true
  return {
    ...(inherit ? {} : { inherit }),
    ...(validated ? {} : { validated }),
    ...(local === row.is_local ? {} : { local }),
  }
}

// The name of an inherited constraint is its parent's affair, except in a partition, where a dump names it.
function notNullName(row: ColumnRow): string | null {
  const constraint = row.not_null_constraint
  if (constraint === null || !(constraint.local || row.is_partition)) return null
  return constraint.name === constraint.usual_name ? null : constraint.name
}
