// Catalog → comments with what they are about. A target that may have no object of its own is spelled out with the address
// of what it goes away with; each catalog of such targets has its own branch, which the server looks into for the
// comments of that catalog alone.
import type { KindRow } from './kind.ts'

export interface CommentRow extends KindRow {
  readonly subid: number
  readonly catalog: string
  readonly text: string | null
  /** What CREATE EXTENSION writes by itself. */
  readonly default_text: string | null
  /** Of the relation, domain, type or function that is the target or whose part is. */
  readonly schema: string | null
  readonly relation: string | null
  /** The name of the column or constraint that is the target. */
  readonly part: string | null
  /** The input types of the constructor function that is the target. */
  readonly signature: string | null
  /** What the target is, where it is no object itself. */
  readonly kind: string | null
  /** The address of what a target goes away with that is no object itself. */
  readonly owner_catalog: string | null
  readonly owner_oid: number | null
  readonly owner_subid: number
}

const ofRelations = `
    select
      n.nspname::text as schema,
      c.relname::text as relation,
      a.attname::text as part,
      null as signature,
      case when d.objsubid <> 0 then 'column' when c.relkind = 'S' then 'sequence' else 'index' end as kind,
      case when c.relkind = 'c' then 'pg_type' when behind.oid is not null then 'pg_constraint' else 'pg_class' end
        as owner_catalog,
      case when c.relkind = 'c' then c.reltype else coalesce(behind.oid, identity.refobjid, c.oid) end as owner_oid,
      coalesce(identity.refobjsubid, 0) as owner_subid
    from pg_catalog.pg_class as c
    join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
    left join pg_catalog.pg_attribute as a on a.attrelid = c.oid and a.attnum = d.objsubid and d.objsubid <> 0
    left join pg_catalog.pg_depend as identity
      on c.relkind = 'S' and identity.classid = 'pg_catalog.pg_class'::regclass and identity.objid = c.oid
        and identity.refobjsubid > 0 and identity.deptype = 'i'
    where d.classoid = 'pg_catalog.pg_class'::regclass and c.oid = d.objoid`

const ofConstraints = `
    select
      n.nspname::text,
      coalesce(c.relname, t.typname)::text,
      k.conname::text,
      null,
      'constraint',
      case when k.contypid <> 0 then 'pg_type' when tg.oid is not null then 'pg_trigger' else 'pg_class' end,
      coalesce(nullif(k.contypid, 0), tg.oid, k.conrelid),
      case when tg.oid is null and k.conrelid <> 0 then k.conkey[1] else 0 end
    from pg_catalog.pg_constraint as k
    join pg_catalog.pg_namespace as n on n.oid = k.connamespace
    left join pg_catalog.pg_class as c on c.oid = k.conrelid
    left join pg_catalog.pg_type as t on t.oid = k.contypid
    left join pg_catalog.pg_trigger as tg on k.contype = 't' and tg.tgconstraint = k.oid
    where d.classoid = 'pg_catalog.pg_constraint'::regclass and k.oid = d.objoid`

// The constructor functions of a range type or of its multirange type.
const ofConstructors = `
    select
      n.nspname::text,
      p.proname::text,
      null,
      (
        select coalesce(pg_catalog.string_agg(pg_catalog.format_type(input.type, null), ', ' order by input.position), '')
        from pg_catalog.unnest(p.proargtypes::oid[]) with ordinality as input(type, position)),
      'function',
      'pg_type',
      coalesce(r.rngtypid, made.refobjid),
      0
    from pg_catalog.pg_depend as made
    join pg_catalog.pg_proc as p on p.oid = made.objid
    join pg_catalog.pg_namespace as n on n.oid = p.pronamespace
    left join pg_catalog.pg_range as r on r.rngmultitypid = made.refobjid
    where d.classoid = 'pg_catalog.pg_proc'::regclass and made.classid = 'pg_catalog.pg_proc'::regclass
      and made.objid = d.objoid and made.refclassid = 'pg_catalog.pg_type'::regclass and made.deptype = 'i'`

