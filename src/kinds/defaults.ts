// Column defaults: objects of their own, because one may call a function that needs the table. The
// expressions of generated columns stand in the same catalog but belong to their column.
import { keyFor, keyOf } from '../model/object.ts'
import type { CatalogObject } from '../model/object.ts'
import { quoteName, quotePath } from '../sql/quote.ts'
import { defineKind } from './kind.ts'
import type { KindRow, RenderView } from './kind.ts'
import { isUserTable } from './relation-filters.ts'
import { defaultExpression } from './table-attributes.ts'
import { copiedColumns, defaultOf, isColumnWritten } from './table-form.ts'

// Manual: CREATE TABLE, DEFAULT; catalog pg_attrdef. A default names no column, so that the server can print it
// without the table (0), which costs a fraction (manual, "System Catalog Information Functions").
const query = `
  select
    d.oid,
    n.nspname::text as schema,
    c.relname::text as table,
    a.attname::text as column,
    pg_catalog.pg_get_expr(d.adbin, 0) as expression
  from pg_catalog.pg_attrdef as d
  join pg_catalog.pg_attribute as a on a.attrelid = d.adrelid and a.attnum = d.adnum
  join pg_catalog.pg_class as c on c.oid = d.adrelid
  join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
  where a.attgenerated = ''
    and ${isUserTable('c', 'n')}
  order by n.nspname, c.relname, a.attname`

interface Row extends KindRow {
  readonly schema: string
  readonly table: string
  readonly column: string
  readonly expression: string
}

export const defaults = defineKind<Row>({
  name: 'default',
  heading: 'Defaults',
  rank: 120,
  addressedBy: 'pg_attrdef',
  isInSchema: true,
  catalogs: ['pg_attrdef'],
  columnsIgnored: {},
  query: () => query,
  spreadBy: 'table',
  identify: (row) => ({
    parts: [row.schema, row.table, row.column],
    schema: row.schema,
    parent: keyFor('column', row.schema, row.table, row.column),
  }),
  describe: (row) => ({ expression: row.expression }),
  expressions: ['expression'],
  inline: inlineDefault,
  create: createDefault,
  drop: (object) => [`${alterColumn(object)} DROP DEFAULT`],
  alter: (_before, after) => [setDefault(after)],
  mayBeMadeAnew: true,
})

// A column that is copied from a parent has no text of its own to stand in.
function inlineDefault(object: CatalogObject, view: RenderView): string | undefined {
  const column = view.object(keyFor('column', ...object.identity.parts))
  return column && isColumnWritten(column, view) ? `DEFAULT ${defaultExpression(object)}` : undefined
}

function createDefault(object: CatalogObject, view: RenderView): string[] {
  return comesFromParent(object, view) ? [] : [setDefault(object)]
}

/** True where the table's own CREATE statement copies an equal default from its parents. */
function comesFromParent(object: CatalogObject, view: RenderView): boolean {
  const column = view.object(keyFor('column', ...object.identity.parts))
  if (column === undefined) return false
  const originals = copiedColumns(column, view).map((original) => defaultOf(original, view))
  const values = originals.filter((value) => value !== undefined)
  return (
    values.length > 0 &&
    values.every((value) => defaultExpression(value) === defaultExpression(object) && isThereInTime(value, view))
  )
}

// A default that was taken out of its table comes after the children, and to that table alone.
function isThereInTime(value: CatalogObject, view: RenderView): boolean {
  return view.isInlined(keyOf(value)) || comesFromParent(value, view)
}

function setDefault(object: CatalogObject): string {
  return `${alterColumn(object)} SET DEFAULT ${defaultExpression(object)}`
}

// ONLY: the children of the table have defaults of their own.
function alterColumn(object: CatalogObject): string {
  const [schema = '', table = '', column = ''] = object.identity.parts
  return `ALTER TABLE ONLY ${quotePath(schema, table)} ALTER COLUMN ${quoteName(column)}`
}
