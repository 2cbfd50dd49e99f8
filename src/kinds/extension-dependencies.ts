// ALTER … DEPENDS ON EXTENSION: the object is dropped with an extension that it is no member of. One object for each
// such mark, a part of what is marked. The index behind a key is marked as an index, but is part of its constraint.
import { keyFor, partsOf } from '../model/object.ts'
import type { CatalogObject, ObjectKey } from '../model/object.ts'
import { anyIn } from '../sql/filters.ts'
import { quoteName, quotePath } from '../sql/quote.ts'
import { defineKind } from './kind.ts'
import type { KindRow, RenderView } from './kind.ts'
import { routineSpelling } from './routine.ts'
import { schemaOf } from './target.ts'

// Manual: ALTER FUNCTION, ALTER PROCEDURE, ALTER TRIGGER, ALTER MATERIALIZED VIEW, ALTER INDEX; catalog pg_depend (deptype x).
const query = `
  select
    d.objid as oid,
    0 as subid,
    c.relname::text as catalog,
    e.extname::text as extension,
    con.oid as owner_oid
  from pg_catalog.pg_depend as d
  join pg_catalog.pg_class as c on c.oid = d.classid
  join pg_catalog.pg_extension as e on e.oid = d.refobjid
  left join pg_catalog.pg_constraint as con
    on d.classid = 'pg_catalog.pg_class'::regclass and con.conindid = d.objid and con.contype in ('p', 'u', 'x')
  where d.refclassid = 'pg_catalog.pg_extension'::regclass and d.deptype = 'x'
  order by 3, 1, 4`

interface Row extends KindRow {
  readonly catalog: string
  readonly extension: string
  /** The constraint that the marked index stands behind. */
  readonly owner_oid: number | null
}

export const extensionDependencies = defineKind<Row>({
  name: 'extension-dependency',
  heading: 'Dependencies on extensions',
  rank: 165,
  addressedBy: 'pg_depend',
  catalogs: [],
  columnsIgnored: {},
  satellite: true,
  query: () => query,
  emptyUnless: anyIn('pg_depend', `refclassid = 'pg_catalog.pg_extension'::regclass and deptype = 'x'`),
  spreadBy: 'extension',
  identify: (row, context) => {
    const { catalog, extension, oid, owner_oid: constraint } = row
    const target = constraint === null ? context.keyAt(catalog, oid, 0) : context.keyAt('pg_constraint', constraint, 0)
    if (target === undefined) return undefined
    const id = `${target} on ${quoteName(extension)}`
    return { parts: [target, extension], id, parent: target, schema: schemaOf(target) }
  },
  describe: (row) => ({ extension: row.extension }),
  waitsFor: (object) => [keyFor('extension', extensionOf(object))],
  create: (object, view) => [`${alterTarget(object, view)} DEPENDS ON EXTENSION ${quoteName(extensionOf(object))}`],
  drop: (object, view) => [`${alterTarget(object, view)} NO DEPENDS ON EXTENSION ${quoteName(extensionOf(object))}`],
})

function extensionOf(object: CatalogObject): string {
  return object.attributes['extension'] as string
}

function alterTarget(object: CatalogObject, view: RenderView): string {
  const target: ObjectKey = object.identity.parent ?? ''
  const id = target.slice(target.indexOf(' ') + 1)
  const [kind] = target.split(' ', 1)
  const parts = partsOf(id)
  const name = parts.at(-1) ?? ''
  switch (kind) {
    case 'trigger':
      return `ALTER TRIGGER ${quoteName(name)} ON ${quotePath(...parts.slice(0, -1))}`
    case 'constraint':
      return `ALTER INDEX ${quotePath(parts[0] ?? '', name)}`
    case 'materialized-view':
      return `ALTER MATERIALIZED VIEW ${id}`
    case 'procedure': {
      const procedure = view.object(target)
      return `ALTER ${procedure === undefined ? `PROCEDURE ${id}` : routineSpelling(procedure)}`
    }
    case 'index':
      return `ALTER INDEX ${id}`
    default:
      return `ALTER FUNCTION ${id}` // aggregates as well
  }
}
