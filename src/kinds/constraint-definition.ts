// A constraint as CREATE TABLE, CREATE DOMAIN and ADD CONSTRAINT take it. Names are always written out, so
// that a file can be searched for them. Manual: CREATE TABLE, table_constraint.
import { bareName } from '../model/object.ts'
import type { CatalogObject } from '../model/object.ts'
import { quoteName, quotePath } from '../sql/quote.ts'
import type { ConstraintAttributes, ConstraintType } from './constraint-attributes.ts'
import { inBrackets } from './expression-text.ts'
import { withOptions } from './relation-options.ts'

/** The attributes of a constraint. */
export function constraintAttributes(object: CatalogObject): ConstraintAttributes {
  return object.attributes as unknown as ConstraintAttributes
}

/** True for the types that an index enforces. */
export function isKey(type: ConstraintType): boolean {
  return type === 'primary key' || type === 'unique' || type === 'exclusion'
}

/** `CONSTRAINT name …`, without NOT VALID. */
export function constraintDefinition(object: CatalogObject): string {
  const attributes = constraintAttributes(object)
  const { deferrable, enforced } = attributes
  return [
    `CONSTRAINT ${quoteName(bareName(object))}`,
    ...body(attributes),
    ...(deferrable ? [deferrable === 'initially deferred' ? 'DEFERRABLE INITIALLY DEFERRED' : 'DEFERRABLE'] : []),
    ...(enforced ? [] : ['NOT ENFORCED']),
  ].join(' ')
}

function body(attributes: ConstraintAttributes): string[] {
  switch (attributes.type) {
    case 'check':
      return [`CHECK ${inBrackets(attributes.expression ?? '')}`, ...(attributes.noInherit ? ['NO INHERIT'] : [])]
    case 'foreign key':
      return foreignKey(attributes)
    case 'exclusion':
      return exclusion(attributes)
    default:
      return key(attributes)
  }
}

function key(attributes: ConstraintAttributes): string[] {
  const { type, nullsNotDistinct, columns = [], period } = attributes
  const listed = columns.map(quoteName)
  const last = period ? [`${listed.pop() ?? ''} WITHOUT OVERLAPS`] : []
  return [
    `${type.toUpperCase()}${nullsNotDistinct ? ' NULLS NOT DISTINCT' : ''} (${[...listed, ...last].join(', ')})` +
      includeClause(attributes) +
      indexClauses(attributes),
  ]
}

function exclusion(attributes: ConstraintAttributes): string[] {
  const { method = '', keys = '', predicate = null } = attributes
  const where = predicate === null ? [] : [`WHERE ${inBrackets(predicate)}`]
  return [`EXCLUDE USING ${quoteName(method)} ${keys}${indexClauses(attributes)}`, ...where]
}

function includeClause({ include = [] }: ConstraintAttributes): string {
  return include.length === 0 ? '' : ` INCLUDE (${include.map(quoteName).join(', ')})`
}

function indexClauses({ options = [], tablespace = null }: ConstraintAttributes): string {
  return `${withOptions(options)}${tablespace === null ? '' : ` USING INDEX TABLESPACE ${quoteName(tablespace)}`}`
}

function foreignKey(attributes: ConstraintAttributes): string[] {
  const { columns = [], references = ['', ''], referencedColumns = [], match, period } = attributes
  return [
    `FOREIGN KEY (${foreignColumns(columns, period)})`,
    `REFERENCES ${quotePath(...references)} (${foreignColumns(referencedColumns, period)})`,
    ...(match === 'simple' ? [] : [`MATCH ${(match ?? '').toUpperCase()}`]),
    ...foreignActions(attributes),
  ]
}

function foreignColumns(columns: readonly string[], period: boolean | undefined): string {
  return columns
    .map(quoteName)
    .map((column, index) => (period && index === columns.length - 1 ? `PERIOD ${column}` : column))
    .join(', ')
}

function foreignActions({ onUpdate, onDelete, setColumns = [] }: ConstraintAttributes): string[] {
  const columns = setColumns.length === 0 ? '' : ` (${setColumns.map(quoteName).join(', ')})`
  return [
    ...(onUpdate === undefined || onUpdate === 'no action' ? [] : [`ON UPDATE ${onUpdate.toUpperCase()}`]),
    ...(onDelete === undefined || onDelete === 'no action' ? [] : [`ON DELETE ${onDelete.toUpperCase()}${columns}`]),
  ]
}
