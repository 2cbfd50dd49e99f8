// How a table with parents comes into being. PARTITION OF and INHERITS copy what the parent has at that
// moment; where a table differs from such a copy, or has its columns in another order, it is created with
// columns of its own and attached afterwards, which is exact for everything (pg_dump does it so always).
import { bareName, keyFor, keyOf } from '../model/object.ts'
import type { CatalogObject } from '../model/object.ts'
import { canonical } from '../model/value.ts'
import type { RenderView } from './kind.ts'
import { descentOf } from './inheritance.ts'
import { columnAttributes, tableAttributes } from './table-attributes.ts'
import type { NamePath } from './table-attributes.ts'

/**
 * `own`: all columns are written out. `of-type`: CREATE TABLE … OF. `partition-of` and `inherits`: columns
 * come from the parents. `attached`: all columns are written out, then ATTACH PARTITION or INHERIT.
 */
export type TableForm = 'own' | 'of-type' | 'partition-of' | 'inherits' | 'attached'

/** The form that gives back exactly this table. */
export function tableForm(table: CatalogObject, view: RenderView): TableForm {
  const { ofType, partitionOf, inherits } = tableAttributes(table)
  if (ofType !== null) return 'of-type'
  if (isAttachedLate(table, view)) return 'attached'
  if (partitionOf !== null) return isCopyOf(table, view.object(keyFor('table', ...partitionOf)), view)
  if (inherits.length === 0) return 'own'
  return descentOf(table, view).created.length === 0 ? 'attached' : 'inherits'
}

/**
 * True for a partition of a table that is there already: PARTITION OF would bring that table's indexes and keys
 * along under names of the server's choice.
 */
export function isAttachedLate(table: CatalogObject, view: RenderView): boolean {
  const { partitionOf } = tableAttributes(table)
  return partitionOf !== null && view.isThere(keyFor('table', ...partitionOf)) && !view.isThere(keyOf(table))
}

/** True where the columns of a table of this form that are not its own are copied from its parents. */
export function copiesColumns(form: TableForm): boolean {
  return form === 'partition-of' || form === 'inherits'
}

/** The column of the same name in the parents from which the table copies; none where it copies nothing. */
export function copiedColumns(column: CatalogObject, view: RenderView): CatalogObject[] {
  const name = bareName(column)
  const table = view.object(column.identity.parent ?? '')
  if (table === undefined) return []
  return copiedParents(table, column, view).flatMap((path) => {
    const found = view.object(keyFor('column', ...path, name))
    return found === undefined ? [] : [found]
  })
}

function copiedParents(table: CatalogObject, column: CatalogObject, view: RenderView): readonly NamePath[] {
  const { partitionOf, inherits } = tableAttributes(table)
  if (partitionOf !== null) return tableForm(table, view) === 'partition-of' ? [partitionOf] : []
  if (!columnAttributes(column).isLocal) return inherits
  const { created, copied } = descentOf(table, view)
  return copied.has(bareName(column)) ? created : []
}

/** True where a statement of this table writes the column out: CREATE TABLE or ADD COLUMN. */
export function isColumnWritten(column: CatalogObject, view: RenderView): boolean {
  const table = view.object(column.identity.parent ?? '')
  if (table === undefined) return false
  const form = tableForm(table, view)
  if (form === 'partition-of') return false
  return tableAttributes(table).inherits.length === 0 || columnAttributes(column).isLocal
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
  return same && !inheritsStorage(table, parent) ? 'partition-of' : 'attached'
}

/** PARTITION OF takes the parent's tablespace and, from PostgreSQL 17 on, its access method; this table has the usual ones. */
function inheritsStorage(table: CatalogObject, parent: CatalogObject): boolean {
  const [own, above] = [tableAttributes(table), tableAttributes(parent)]
  return (
    (own.tablespace === null && above.tablespace !== null) || (own.accessMethod === null && above.accessMethod !== null)
  )
}

function isSameColumn(column: CatalogObject, original: CatalogObject, view: RenderView): boolean {
  if (defaultOf(original, view) !== undefined && defaultOf(column, view) === undefined) return false
  return columnAttributes(column).notNullName === null && copiedPart(column) === copiedPart(original)
}

function copiedPart(column: CatalogObject): string {
  const { type, collation, notNull, generated, generationExpression, storage, compression } = columnAttributes(column)
  return canonical([type, collation, notNull, generated, generationExpression, storage, compression])
}
