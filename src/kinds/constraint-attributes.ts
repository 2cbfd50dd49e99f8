// What is compared of a constraint: of each type the attributes it can have, so that a check does not list
// the tablespace of an index it does not have.
import type { Attributes } from '../model/value.ts'
import type { ConstraintRow } from './constraint-query.ts'
import type { ExpressionTargets } from './index-statistics.ts'
import type { NamePath } from './table-attributes.ts'

export type ConstraintType = 'primary key' | 'unique' | 'exclusion' | 'check' | 'foreign key'

/** The union of all types' attributes. */
export interface ConstraintAttributes {
  readonly type: ConstraintType
  readonly validated: boolean
  readonly enforced: boolean
  /** Only from a parent, for tables that have one. */
  readonly inherited: boolean
  readonly deferrable?: 'initially immediate' | 'initially deferred' | null
  /** Enabled states of the triggers behind it that are not the usual one, by function. */
  readonly triggers?: Readonly<Record<string, string>>
  // check
  readonly expression?: string
  readonly noInherit?: boolean
  // keys, foreign keys
  readonly columns?: readonly string[]
  /** WITHOUT OVERLAPS of a key, PERIOD of a foreign key: said of the last column. */
  readonly period?: boolean
  // foreign keys
  readonly references?: NamePath
  readonly referencedColumns?: readonly string[]
  readonly match?: string
  readonly onUpdate?: string
  readonly onDelete?: string
  readonly setColumns?: readonly string[]
  // keys and exclusion
  readonly method?: string
  readonly keys?: string
  readonly predicate?: string | null
  readonly statistics?: ExpressionTargets
  readonly include?: readonly string[]
  readonly nullsNotDistinct?: boolean
  readonly options?: readonly string[]
  readonly tablespace?: string | null
  readonly valid?: boolean
  readonly isClustered?: boolean
  readonly isReplicaIdentity?: boolean
  readonly isAttached?: boolean
  readonly attachedTo?: NamePath | null
}

const types: Readonly<Record<ConstraintRow['type'], ConstraintType>> = {
  p: 'primary key',
  u: 'unique',
  x: 'exclusion',
  c: 'check',
  f: 'foreign key',
}

/** The attributes of one row. A column list is ordered; `setColumns` is not, and is sorted. */
export function describeConstraint(row: ConstraintRow): Attributes {
  const common = { type: types[row.type], validated: row.validated, enforced: row.enforced }
  if (row.type === 'c')
    return { ...common, inherited: !row.local, expression: row.expression ?? '', noInherit: !row.inherit }
  const reactive = {
    ...common,
    inherited: false,
    deferrable: deferral(row),
    triggers: row.triggers,
  }
  if (row.type === 'f') return { ...reactive, columns: row.columns, period: row.period, ...describeForeignKey(row) }
  const index = row.method === null ? {} : describeIndex(row, row.method)
  return row.type === 'x'
    ? { ...reactive, ...index }
    : { ...reactive, columns: row.columns, period: row.period, ...index }
}

function deferral(row: ConstraintRow): 'initially immediate' | 'initially deferred' | null {
  if (!row.is_deferrable) return null
  return row.initially_deferred ? 'initially deferred' : 'initially immediate'
}

const matches: Readonly<Record<string, string>> = { s: 'simple', f: 'full', p: 'partial' }

const actions: Readonly<Record<string, string>> = {
  a: 'no action',
  r: 'restrict',
  c: 'cascade',
  n: 'set null',
  d: 'set default',
}

function describeForeignKey(row: ConstraintRow): Attributes {
  return {
    references: row.referenced_table,
    referencedColumns: row.referenced_columns,
    match: matches[row.match] ?? row.match,
    onUpdate: actions[row.on_update] ?? row.on_update,
    onDelete: actions[row.on_delete] ?? row.on_delete,
    setColumns: (row.set_columns ?? []).toSorted(),
  }
}

function describeIndex(row: ConstraintRow, method: string): Attributes {
  return {
    ...(row.keys === null ? {} : { keys: row.keys, predicate: row.predicate, statistics: row.statistics ?? {} }),
    method,
    include: row.include ?? [],
    nullsNotDistinct: row.nulls_not_distinct,
    options: row.options,
    tablespace: row.tablespace,
    valid: row.valid,
    isClustered: row.is_clustered,
    isReplicaIdentity: row.is_replica_identity,
    isAttached: row.attached_to !== null,
    attachedTo: row.attached_to,
  }
}
