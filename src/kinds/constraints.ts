// Constraints of tables, and the checks of domains. They are written inside CREATE TABLE and CREATE DOMAIN;
// what cannot stand there (NOT VALID, keys that adopt those of partitions, foreign keys to tables that come
// later) is added by ALTER TABLE.
import { bareName, keyFor, keyOf } from '../model/object.ts'
import type { CatalogObject, Identity, ObjectKey } from '../model/object.ts'
import type { Attributes } from '../model/value.ts'
import { quoteName, quotePath } from '../sql/quote.ts'
import { constraintAttributes, constraintDefinition, isKey } from './constraint-definition.ts'
import { constraintQuery } from './constraint-query.ts'
import type { ConstraintRow } from './constraint-query.ts'
import { describeConstraint } from './constraint-attributes.ts'
import { wouldBeMerged } from './equal-keys.ts'
import { descentOf } from './inheritance.ts'
import { targetStatements } from './index-statistics.ts'
import { defineKind } from './kind.ts'
import type { Finish, RenderView } from './kind.ts'
import { adoptedByHand, adoptedParts, hasPartitions } from './partitioned-index.ts'
import { hasTriggersOfCopies, triggerStatements } from './constraint-triggers.ts'
import { relationKey } from './relation.ts'
import { childrenOf, isTable, parentsOf, tableAttributes } from './table-attributes.ts'
import { copiesColumns, tableForm } from './table-form.ts'

// ALTER DOMAIN … ADD CONSTRAINT is refused once a column holds the domain inside an array or a composite type.
const beforeTables = 99

const operatorReason = 'chosen by the types of the columns and the operator class of the referenced index'

export const constraints = defineKind<ConstraintRow>({
  name: 'constraint',
  heading: 'Constraints',
  rank: 130,
  rankOf: ({ identity }) => (isOfDomain(identity) ? beforeTables : 130),
  addressedBy: 'pg_constraint',
  isInSchema: true,
  catalogs: ['pg_constraint'],
  columnsIgnored: {
    'pg_constraint.connamespace': 'always that of the table or domain',
    'pg_constraint.coninhcount': 'follows from the parents of the table and their constraints',
    'pg_constraint.conpfeqop': operatorReason,
    'pg_constraint.conppeqop': operatorReason,
    'pg_constraint.conffeqop': operatorReason,
    'pg_constraint.conexclop': 'printed by pg_get_constraintdef',
    'pg_constraint.confdelsetcols': 'read where the server has it',
    'pg_constraint.conenforced': 'read where the server has it',
    'pg_constraint.conperiod': 'read where the server has it',
  },
  behindRows: (object) => {
    const { type, references } = constraintAttributes(object)
    if (type !== 'foreign key' || references === undefined) return 'never'
    return keyFor('table', ...references) === object.identity.parent ? 'with-rows' : 'when-detached'
  },
  query: constraintQuery,
  identify: (row) => ({
    parts: [row.schema, row.relation, row.name],
    schema: row.schema,
    parent:
      row.relkind === null ? keyFor('domain', row.schema, row.relation) : relationKey({ ...row, relkind: row.relkind }),
  }),
  describe: (row): Attributes => describeConstraint(row),
  expressions: ['expression', 'keys', 'predicate'],
  minor: { options: 'storage', tablespace: 'storage', statistics: 'statistics', attachedTo: 'constraint-names' },
  renames: 'constraint-names',
  inline: inlineConstraint,
  create: createConstraint,
  waitsFor: earlierParts,
  finish: finishConstraint,
  mayBeMadeAnew: true,
  drop: (object) => {
    const { inherited, isAttached } = constraintAttributes(object)
    return inherited || isAttached ? [] : [`${alterParent(object)} DROP CONSTRAINT ${nameOf(object)}`]
  },
})

function inlineConstraint(object: CatalogObject, view: RenderView): string | undefined {
  const { type, validated, enforced, inherited, references } = constraintAttributes(object)
  const parent = object.identity.parent ?? ''
  if (!validated && enforced) return undefined
  const table = view.object(parent)
  const copies = isTable(table) && copiesColumns(tableForm(table, view))
  if (type === 'check' && inherited && (copies || isInheriting(table))) return undefined
  // Inside CREATE TABLE a primary key would give the copied columns a NOT NULL of their own.
  if (copies && type === 'primary key' && view.serverVersion >= 180000) return undefined
  if (wouldBeMerged(object, view)) return undefined
  const isOnItself = references !== undefined && keyFor('table', ...references) === parent
  if ((isKey(type) || isOnItself) && hasPartitions(object, view)) return undefined
  return constraintDefinition(object)
}