const ofMultiranges = `
    select n.nspname::text, t.typname::text, null, null, 'type', 'pg_type', r.rngtypid, 0
    from pg_catalog.pg_range as r
    join pg_catalog.pg_type as t on t.oid = r.rngmultitypid
    join pg_catalog.pg_namespace as n on n.oid = t.typnamespace
    where d.classoid = 'pg_catalog.pg_type'::regclass and r.rngmultitypid = d.objoid`

const ofRowTypes = `
    select n.nspname::text, t.typname::text, null, null, 'type', 'pg_class', c.oid, 0
    from pg_catalog.pg_type as t
    join pg_catalog.pg_class as c on c.oid = t.typrelid and c.relkind <> 'c'
    join pg_catalog.pg_namespace as n on n.oid = t.typnamespace
    where d.classoid = 'pg_catalog.pg_type'::regclass and t.oid = d.objoid`

// What partitions have of a trigger of their partitioned table.
const ofCopies = `
    select n.nspname::text, c.relname::text, copy.tgname::text, null, 'trigger', 'pg_trigger', original.oid, 0
    from pg_catalog.pg_trigger as copy
    join pg_catalog.pg_class as c on c.oid = copy.tgrelid
    join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
    left join lateral (
      select o.oid
      from pg_catalog.pg_partition_ancestors(copy.tgrelid) as ancestor(relid)
      join pg_catalog.pg_trigger as o on o.tgrelid = ancestor.relid
      where o.tgparentid = 0 and o.tgname = copy.tgname
      limit 1
    ) as original on true
    where d.classoid = 'pg_catalog.pg_trigger'::regclass and copy.oid = d.objoid and copy.tgparentid <> 0`

// Manual: COMMENT; catalog pg_description. Comments that initdb made are about objects below oid 16384; of those,
// only the schema public is an object of ours.
export const commentQuery = `
  select
    d.objoid as oid,
    d.objsubid as subid,
    dc.relname::text as catalog,
    d.description as text,
    null as default_text,
    target.schema,
    target.relation,
    target.part,
    target.signature,
    target.kind,
    target.owner_catalog,
    target.owner_oid,
    coalesce(target.owner_subid, 0) as owner_subid
  from pg_catalog.pg_description as d
  join pg_catalog.pg_class as dc on dc.oid = d.classoid
  left join pg_catalog.pg_constraint as behind
    on d.classoid = 'pg_catalog.pg_class'::regclass and behind.conindid = d.objoid
      and behind.contype in ('p', 'u', 'x') and d.objsubid = 0
  left join lateral (${[ofRelations, ofConstraints, ofConstructors, ofMultiranges, ofRowTypes, ofCopies].join('\n    union all')}
  ) as target on true
  where d.classoid <> 'pg_catalog.pg_extension'::regclass
    and (d.objoid >= 16384
      or d.classoid = 'pg_catalog.pg_largeobject'::regclass -- whose numbers anybody may choose
      or d.classoid = 'pg_catalog.pg_namespace'::regclass
        and d.objoid = (select pub.oid from pg_catalog.pg_namespace as pub where pub.nspname = 'public'))
    and (d.classoid, d.objoid) not in (
      select member.classid, member.objid from pg_catalog.pg_depend as member
      where member.refclassid = 'pg_catalog.pg_extension'::regclass and member.deptype = 'e')
    -- DROP SUBSCRIPTION leaves the comment behind
    and (d.classoid <> 'pg_catalog.pg_subscription'::regclass
      or exists (select from pg_catalog.pg_subscription as s where s.oid = d.objoid))
  union all
  select e.oid, 0, 'pg_extension', d.description, available.comment, null, null, null, null, null, null, null, 0
  from pg_catalog.pg_extension as e
  left join pg_catalog.pg_description as d on d.classoid = 'pg_catalog.pg_extension'::regclass and d.objoid = e.oid
  left join pg_catalog.pg_available_extensions() as available on available.name = e.extname
  where d.description is distinct from available.comment
  order by catalog, oid, subid`
