// What must exist before what: pg_depend, with every address turned into the object that owns it. The
// manual's page is "Dependency Tracking"; the deptypes are explained at the catalog pg_depend.
import { kindNamed } from '../kinds/registry.ts'
import { keyOf } from '../model/object.ts'
import type { CatalogObject, ObjectKey } from '../model/object.ts'
import type { AddressMap, AliasRow } from './address-map.ts'
import { quoteLiteral } from '../sql/quote.ts'
import { crowdedCatalogs, wantedObjects } from './schema-rows.ts'
import { unrecordedEdges } from './unrecorded-dependencies.ts'

/** One row of pg_depend between things that users made. */
export interface DependencyRow {
  readonly catalog: string
  readonly oid: number
  readonly subid: number
  readonly on_catalog: string
  readonly on_oid: number
  readonly on_subid: number
}

const aliasQuery = `
  select 'pg_type' as catalog, t.oid, 'pg_class' as target_catalog, t.typrelid as target_oid, 0 as target_subid
  from pg_catalog.pg_type as t
  where t.typrelid <> 0 and t.oid >= 16384
  union all -- the relation behind a composite type -> the type
  select 'pg_class', c.oid, 'pg_type', c.reltype, 0
  from pg_catalog.pg_class as c
  where c.relkind = 'c' and c.oid >= 16384
  union all -- an array type -> its element type
  select 'pg_type', t.typarray, 'pg_type', t.oid, 0
  from pg_catalog.pg_type as t
  where t.typarray <> 0 and t.typarray >= 16384
  union all -- a multirange type -> its range type
  select 'pg_type', r.rngmultitypid, 'pg_type', r.rngtypid, 0
  from pg_catalog.pg_range as r
  where r.rngmultitypid >= 16384
  union all -- the constructor functions of a range type -> the type
  select 'pg_proc', d.objid, 'pg_type', d.refobjid, 0
  from pg_catalog.pg_depend as d
  where d.classid = 'pg_catalog.pg_proc'::regclass and d.refclassid = 'pg_catalog.pg_type'::regclass
    and d.deptype = 'i' and d.objid >= 16384
  union all -- the rule behind a view -> the view
  select 'pg_rewrite', r.oid, 'pg_class', r.ev_class, 0
  from pg_catalog.pg_rewrite as r
  where r.rulename = '_RETURN' and r.oid >= 16384
  union all -- the index behind a constraint -> the constraint
  select 'pg_class', con.conindid, 'pg_constraint', con.oid, 0
  from pg_catalog.pg_constraint as con
  where con.contype in ('p', 'u', 'x') and con.conindid <> 0
  union all -- the triggers behind a foreign key -> the constraint
  select 'pg_trigger', t.oid, 'pg_constraint', t.tgconstraint, 0
  from pg_catalog.pg_trigger as t
  where t.tgisinternal and t.tgconstraint <> 0
  union all -- a not-null constraint (18) -> its column
  select 'pg_constraint', con.oid, 'pg_class', con.conrelid, con.conkey[1]
  from pg_catalog.pg_constraint as con
  where con.contype = 'n' and con.conrelid <> 0
  union all -- the expression of a generated column, or of a view's column -> the column
  select 'pg_attrdef', ad.oid, 'pg_class', ad.adrelid, ad.adnum
  from pg_catalog.pg_attrdef as ad
  where ad.oid >= 16384
  union all -- the sequence of an identity column -> the column
  select 'pg_class', d.objid, 'pg_class', d.refobjid, d.refobjsubid
  from pg_catalog.pg_depend as d
  join pg_catalog.pg_class as c on c.oid = d.objid and c.relkind = 'S'
  where d.classid = 'pg_catalog.pg_class'::regclass and d.refclassid = 'pg_catalog.pg_class'::regclass
    and d.deptype = 'i' and d.refobjsubid <> 0
  union all -- a member of an operator family -> the operator class it is tied to, else the family
  select member.catalog, member.oid, case when d.objid is null then 'pg_opfamily' else 'pg_opclass' end,
    coalesce(d.refobjid, member.family), 0
  from (
    select 'pg_amop' as catalog, o.oid, o.amopfamily as family from pg_catalog.pg_amop as o
    union all
    select 'pg_amproc', f.oid, f.amprocfamily from pg_catalog.pg_amproc as f
  ) as member
  left join pg_catalog.pg_depend as d
    on d.classid = ('pg_catalog.' || member.catalog)::regclass and d.objid = member.oid
      and d.refclassid = 'pg_catalog.pg_opclass'::regclass
  where member.oid >= 16384
  union all -- a member of an extension -> the extension
  select c.relname, d.objid, 'pg_extension', d.refobjid, 0
  from pg_catalog.pg_depend as d
  join pg_catalog.pg_class as c on c.oid = d.classid
  where d.deptype = 'e'`

