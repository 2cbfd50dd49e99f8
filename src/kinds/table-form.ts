// How a table with parents comes into being. PARTITION OF and INHERITS copy what the parent has at that
// moment; where a table differs from such a copy, or has its columns in another order, it is created with
// columns of its own and attached afterwards, which is exact for everything (pg_dump does it so always).
import { keyFor, keyOf } from '../model/object.ts'
import type { CatalogObject } from '../model/object.ts'
import { canonical } from '../model/value.ts'
import type { RenderView } from './kind.ts'
import { columnAttributes, parentKeys, tableAttributes } from './table-attributes.ts'
import type { ColumnAttributes } from './table-attributes.ts'

/**
 * `own`: all columns are written out. `of-type`: CREATE TABLE … OF. `partition-of` and `inherits`: columns
 * come from the parents. `attached`: all columns are written out, then ATTACH PARTITION or INHERIT.
 */
export type TableForm = 'own' | 'of-type' | 'partition-of' | 'inherits' | 'attached'

/** The form that gives back exactly this table. */
export function tableForm(table: CatalogObject, view: RenderView): TableForm {
  const { ofType, partitionOf, inherits } = tableAttributes(table)
  if (ofType !== null) return 'of-type'
  if (partitionOf !== null) return isCopyOf(table, view.object(keyFor('table', ...partitionOf)), view)
  return inherits.length === 0 ? 'own' : inheritanceForm(table, view)
}

/** True where the columns of a table of this form that are not its own are copied from its parents. */
export function copiesColumns(form: TableForm): boolean {
  return form === 'partition-of' || form === 'inherits'
}

/** The column of the same name in the parents from which the table copies; none where it copies nothing. */
export function copiedColumns(column: CatalogObject, view: RenderView): CatalogObject[] {
  const [schema = '', tableName = '', name = ''] = column.identity.parts
  const table = view.object(keyFor('table', schema, tableName))
  if (table === undefined || !copiesColumns(tableForm(table, view))) return []
  return parentKeys(tableAttributes(table)).flatMap((key) => {
    const parent = view.object(key)
    const found = parent && view.object(keyFor('column', ...parent.identity.parts, name))
    return found === undefined ? [] : [found]
  })
}

/** The default of a column, if it has one. */
export function defaultOf(column: CatalogObject, view: RenderView): CatalogObject | undefined {
  return view.object(keyFor('default', ...column.identity.parts))
}

function isCopyOf(table: CatalogObject, parent: CatalogObject | undefined, view: RenderView): TableForm {
  if (parent === undefined) return 'attached'
  const same =
    canonical(tableAttributes(table).columnOrder) === canonical(tableAttributes(parent).columnOrder) &&
    view.members(keyOf(table), 'column').every((column) => {
      const original = view.object(keyFor('column', ...parent.identity.parts, column.identity.parts.at(-1) ?? ''))
      return original !== undefined && isSameColumn(column, original, view)
    })
  return same ? 'partition-of' : 'attached'
}

function isSameColumn(column: CatalogObject, original: CatalogObject, view: RenderView): boolean {
  if (defaultOf(original, view) !== undefined && defaultOf(column, view) === undefined) return false
  return columnAttributes(column).notNullName === null && copiedPart(column) === copiedPart(original)
}

function copiedPart(column: CatalogObject): string {
  const { type, collation, notNull, generated, generationExpression, storage, compression } = columnAttributes(column)
  return canonical([type, collation, notNull, generated, generationExpression, storage, compression])
}

function inheritanceForm(table: CatalogObject, view: RenderView): TableForm {
  const { columnOrder } = tableAttributes(table)
  const inherited = parentKeys(tableAttributes(table)).flatMap((key) => {
    const parent = view.object(key)
    return parent === undefined ? [] : tableAttributes(parent).columnOrder
  })
  const copied = [...new Set([...inherited, ...columnOrder])]
  if (canonical(copied) === canonical(columnOrder)) return 'inherits'
  const parts = [...view.members(keyOf(table), 'column'), ...view.members(keyOf(table), 'constraint')]
  return parts.every(isLocal) ? 'attached' : 'inherits'
}

function isLocal(part: CatalogObject): boolean {
  if (part.kind === 'constraint') return part.attributes['inherited'] !== true
  const column: ColumnAttributes = columnAttributes(part)
  return column.isLocal
}
