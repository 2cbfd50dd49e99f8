// What ALTER COLUMN can say of a column that existed before the history. A new type needs a cast from the old one,
// and everything that reads the column from outside the table must be gone meanwhile; indexes and checks follow by
// themselves. Manual: ALTER TABLE.
import type { CatalogObject } from '../model/object.ts'
import { canonical } from '../model/value.ts'
import { quoteName, quotePath } from '../sql/quote.ts'
import type { RenderView } from './kind.ts'
import { optionChanges as foreignChanges } from './foreign-options.ts'
import { givenNotNullName } from './not-null-names.ts'
import { optionChanges } from './option-changes.ts'
import { columnAttributes, defaultExpression } from './table-attributes.ts'
import type { ColumnAttributes } from './table-attributes.ts'
import { defaultOf } from './table-form.ts'

/** Complete statements; undefined where no ALTER COLUMN makes `after` of `before`. */
export function alterColumn(before: CatalogObject, after: CatalogObject, view: RenderView): string[] | undefined {
  const [from, to] = [columnAttributes(before), columnAttributes(after)]
  const { type, collation, notNull, storage, compression, statistics, options, foreignOptions } = to
  const foreign = foreignOptions === undefined ? {} : { foreignOptions }
  // A NOT NULL that comes or goes does so with its name.
  const named = to.isLocal && from.notNull !== to.notNull ? { notNullName: to.notNullName } : {}
  const said = { type, collation, notNull, ...named, storage, compression, statistics, options, ...foreign }
  if (canonical({ ...before.attributes, ...said } as typeof before.attributes) !== canonical(after.attributes))
    return undefined
  if (from.notNull !== to.notNull && (typeof from.notNull !== 'boolean' || typeof to.notNull !== 'boolean'))
    return undefined
  // A new type takes the storage and the compression of the old one away.
  const present = isRetyped({ from, to }) ? { ...from, storage: null, compression: null } : from
  if (storage === null && present.storage !== null && view.serverVersion < storageDefaultFrom) return undefined
  const name = quoteName(after.identity.parts.at(-1) ?? '')
  // A column that a parent has follows that one's.
  const shared = to.isLocal ? [...typeActions(after, { from, to }, view)] : []
  const notNulls = to.isLocal && from.notNull !== to.notNull ? [notNullAction(after, view)] : []
  const alter = (action: string): string => `ALTER COLUMN ${name} ${action}`
  return [...shared.map(alter), ...notNulls, ...ownActions(present, to).map(alter)].map(
    (action) => `ALTER TABLE ${quotePath(...after.identity.parts.slice(0, 2))} ${action}`,
  )
}

/** SET STORAGE DEFAULT came with 16; no older server names the storage of the type. */
const storageDefaultFrom = 160_000

/** What reads a column from outside and holds on to its type. */
export function disturbedByColumn(before: CatalogObject, after: CatalogObject): readonly string[] {
  const [from, to] = [columnAttributes(before), columnAttributes(after)]
  return isRetyped({ from, to })
    ? ['view', 'materialized-view', 'rule', 'policy', 'trigger', 'function', 'procedure']
    : []
}

interface Change {
  readonly from: ColumnAttributes
  readonly to: ColumnAttributes
}

function isRetyped({ from, to }: Change): boolean {
  return from.type !== to.type || from.collation !== to.collation
}

// The default may have no cast of its own: it is taken away and set again.
function typeActions(after: CatalogObject, { from, to }: Change, view: RenderView): string[] {
  if (!isRetyped({ from, to })) return []
  const name = quoteName(after.identity.parts.at(-1) ?? '')
  const value = defaultOf(after, view)
  const using = to.foreignOptions === undefined ? ` USING ${name}::${to.type}` : '' // a foreign table holds no values
  return [
    ...(value === undefined ? [] : ['DROP DEFAULT']),
    `TYPE ${to.type}${to.collation === null ? '' : ` COLLATE ${to.collation}`}${using}`,
    ...(value === undefined ? [] : [`SET DEFAULT ${defaultExpression(value)}`]),
  ]
}

function notNullAction(after: CatalogObject, view: RenderView): string {
  const column = quoteName(after.identity.parts.at(-1) ?? '')
  if (columnAttributes(after).notNull === false) return `ALTER COLUMN ${column} DROP NOT NULL`
  const name = givenNotNullName(after, view)
  return name === null ? `ALTER COLUMN ${column} SET NOT NULL` : `ADD CONSTRAINT ${quoteName(name)} NOT NULL ${column}`
}

function ownActions(from: ColumnAttributes, to: ColumnAttributes): string[] {
  return [
    ...(from.storage === to.storage ? [] : [`SET STORAGE ${to.storage ?? 'DEFAULT'}`]),
    ...(from.compression === to.compression ? [] : [`SET COMPRESSION ${to.compression ?? 'default'}`]),
    ...(from.statistics === to.statistics ? [] : [`SET STATISTICS ${to.statistics ?? -1}`]),
    ...optionChanges(from.options, to.options),
    ...foreignChanges(from.foreignOptions ?? [], to.foreignOptions ?? []),
  ]
}