// An owned sequence depends on its column (type a), but is created before it: its OWNED BY comes later. The
// types P and S tie a partition's index to its parent's index: it is attached later as well.
const edgesFrom = (depend: string): string => `
  select distinct
    dc.relname::text as catalog, d.objid as oid, d.objsubid as subid,
    rc.relname::text as on_catalog, d.refobjid as on_oid, d.refobjsubid as on_subid
  from ${depend}
  join pg_catalog.pg_class as dc on dc.oid = d.classid
  join pg_catalog.pg_class as rc on rc.oid = d.refclassid
  where d.deptype in ('n', 'a', 'i')
    and d.objid >= 16384
    and not (d.deptype = 'a' and d.classid = 'pg_catalog.pg_class'::regclass
      and d.refclassid = 'pg_catalog.pg_class'::regclass
      and exists (select from pg_catalog.pg_class as s where s.oid = d.objid and s.relkind = 'S'))`

/** Aliases and edges. */
export const dependencyQueries: readonly string[] = [
  aliasQuery,
  [edgesFrom('pg_catalog.pg_depend as d'), ...unrecordedEdges].join('\n  union all'),
]

const edgeColumns = ' (catalog, oid, subid, on_catalog, on_oid, on_subid)'

/**
 * The same without the rows of objects in other schemas. What belongs to an extension stands for it, wherever it lies.
 * Halves instead of an OR, so that the objects that are wanted can be joined.
 */
export function dependenciesOfSchemas(schemas: readonly string[]): readonly string[] {
  const outside = `not in (${crowdedCatalogs.map(quoteLiteral).join(', ')})`
  const narrowed = (query: string, columns: string, also: string): string => `
  select d.* from (${query}) as d${columns} join wanted on wanted.catalog = d.catalog and wanted.oid = d.oid
  union
  select d.* from (${query}) as d${columns} where d.catalog ${outside}${also}`
  const ofWanted = `wanted
  join pg_catalog.pg_depend as d
    on d.classid = ('pg_catalog.' || wanted.catalog)::regclass and d.objid = wanted.oid`
  const ofOthers = `pg_catalog.pg_depend as d
  join pg_catalog.pg_class as other on other.oid = d.classid and other.relname ${outside}`
  return [
    `${wantedObjects(schemas)}${narrowed(aliasQuery, '', ` or d.target_catalog = 'pg_extension'`)}`,
    `${wantedObjects(schemas)}${edgesFrom(ofWanted)}
  union${edgesFrom(ofOthers)}
  union${narrowed(unrecordedEdges.join('\n  union all'), edgeColumns, '')}`,
  ]
}

/** The objects with `dependsOn` filled: sorted keys of other objects of the snapshot, the parent included. */
export function readDependencies(
  objects: readonly CatalogObject[],
  addresses: AddressMap,
  rows: { readonly aliases: readonly AliasRow[]; readonly edges: readonly DependencyRow[] },
): CatalogObject[] {
  addresses.addAliases(rows.aliases)
  const dependsOn = new Map<ObjectKey, Set<ObjectKey>>()
  for (const object of objects) {
    const { parent } = object.identity
    const needsParent = parent !== undefined && !kindNamed(object.kind).beforeParent
    dependsOn.set(keyOf(object), new Set(needsParent ? [parent] : []))
  }
  for (const edge of rows.edges) {
    const from = addresses.resolve(edge.catalog, edge.oid, edge.subid)
    const to = addresses.resolve(edge.on_catalog, edge.on_oid, edge.on_subid)
    if (from === undefined || to === undefined || from === to) continue
    // An extension brings the casts that its members use; those of users may be on its types.
    if (!(from.startsWith('extension ') && to.startsWith('cast '))) dependsOn.get(from)?.add(to)
  }
  return objects.map((object) => ({ ...object, dependsOn: [...(dependsOn.get(keyOf(object)) ?? [])].toSorted() }))
}
