// Range types with their multirange type. A canonical function takes the range it belongs to, so the two need
// each other: type-functions.ts says how they come and go together.
import { bareName } from '../model/object.ts'
import type { CatalogObject } from '../model/object.ts'
import { isNotExtensionMember, isUserSchema } from '../sql/filters.ts'
import { quotePath } from '../sql/quote.ts'
import { defineKind } from './kind.ts'
import type { KindRow, RenderView } from './kind.ts'
import { alterOwner, ownerStatements } from './owner.ts'
import { declareType, dropType } from './type-functions.ts'

// Manual: CREATE TYPE, "Range Types"; catalogs pg_type (typtype r) and pg_range.
const query = `
  select
    t.oid,
    n.nspname::text as schema,
    t.typname::text as name,
    pg_catalog.pg_get_userbyid(t.typowner)::text as owner,
    pg_catalog.format_type(r.rngsubtype, null) as subtype,
    pg_catalog.format('%I.%I', ocn.nspname, oc.opcname) as operator_class,
    oc.opcdefault as default_operator_class,
    case when r.rngcollation <> st.typcollation then (
      select pg_catalog.format('%I.%I', cn.nspname, c.collname)
      from pg_catalog.pg_collation as c
      join pg_catalog.pg_namespace as cn on cn.oid = c.collnamespace
      where c.oid = r.rngcollation) end as collation,
    case when r.rngcanonical <> 0 then r.rngcanonical::regproc::text end as canonical,
    case when r.rngsubdiff <> 0 then r.rngsubdiff::regproc::text end as subtype_diff,
    mn.nspname::text as multirange_schema,
    mt.typname::text as multirange
  from pg_catalog.pg_range as r
  join pg_catalog.pg_type as t on t.oid = r.rngtypid
  join pg_catalog.pg_namespace as n on n.oid = t.typnamespace
  join pg_catalog.pg_type as st on st.oid = r.rngsubtype
  join pg_catalog.pg_opclass as oc on oc.oid = r.rngsubopc
  join pg_catalog.pg_namespace as ocn on ocn.oid = oc.opcnamespace
  join pg_catalog.pg_type as mt on mt.oid = r.rngmultitypid
  join pg_catalog.pg_namespace as mn on mn.oid = mt.typnamespace
  where ${isUserSchema('n.nspname')}
    and ${isNotExtensionMember('pg_type', 't.oid')}
  order by n.nspname, t.typname`

interface Row extends KindRow {
  readonly schema: string
  readonly name: string
  readonly owner: string
  readonly subtype: string
  readonly operator_class: string
  readonly default_operator_class: boolean
  readonly collation: string | null
  readonly canonical: string | null
  readonly subtype_diff: string | null
  readonly multirange_schema: string
  readonly multirange: string
}

export const ranges = defineKind<Row>({
  name: 'range',
  heading: 'Range types',
  rank: 38,
  addressedBy: 'pg_type',
  isInSchema: true,
  catalogs: ['pg_type', 'pg_range'],
  columnsIgnored: {},
  query: () => query,
  emptyUnless: `exists (
    select
    from pg_catalog.pg_range as r
    join pg_catalog.pg_type as t on t.oid = r.rngtypid
    where t.typnamespace <> 'pg_catalog'::regnamespace)`,
  identify: (row) => ({ parts: [row.schema, row.name], schema: row.schema }),
  describe: (row, context) => ({
    subtype: row.subtype,
    operatorClass: row.default_operator_class ? null : row.operator_class,
    collation: row.collation,
    canonical: row.canonical,
    subtypeDiff: row.subtype_diff,
    multirange: quotePath(row.multirange_schema, row.multirange),
    owner: context.role(row.owner),
  }),
  minor: { owner: 'owners' },
  create: createRange,
  drop: dropType,
  alter: (before, after, view) => alterOwner(`TYPE ${after.id}`, { before, after }, view),
})

function createRange(object: CatalogObject, view: RenderView): string[] {
  const { subtype, operatorClass, collation, canonical, subtypeDiff, multirange } = object.attributes as Readonly<
    Record<string, string | null>
  >
  const options: [string, string | null | undefined][] = [
    ['SUBTYPE', subtype],
    ['SUBTYPE_OPCLASS', operatorClass],
    ['COLLATION', collation],
    ['CANONICAL', canonical],
    ['SUBTYPE_DIFF', subtypeDiff],
    ['MULTIRANGE_TYPE_NAME', multirange === automaticMultirange(object) ? null : multirange],
  ]
  const lines = options.flatMap(([option, value]) => (typeof value === 'string' ? [`${option} = ${value}`] : []))
  return [
    ...declareType(object, view),
    `CREATE TYPE ${object.id} AS RANGE (\n  ${lines.join(',\n  ')}\n)`,
    ...ownerStatements(`TYPE ${object.id}`, object, view),
  ]
}

const longestName = 63

/** The name that the server chooses; undefined where it would have to shorten it. */
function automaticMultirange(object: CatalogObject): string | undefined {
  const name = bareName(object)
  const multirange = name.includes('range') ? name.replace('range', 'multirange') : `${name}_multirange`
  const schema = object.identity.parts[0] ?? ''
  return Buffer.byteLength(multirange) > longestName ? undefined : quotePath(schema, multirange)
}
