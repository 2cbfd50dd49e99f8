// Comments: one object each, named by the key of what it is about. Some targets have no object of their own: columns
// of views and composite types, the index behind a constraint, NOT NULL constraints, the constraint behind a
// constraint trigger, the sequence of an identity column, the multirange and the constructor functions of a range type,
// the copies that partitions have of a trigger. CREATE EXTENSION makes a comment of its own: what counts for an extension is another text
// than that, or none (null).
import { idOf, keyFor, partsOf } from '../model/object.ts'
import type { CatalogObject, ObjectKey } from '../model/object.ts'
import { defineKind } from './kind.ts'
import type { KindRow, ReadContext, RenderView } from './kind.ts'
import { commentStatement, schemaOf } from './target.ts'

// Manual: COMMENT; catalog pg_description. Comments that initdb made are about objects below oid 16384; of those,
// only the schema public is an object of ours.
const query = `
  select
    d.objoid as oid,
    d.objsubid as subid,
    dc.relname::text as catalog,
    d.description as text,
    null as default_text,
    coalesce(n.nspname, kn.nspname, cn.nspname, mn.nspname, pn.nspname)::text as schema,
    coalesce(c.relname, kc.relname, kt.typname, cc.relname, mt.typname, p.proname)::text as relation,
    coalesce(a.attname, k.conname, copy.tgname)::text as part,
    case when p.oid is not null then (
      select coalesce(pg_catalog.string_agg(pg_catalog.format_type(input.type, null), ', ' order by input.position), '')
      from pg_catalog.unnest(p.proargtypes::oid[]) with ordinality as input(type, position)
    ) end as signature,
    case
      when k.oid is not null then 'constraint'
      when copy.oid is not null then 'trigger'
      when mt.oid is not null then 'type'
      when p.oid is not null then 'function'
      when d.objsubid <> 0 then 'column'
      when c.relkind = 'S' then 'sequence'
      else 'index'
    end as kind,
    case
      when mt.oid is not null or p.oid is not null then 'pg_type'
      when copy.oid is not null then 'pg_trigger'
      when c.relkind = 'c' then 'pg_type'
      when behind.oid is not null then 'pg_constraint'
      when k.contypid <> 0 then 'pg_type'
      when tg.oid is not null then 'pg_trigger'
      when c.oid is not null or k.oid is not null then 'pg_class'
    end as owner_catalog,
    coalesce(
      r.rngtypid, made.refobjid, original.oid, case when c.relkind = 'c' then c.reltype end, behind.oid, nullif(k.contypid, 0), tg.oid,
      identity.refobjid, c.oid, k.conrelid) as owner_oid,
    case
      when tg.oid is null and k.conrelid <> 0 then k.conkey[1]
      else coalesce(identity.refobjsubid, 0)
    end as owner_subid
  from pg_catalog.pg_description as d
  join pg_catalog.pg_class as dc on dc.oid = d.classoid
  left join pg_catalog.pg_class as c on d.classoid = 'pg_catalog.pg_class'::regclass and c.oid = d.objoid
  left join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
  left join pg_catalog.pg_attribute as a on a.attrelid = c.oid and a.attnum = d.objsubid and d.objsubid <> 0
  left join pg_catalog.pg_constraint as behind
    on behind.conindid = c.oid and behind.contype in ('p', 'u', 'x') and d.objsubid = 0
  left join pg_catalog.pg_constraint as k
    on d.classoid = 'pg_catalog.pg_constraint'::regclass and k.oid = d.objoid
  left join pg_catalog.pg_namespace as kn on kn.oid = k.connamespace
  left join pg_catalog.pg_class as kc on kc.oid = k.conrelid
  left join pg_catalog.pg_type as kt on kt.oid = k.contypid
  left join pg_catalog.pg_trigger as tg on k.contype = 't' and tg.tgconstraint = k.oid
  left join pg_catalog.pg_depend as identity
    on c.relkind = 'S' and identity.classid = d.classoid and identity.objid = c.oid
      and identity.refobjsubid > 0 and identity.deptype = 'i'
  left join pg_catalog.pg_depend as made
    on d.classoid = 'pg_catalog.pg_proc'::regclass and made.classid = d.classoid and made.objid = d.objoid
      and made.refclassid = 'pg_catalog.pg_type'::regclass and made.deptype = 'i'
  left join pg_catalog.pg_proc as p on p.oid = made.objid
  left join pg_catalog.pg_namespace as pn on pn.oid = p.pronamespace
  left join pg_catalog.pg_range as r
    on r.rngmultitypid = case d.classoid when 'pg_catalog.pg_type'::regclass then d.objoid else made.refobjid end
  left join pg_catalog.pg_type as mt on mt.oid = r.rngmultitypid and mt.oid = d.objoid
  left join pg_catalog.pg_namespace as mn on mn.oid = mt.typnamespace
  left join pg_catalog.pg_trigger as copy
    on d.classoid = 'pg_catalog.pg_trigger'::regclass and copy.oid = d.objoid and copy.tgparentid <> 0
  left join pg_catalog.pg_class as cc on cc.oid = copy.tgrelid
  left join pg_catalog.pg_namespace as cn on cn.oid = cc.relnamespace
  left join lateral (
    select o.oid
    from pg_catalog.pg_partition_ancestors(copy.tgrelid) as ancestor(relid)
    join pg_catalog.pg_trigger as o on o.tgrelid = ancestor.relid
    where o.tgparentid = 0 and o.tgname = copy.tgname
    limit 1
  ) as original on true
  where d.classoid <> 'pg_catalog.pg_extension'::regclass
    and (d.objoid >= 16384
      or d.classoid = 'pg_catalog.pg_largeobject'::regclass -- whose numbers anybody may choose
      or d.classoid = 'pg_catalog.pg_namespace'::regclass
        and d.objoid = (select pub.oid from pg_catalog.pg_namespace as pub where pub.nspname = 'public'))
    and not exists (
      select from pg_catalog.pg_depend as member
      where member.classid = d.classoid and member.objid = d.objoid and member.deptype = 'e')
  union all
  select e.oid, 0, 'pg_extension', d.description, available.comment, null, null, null, null, null, null, null, 0
  from pg_catalog.pg_extension as e
  left join pg_catalog.pg_description as d on d.classoid = 'pg_catalog.pg_extension'::regclass and d.objoid = e.oid
  left join pg_catalog.pg_available_extensions() as available on available.name = e.extname
  where d.description is distinct from available.comment
  order by catalog, oid, subid`

