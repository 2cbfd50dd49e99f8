// What a column has beyond its definition, as ALTER TABLE statements that follow right behind it: storage,
// statistics target, options, and where a copied column differs from the one it was copied from.
// Manual: ALTER TABLE. Descendants do not exist yet, so that nothing spreads to them.
import type { CatalogObject } from '../model/object.ts'
import { quoteName, quotePath } from '../sql/quote.ts'
import { optionsClause } from './foreign-options.ts'
import { inGivenOrder } from './given-order.ts'
import type { RenderView } from './kind.ts'
import { givenNotNullName } from './not-null-names.ts'
import { optionList } from './relation-options.ts'
import { allSequenceClauses } from './sequence-settings.ts'
import { columnAttributes } from './table-attributes.ts'
import type { ColumnAttributes, NotNull } from './table-attributes.ts'
import { copiedColumns, defaultOf, isColumnWritten } from './table-form.ts'

/** Complete statements; none for most columns. */
export function columnSettings(object: CatalogObject, view: RenderView): string[] {
  const [schema = '', table = '', name = ''] = object.identity.parts
  const alter = `ALTER TABLE ${quotePath(schema, table)}`
  const originals = copiedColumns(object, view)
  const column = columnAttributes(object)
  // CREATE TABLE has no place for the options of a column that it copies.
  const options = isColumnWritten(object, view) ? [] : optionsClause(inGivenOrder(object, column.foreignOptions ?? []))
  const actions = [...storageActions(column, originals), ...copyActions(object, originals, view), ...options]
  return [
    ...actions.map((action) => `${alter} ALTER COLUMN ${quoteName(name)} ${action}`),
    ...unvalidatedNotNull(object, view).map((constraint) => `${alter} ADD ${constraint}`),
    ...identitySettings(object),
  ]
}

function storageActions(column: ColumnAttributes, originals: readonly CatalogObject[]): string[] {
  const [original] = originals.map(columnAttributes)
  const { storage, compression, statistics, options } = column
  const compressed = original === undefined || compression === original.compression
  return [
    ...(storage === null || storage === original?.storage ? [] : [`SET STORAGE ${storage}`]),
    ...(compressed ? [] : [`SET COMPRESSION ${compression ?? 'default'}`]),
    ...(statistics === null ? [] : [`SET STATISTICS ${statistics}`]),
    ...(options.length === 0 ? [] : [`SET (${optionList(options)})`]),
  ]
}

// A copied column has no default although its original has one, or is NOT NULL although that is not.
function copyActions(object: CatalogObject, originals: readonly CatalogObject[], view: RenderView): string[] {
  if (originals.length === 0) return []
  const { isLocal, notNull } = columnAttributes(object)
  const dropsDefault = defaultOf(object, view) === undefined && originals.some((each) => defaultOf(each, view))
  const isStricter = notNull !== true || originals.every((original) => columnAttributes(original).notNull === false)
  const addsNotNull = !isLocal && isUsual(notNull) && isStricter && ownNotNullName(object, view) === null
  return [...(dropsDefault ? ['DROP DEFAULT'] : []), ...(addsNotNull ? ['SET NOT NULL'] : [])]
}

/** The name that the NOT NULL of a copied column has to be given, where it is more than its parent's. */
export function ownNotNullName(object: CatalogObject, view: RenderView): string | null {
  const { notNull, notNullName } = columnAttributes(object)
  if (notNullName !== null || !isUsual(notNull)) return notNullName
  const originals = copiedColumns(object, view)
  const isCopied = notNull === true && originals.some((original) => columnAttributes(original).notNull !== false)
  return originals.length === 0 || isCopied ? null : givenNotNullName(object, view)
}

function isUsual(notNull: NotNull): boolean {
  return notNull === true || (notNull !== false && notNull.local === true)
}

function unvalidatedNotNull(object: CatalogObject, view: RenderView): string[] {
  const { notNull } = columnAttributes(object)
  if (typeof notNull === 'boolean' || notNull.validated !== false || notNull.local === false) return []
  const given = givenNotNullName(object, view)
  const name = given === null ? '' : `CONSTRAINT ${quoteName(given)} `
  const column = quoteName(object.identity.parts.at(-1) ?? '')
  return [`${name}NOT NULL ${column}${notNull.inherit === false ? ' NO INHERIT' : ''} NOT VALID`]
}

function identitySettings(object: CatalogObject): string[] {
  const { identity, type } = columnAttributes(object)
  if (identity === null) return []
  const { persistence, settings } = identity
  const [schema = '', table = '', name = ''] = object.identity.parts
  const alter = `ALTER SEQUENCE ${quotePath(...(identity.sequence ?? [schema, `${table}_${name}_seq`]))}`
  return [
    ...(settings.type === type ? [] : [`${alter} ${allSequenceClauses(settings).join(' ')} RESTART`]),
    ...(persistence ? [`${alter} SET ${persistence === 'unlogged' ? 'UNLOGGED' : 'LOGGED'}`] : []),
  ]
}
