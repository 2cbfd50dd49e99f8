// Comments: one object each, named by the key of what it is about. Three targets have no object of their own:
// columns of views and composite types (they are part of these) and the index behind a constraint.
import { keyFor } from '../model/object.ts'
import type { ObjectKey } from '../model/object.ts'
import { quoteLiteral } from '../sql/quote.ts'
import { defineKind } from './kind.ts'
import type { KindRow, ReadContext } from './kind.ts'
import { commentTarget, schemaOf } from './target.ts'

// Manual: COMMENT; catalog pg_description. Comments that initdb made are about objects below oid 16384; of those,
// only a schema or an extension (public, plpgsql) is an object of ours.
const query = `
  select
    d.objoid as oid,
    d.objsubid as subid,
    dc.relname::text as catalog,
    d.description as text,
    n.nspname::text as schema,
    c.relname::text as relation,
    a.attname::text as column,
    case c.relkind when 'c' then c.reltype end as composite,
    (
      select con.oid
      from pg_catalog.pg_constraint as con
      where con.conindid = c.oid and con.contype in ('p', 'u', 'x')
    ) as constraint
  from pg_catalog.pg_description as d
  join pg_catalog.pg_class as dc on dc.oid = d.classoid
  left join pg_catalog.pg_class as c on d.classoid = 'pg_catalog.pg_class'::regclass and c.oid = d.objoid
  left join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
  left join pg_catalog.pg_attribute as a on a.attrelid = c.oid and a.attnum = d.objsubid and d.objsubid <> 0
  where d.objoid >= 16384
    or d.classoid in ('pg_catalog.pg_namespace'::regclass, 'pg_catalog.pg_extension'::regclass)
  order by dc.relname, d.objoid, d.objsubid`

interface Row extends KindRow {
  readonly subid: number
  readonly catalog: string
  readonly text: string
  /** Of the relation that is the target or whose column is. */
  readonly schema: string | null
  readonly relation: string | null
  readonly column: string | null
  /** The oid of the composite type whose column it is. */
  readonly composite: number | null
  /** The oid of the constraint behind which the target, an index, stands. */
  readonly constraint: number | null
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
    return target && { parts: [target.key], id: target.key, parent: target.owner, schema: schemaOf(target.key) }
  },
  describe: (row) => ({ text: row.text }),
  minorKind: 'comments',
  create: (object, view) => [
    `COMMENT ON ${commentTarget(object.id, view)} IS ${quoteLiteral(String(object.attributes['text']))}`,
  ],
  drop: (object, view) => [`COMMENT ON ${commentTarget(object.id, view)} IS NULL`],
  alter: (_before, after, view) => [
    `COMMENT ON ${commentTarget(after.id, view)} IS ${quoteLiteral(String(after.attributes['text']))}`,
  ],
})

interface Target {
  /** The key that names the target. */
  readonly key: ObjectKey
  /** The object the target is or is a part of. */
  readonly owner: ObjectKey
}

function targetOf(row: Row, context: ReadContext): Target | undefined {
  const exact = context.keyAt(row.catalog, row.oid, row.subid)
  if (exact !== undefined) return { key: exact, owner: exact }
  const { schema, relation, column, composite, constraint } = row
  if (schema === null || relation === null) return undefined
  if (column !== null) {
    const owner = composite === null ? context.keyAt('pg_class', row.oid, 0) : context.keyAt('pg_type', composite, 0)
    return owner === undefined ? undefined : { key: keyFor('column', schema, relation, column), owner }
  }
  const owner = constraint === null ? undefined : context.keyAt('pg_constraint', constraint, 0)
  return owner === undefined ? undefined : { key: keyFor('index', schema, relation), owner }
}
