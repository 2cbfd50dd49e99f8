// Comments: one object each, named by the key of what it is about. Three targets have no object of their own:
// columns of views and composite types (they are part of these) and the index behind a constraint. CREATE EXTENSION
// makes a comment of its own: what counts for an extension is another text than that, or none (null).
import { keyFor } from '../model/object.ts'
import type { CatalogObject, ObjectKey } from '../model/object.ts'
import { quoteLiteral } from '../sql/quote.ts'
import { defineKind } from './kind.ts'
import type { KindRow, ReadContext, RenderView } from './kind.ts'
import { commentTarget, schemaOf } from './target.ts'

// Manual: COMMENT; catalog pg_description. Comments that initdb made are about objects below oid 16384; of those,
// only the schema public is an object of ours.
const query = `
  select
    d.objoid as oid,
    d.objsubid as subid,
    dc.relname::text as catalog,
    d.description as text,
    null as default_text,
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
  where d.classoid <> 'pg_catalog.pg_extension'::regclass
    and (d.objoid >= 16384 or d.classoid = 'pg_catalog.pg_namespace'::regclass)
  union all
  select e.oid, 0, 'pg_extension', d.description, available.comment, null, null, null, null, null
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
    if (target === undefined) return undefined
    // The second part is what DROP goes back to; it names nothing.
    const parts = row.default_text === null ? [target.key] : [target.key, row.default_text]
    return { parts, id: target.key, parent: target.owner, schema: schemaOf(target.key) }
  },
  describe: (row) => ({ text: row.text }),
  minorKind: 'comments',
  create: (object, view) => [commentStatement(object, object.attributes['text'] as string | null, view)],
  drop: (object, view) => [commentStatement(object, object.identity.parts[1] ?? null, view)],
  alter: (_before, after, view) => [commentStatement(after, after.attributes['text'] as string | null, view)],
})

function commentStatement(object: CatalogObject, text: string | null, view: RenderView): string {
  return `COMMENT ON ${commentTarget(object.id, view)} IS ${text === null ? 'NULL' : quoteLiteral(text)}`
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
  const { schema, relation, column, composite, constraint } = row
  if (schema === null || relation === null) return undefined
  if (column !== null) {
    const owner = composite === null ? context.keyAt('pg_class', row.oid, 0) : context.keyAt('pg_type', composite, 0)
    return owner === undefined ? undefined : { key: keyFor('column', schema, relation, column), owner }
  }
  const owner = constraint === null ? undefined : context.keyAt('pg_constraint', constraint, 0)
  return owner === undefined ? undefined : { key: keyFor('index', schema, relation), owner }
}