interface Row extends KindRow {
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

export const comments = defineKind<Row>({
  name: 'comment',
  heading: 'Comments',
  rank: 160,
  addressedBy: 'pg_description',
  catalogs: ['pg_description'],
  columnsIgnored: {},
  satellite: true,
  query: () => query,
  identify: (row, context) => {
    const target = targetOf(row, context)
    if (target === undefined) return undefined
    // The second part is what DROP goes back to; it names nothing.
    const parts = row.default_text === null ? [target.key] : [target.key, row.default_text]
    return { parts, id: target.key, parent: target.owner, schema: schemaOf(target.key) }
  },
  describe: (row) => ({ text: row.text }),
  minorKind: 'comments',
  waitsFor: tableOfCopy,
  create: (object, view) => [commentStatement(object, object.attributes['text'] as string | null, view)],
  drop: (object, view) => [commentStatement(object, object.identity.parts[1] ?? null, view)],
  alter: (_before, after, view) => [commentStatement(after, after.attributes['text'] as string | null, view)],
})

// The parent of a comment on a partition's copy of a trigger is the trigger, which is there before the partition.
function tableOfCopy(comment: CatalogObject, view: RenderView): ObjectKey[] {
  if (!comment.id.startsWith('trigger ') || view.object(comment.id) !== undefined) return []
  const table = partsOf(comment.id.slice('trigger '.length)).slice(0, -1)
  return [keyFor('table', ...table), keyFor('foreign-table', ...table)]
}

interface Target {
  /** The key that names the target. */
  readonly key: ObjectKey
  /** The object the target is or is a part of. */
  readonly owner: ObjectKey
}

function targetOf(row: Row, context: ReadContext): Target | undefined {
  const exact = context.keyAt(row.catalog, row.oid, row.subid)
  if (exact !== undefined) return { key: exact, owner: exact }
  const { schema, relation, part, owner_catalog: catalog, owner_oid: oid, owner_subid: subid } = row
  if (schema === null || relation === null || catalog === null || oid === null) return undefined
  const owner = context.keyAt(catalog, oid, subid)
  if (owner === undefined) return undefined
  const parts = part === null ? [schema, relation] : [schema, relation, part]
  const { signature } = row
  return { key: `${row.kind ?? ''} ${idOf({ parts, schema, ...(signature === null ? {} : { signature }) })}`, owner }
}