function createConstraint(object: CatalogObject, view: RenderView): string[] {
  const { type, validated, enforced, inherited } = constraintAttributes(object)
  if (type === 'check' && inherited) return validateCopy(object, view)
  const byHand = isKey(type) ? adoptedByHand(object, view) : undefined
  const notValid = validated || !enforced ? '' : ' NOT VALID'
  return [
    `${alterParent(object, byHand === undefined ? '' : 'ONLY ')} ADD ${constraintDefinition(object)}${notValid}`,
    ...(byHand ?? []),
  ]
}

// A table gets the checks of its parents with them. One that is not valid there may be valid here.
function validateCopy(object: CatalogObject, view: RenderView): string[] {
  const table = view.object(object.identity.parent ?? '')
  const { validated, enforced } = constraintAttributes(object)
  if (table === undefined || !validated || !enforced) return []
  const isNotValidAbove = parentsOf(table, view).some((parent) => {
    const original = view.object(keyFor('constraint', ...parent.identity.parts, bareName(object)))
    return original !== undefined && !constraintAttributes(original).validated
  })
  return isNotValidAbove ? [`${alterParent(object)} VALIDATE CONSTRAINT ${nameOf(object)}`] : []
}

// A key of a partitioned table adopts those of the partitions; a check that is not valid comes behind the
// tables that inherit it, in which it would be valid otherwise.
function earlierParts(object: CatalogObject, view: RenderView): readonly ObjectKey[] {
  const { type, validated, inherited } = constraintAttributes(object)
  if (isKey(type)) return adoptedParts(object, view)
  if (type !== 'check') return []
  if (inherited) return validated ? originalKeys(object, view) : []
  const below = descendants(object.identity.parent ?? '', view)
  return validated && !below.some((table) => gotLate(table, object, view)) ? [] : below
}

// ALTER TABLE … INHERIT asks for checks of the table's own; one that is its parent's came later.
function gotLate(table: ObjectKey, check: CatalogObject, view: RenderView): boolean {
  const descendant = view.object(table)
  if (descendant === undefined || descentOf(descendant, view).attached.length === 0) return false
  const copy = view.object(keyFor('constraint', ...descendant.identity.parts, bareName(check)))
  return copy !== undefined && constraintAttributes(copy).inherited
}

function isInheriting(table: CatalogObject | undefined): boolean {
  return isTable(table) && tableAttributes(table).inherits.length > 0
}

function descendants(key: ObjectKey, view: RenderView): ObjectKey[] {
  const table = view.object(key)
  const children = isTable(table) ? childrenOf(table, view).map(keyOf) : []
  return children.concat(children.flatMap((child) => descendants(child, view)))
}

function originalKeys(object: CatalogObject, view: RenderView): ObjectKey[] {
  const table = view.object(object.identity.parent ?? '')
  if (table === undefined) return []
  return parentsOf(table, view).flatMap((parent) => {
    const original = view.object(keyFor('constraint', ...parent.identity.parts, bareName(object)))
    return original === undefined || constraintAttributes(original).validated ? [] : [keyOf(original)]
  })
}

function finishConstraint(object: CatalogObject, view: RenderView): Finish | undefined {
  const { isClustered, isReplicaIdentity, statistics = {} } = constraintAttributes(object)
  const [schema = ''] = object.identity.parts
  const statements = [
    ...targetStatements(`ALTER INDEX ${quotePath(schema, bareName(object))}`, statistics),
    ...(isClustered ? [`${alterParent(object)} CLUSTER ON ${nameOf(object)}`] : []),
    ...(isReplicaIdentity ? [`${alterParent(object)} REPLICA IDENTITY USING INDEX ${nameOf(object)}`] : []),
    ...triggerStatements(object),
  ]
  if (statements.length === 0) return undefined
  return { after: [keyOf(object), ...(hasTriggersOfCopies(object) ? partitionsOf(object, view) : [])], statements }
}

// The partitions of both tables of a foreign key.
function partitionsOf(object: CatalogObject, view: RenderView): ObjectKey[] {
  const { references = ['', ''] } = constraintAttributes(object)
  return [object.identity.parent ?? '', keyFor('table', ...references)].flatMap((table) => descendants(table, view))
}

function alterParent(object: CatalogObject, only = ''): string {
  const [schema = '', relation = ''] = object.identity.parts
  return `ALTER ${isOfDomain(object.identity) ? 'DOMAIN' : 'TABLE'} ${only}${quotePath(schema, relation)}`
}

function isOfDomain({ parent }: Identity): boolean {
  return parent?.startsWith('domain ') ?? false
}

function nameOf(object: CatalogObject): string {
  return quoteName(bareName(object))
}
