// Columns of tables. They are written inside CREATE TABLE; what the grammar does not take there (statistics
// targets, options, storage) follows as ALTER TABLE. A column of a table that existed before is added to it.
import { bareName, keyFor, keyOf } from '../model/object.ts'
import type { CatalogObject, ObjectKey } from '../model/object.ts'
import { quoteName } from '../sql/quote.ts'
import { alterColumn, disturbedByColumn } from './column-changes.ts'
import { columnDefinition, columnNotNull } from './column-definition.ts'
import { columnSettings, ownNotNullName } from './column-settings.ts'
import { columnQuery, describeColumn } from './column-query.ts'
import type { ColumnRow } from './column-query.ts'
import { givenOrder } from './given-order.ts'
import { earlierThanColumn, isLateColumn } from './inheritance.ts'
import { defineKind } from './kind.ts'
import type { RenderView } from './kind.ts'
import { relationKey } from './relation.ts'
import { columnAttributes, tableAttributes } from './table-attributes.ts'
import { isColumnWritten, tableForm } from './table-form.ts'

export const columns = defineKind<ColumnRow>({
  name: 'column',
  heading: 'Columns',
  rank: 110,
  addressedBy: 'pg_class',
  isInSchema: true,
  catalogs: ['pg_attribute'],
  columnsIgnored: {
    'pg_attribute.attlen': 'a copy of the type',
    'pg_attribute.attcacheoff': 'always -1 in storage',
    'pg_attribute.attndims': 'the number of brackets somebody wrote; the type is the same with any',
    'pg_attribute.attbyval': 'a copy of the type',
    'pg_attribute.attalign': 'a copy of the type',
    'pg_attribute.atthasdef': 'says that pg_attrdef has a row',
    'pg_attribute.atthasmissing': 'how rows older than the column are stored',
    'pg_attribute.attmissingval': 'how rows older than the column are stored',
    'pg_attribute.attinhcount': 'follows from the parents of the table and their columns',
    'pg_attribute.attacl': 'read by the kind privilege',
  },
  query: columnQuery,
  isPart: true,
  spreadBy: 'table',
  identify: (row) => ({
    parts: [row.schema, row.table, row.name],
    schema: row.schema,
    parent: relationKey({ ...row, relation: row.table }),
    ...givenOrder(row.foreign_options, row.foreign_options.toSorted()),
  }),
  describe: describeColumn,
  expressions: ['generationExpression'],
  minor: {
    notNullName: 'constraint-names',
    storage: 'storage',
    compression: 'storage',
    options: 'storage',
    statistics: 'statistics',
  },
  // A NOT NULL has a name, and can be not valid or not inherited, from PostgreSQL 18 on.
  knownFrom: { notNull: 180000, notNullName: 180000 },
  inline: inlineColumn,
  create: addColumn,
  isApart: isLateColumn,
  waitsFor: (object, view) => [...earlierThanColumn(object, view), ...previousColumn(object, view)],
  alter: alterColumn,
  disturbs: disturbedByColumn,
  drop: (object) => (columnAttributes(object).isLocal ? [`${alterTable(object)} DROP COLUMN ${nameOf(object)}`] : []),
})

function inlineColumn(object: CatalogObject, view: RenderView): string {
  const form = tableForm(tableOf(object, view), view)
  if (form === 'of-type') {
    const clauses = columnDefinition(object, view).slice(1)
    return clauses.length === 0 ? '' : [nameOf(object), 'WITH OPTIONS', ...clauses].join(' ')
  }
  if (isColumnWritten(object, view)) return [nameOf(object), ...columnDefinition(object, view)].join(' ')
  // A NOT NULL constraint beside the copied one, by its own name (PostgreSQL 18).
  const named = form === 'inherits' && ownNotNullName(object, view) !== null
  return named ? `${columnNotNull(object, view)} ${nameOf(object)}` : ''
}

// The table is there already: either it was before the history, or one of its parents got this column.
function addColumn(object: CatalogObject, view: RenderView): string[] {
  const definition = [nameOf(object), ...columnDefinition(object, view)].join(' ')
  const added = columnAttributes(object).isLocal ? [`${alterTable(object)} ADD COLUMN ${definition}`] : []
  return [...added, ...columnSettings(object, view)]
}

// ADD COLUMN puts a column behind the others. Only CREATE TABLE lets one be generated from a later one; such a
// column has no place in the row of those that are added one by one.
function previousColumn(object: CatalogObject, view: RenderView): ObjectKey[] {
  const table = tableOf(object, view)
  const { columnOrder } = tableAttributes(table)
  const columnAt = (place: number): CatalogObject | undefined =>
    view.object(keyFor('column', ...table.identity.parts, columnOrder[place] ?? ''))
  const readsLater = (column: CatalogObject, place: number): boolean =>
    columnOrder
      .slice(place + 1)
      .some((name) => column.dependsOn.includes(keyFor('column', ...table.identity.parts, name)))
  let place = columnOrder.indexOf(bareName(object))
  if (columnAttributes(object).generated !== null && readsLater(object, place)) return []
  for (place -= 1; place >= 0; place -= 1) {
    const column = columnAt(place)
    if (column && (columnAttributes(column).generated === null || !readsLater(column, place))) return [keyOf(column)]
  }
  return []
}

function tableOf(object: CatalogObject, view: RenderView): CatalogObject {
  const table = view.object(object.identity.parent ?? '')
  if (table === undefined) throw new Error(`no table for ${keyOf(object)}`)
  return table
}

function nameOf(object: CatalogObject): string {
  return quoteName(object.identity.parts.at(-1) ?? '')
}

function alterTable(object: CatalogObject): string {
  return `ALTER TABLE ${object.identity.parts.slice(0, 2).map(quoteName).join('.')}`
}
