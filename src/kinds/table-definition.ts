// The CREATE TABLE statement: one column a line, their names aligned, then the constraints.
import { keyOf } from '../model/object.ts'
import type { CatalogObject } from '../model/object.ts'
import { quoteName, quotePath } from '../sql/quote.ts'
import { optionsClause } from './foreign-options.ts'
import { descentOf } from './inheritance.ts'
import type { Finish, RenderView } from './kind.ts'
import { inGivenOrder } from './given-order.ts'
import { withOptions } from './relation-options.ts'
import { foreignTableAttributes, tableAttributes } from './table-attributes.ts'
import { isAttachedLate, tableForm } from './table-form.ts'
import type { TableForm } from './table-form.ts'

/** CREATE TABLE, and where the form asks for it the statements that attach it to its parents. */
export function createTable(object: CatalogObject, view: RenderView): string[] {
  const form = tableForm(object, view)
  const lines = [...columnLines(object, view), ...constraintLines(object, view)]
  const isListOptional = form === 'partition-of' || form === 'of-type'
  const list = lines.length === 0 ? '()' : `(\n${lines.map((line) => `  ${line}`).join(',\n')}\n)`
  const create = [
    head(object, form),
    ...(lines.length === 0 && isListOptional ? [] : [list]),
    ...boundClause(object, form),
  ].join(' ')
  const attached = isAttachedLate(object, view) ? [] : attachments(object, form)
  return [`${create}${tail(object, view)}`, ...attached, ...inheritances(object, view)]
}

/** ATTACH PARTITION behind the partition's indexes and keys, which those of the partitioned table then adopt. */
export function attachLate(object: CatalogObject, view: RenderView): Finish | undefined {
  if (!isAttachedLate(object, view)) return undefined
  const parts = [...view.members(keyOf(object), 'index'), ...view.members(keyOf(object), 'constraint')]
  return { after: [keyOf(object), ...parts.map(keyOf)], statements: attachments(object, 'attached') }
}

function head(object: CatalogObject, form: TableForm): string {
  const { persistence, ofType, partitionOf } = tableAttributes(object)
  const kind = object.kind === 'foreign-table' ? 'FOREIGN ' : persistence === 'unlogged' ? 'UNLOGGED ' : ''
  const create = `CREATE ${kind}TABLE ${object.id}`
  if (form === 'of-type' && ofType !== null) return `${create} OF ${quotePath(...ofType)}`
  return form === 'partition-of' && partitionOf !== null
    ? `${create} PARTITION OF ${quotePath(...partitionOf)}`
    : create
}

function boundClause(object: CatalogObject, form: TableForm): string[] {
  const { bound } = tableAttributes(object)
  return form === 'partition-of' && bound !== null ? [bound] : []
}

function tail(object: CatalogObject, view: RenderView): string {
  const { created } = descentOf(object, view)
  const { partitionKey, accessMethod, options, tablespace } = tableAttributes(object)
  return [
    created.length === 0 ? '' : `\nINHERITS (${created.map((path) => quotePath(...path)).join(', ')})`,
    partitionKey === null ? '' : `\nPARTITION BY ${partitionKey}`,
    accessMethod === null ? '' : `\nUSING ${quoteName(accessMethod)}`,
    object.kind === 'foreign-table' ? serverClauses(object) : storageClause(object, options),
    tablespace === null ? '' : `\nTABLESPACE ${quoteName(tablespace)}`,
  ].join('')
}

function storageClause(object: CatalogObject, options: readonly string[]): string {
  return options.length === 0 ? '' : `\n${withOptions(inGivenOrder(object, options)).trimStart()}`
}

function serverClauses(object: CatalogObject): string {
  const { server, options } = foreignTableAttributes(object)
  return [`SERVER ${quoteName(server)}`, ...optionsClause(inGivenOrder(object, options))]
    .map((line) => `\n${line}`)
    .join('')
}

function attachments(object: CatalogObject, form: TableForm): string[] {
  const { partitionOf, bound } = tableAttributes(object)
  if (form !== 'attached' || partitionOf === null || bound === null) return []
  return [`ALTER TABLE ${quotePath(...partitionOf)} ATTACH PARTITION ${object.id} ${bound}`]
}

function inheritances(object: CatalogObject, view: RenderView): string[] {
  return descentOf(object, view).attached.map((path) => `ALTER TABLE ${object.id} INHERIT ${quotePath(...path)}`)
}

function columnLines(object: CatalogObject, view: RenderView): string[] {
  const columns = new Map(view.members(keyOf(object), 'column').map((column) => [column.identity.parts.at(-1), column]))
  const written = tableAttributes(object).columnOrder.flatMap((name) => {
    const column = columns.get(name)
    const text = column && view.isInlined(keyOf(column)) ? view.inline(column) : ''
    return text === '' ? [] : [{ name: quoteName(name), text }]
  })
  const width = Math.max(0, ...written.map(({ name }) => name.length))
  return written.map(({ name, text }) =>
    text.startsWith(`${name} `) ? `${name.padEnd(width)} ${text.slice(name.length + 1)}` : text,
  )
}

// Keys first, as a person would write them.
const constraintOrder: readonly unknown[] = ['primary key', 'unique', 'exclusion', 'check', 'foreign key']

function constraintLines(object: CatalogObject, view: RenderView): string[] {
  return view
    .members(keyOf(object), 'constraint')
    .filter((constraint) => view.isInlined(keyOf(constraint)))
    .toSorted((a, b) => rankOf(a) - rankOf(b))
    .map((constraint) => view.inline(constraint))
}

function rankOf(constraint: CatalogObject): number {
  return constraintOrder.indexOf(constraint.attributes['type'])
}
