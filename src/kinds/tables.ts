// Tables, ordinary and partitioned. Their columns, defaults and constraints are objects of their own, which
// CREATE TABLE takes in where it can. table-form.ts decides how a table with parents comes into being.
import { keyOf } from '../model/object.ts'
import type { CatalogObject } from '../model/object.ts'
import { columnSettings } from './column-settings.ts'
import { columnOrder, parentsJoin } from './descent-query.ts'
import { defineKind } from './kind.ts'
import type { Finish, KindRow } from './kind.ts'
import { ownerStatements } from './owner.ts'
import { isUserRelation } from './relation-filters.ts'
import { givenOrder } from './given-order.ts'
import { sortedOptions, tablespaceName } from './relation-options.ts'
import { tableAttributes } from './table-attributes.ts'
import type { NamePath, TableAttributes } from './table-attributes.ts'
import { alterTable } from './table-changes.ts'
import { attachLate, createTable } from './table-definition.ts'

// Manual: CREATE TABLE; catalogs pg_class, pg_inherits and pg_partitioned_table.
const query = `
  select
    c.oid,
    n.nspname::text as schema,
    c.relname::text as name,
    pg_catalog.pg_get_userbyid(c.relowner)::text as owner,
    case c.relpersistence when 'u' then 'unlogged' else 'permanent' end as persistence,
    case when c.relkind = 'p' then pg_catalog.pg_get_partkeydef(c.oid) end as partition_key,
    c.relispartition as is_partition,
    pg_catalog.pg_get_expr(c.relpartbound, c.oid) as bound,
    parents.paths as parents,
    coalesce(parents.detach_pending, false) as detach_pending,
    case when c.reloftype <> 0 then (
      select pg_catalog.json_build_array(tn.nspname, t.typname)
      from pg_catalog.pg_type as t
      join pg_catalog.pg_namespace as tn on tn.oid = t.typnamespace
      where t.oid = c.reloftype) end as of_type,
    (select am.amname::text from pg_catalog.pg_am as am where am.oid = c.relam) as access_method,
    ${tablespaceName('c.reltablespace')} as tablespace,
    ${sortedOptions('c.reloptions')} as options,
    ${sortedOptions('toast.reloptions')} as toast_options,
    coalesce(c.reloptions, '{}') as options_given,
    coalesce(toast.reloptions, '{}') as toast_options_given,
    case c.relreplident when 'n' then 'nothing' when 'f' then 'full' when 'i' then 'index' else 'default' end
      as replica_identity,
    c.relrowsecurity as row_security,
    c.relforcerowsecurity as force_row_security,
    ${columnOrder} as column_order
  from pg_catalog.pg_class as c
  join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
  left join pg_catalog.pg_class as toast on toast.oid = c.reltoastrelid and toast.reloptions is not null
  ${parentsJoin}
  where ${isUserRelation({ relation: 'c', schema: 'n', relkinds: ['r', 'p'] })}
  order by n.nspname, c.relname`

interface Row extends KindRow {
  readonly schema: string
  readonly name: string
  readonly owner: string
  readonly persistence: TableAttributes['persistence']
  readonly partition_key: string | null
  readonly is_partition: boolean
  readonly bound: string | null
  readonly parents: readonly NamePath[] | null
  readonly detach_pending: boolean
  readonly of_type: NamePath | null
  readonly access_method: string | null
  readonly tablespace: string | null
  readonly options: readonly string[]
  readonly toast_options: readonly string[]
  readonly options_given: readonly string[]
  readonly toast_options_given: readonly string[]
  readonly replica_identity: TableAttributes['replicaIdentity']
  readonly row_security: boolean
  readonly force_row_security: boolean
  readonly column_order: readonly string[]
}

const partitionReason = 'printed by pg_get_partkeydef'

export const tables = defineKind<Row>({
  name: 'table',
  heading: 'Tables',
  rank: 100,
  addressedBy: 'pg_class',
  isInSchema: true,
  catalogs: ['pg_class', 'pg_inherits', 'pg_partitioned_table'],
  columnsIgnored: {
    'pg_class.reltype': 'the row type, which comes and goes with the relation',
    'pg_class.relfilenode': 'the file the rows are in',
    'pg_class.relpages': 'an estimate for the planner',
    'pg_class.reltuples': 'an estimate for the planner',
    'pg_class.relallvisible': 'an estimate for the planner',
    'pg_class.relallfrozen': 'an estimate for the planner',
    'pg_class.relhasindex': 'says that pg_index has or had rows',
    'pg_class.relisshared': 'true for catalogs of the cluster only',
    'pg_class.relnatts': 'counts the rows of pg_attribute, dropped columns included',
    'pg_class.relchecks': 'counts the rows of pg_constraint',
    'pg_class.relhasrules': 'says that pg_rewrite has or had rows',
    'pg_class.relhastriggers': 'says that pg_trigger has or had rows',
    'pg_class.relhassubclass': 'says that pg_inherits has or had rows',
    'pg_class.relispopulated': 'whether a materialized view holds rows, which are data',
    'pg_class.relrewrite': 'set only while a table is rewritten',
    'pg_class.relfrozenxid': 'bookkeeping of vacuum',
    'pg_class.relminmxid': 'bookkeeping of vacuum',
    'pg_class.relacl': 'read by the kind privilege',
    'pg_partitioned_table.partrelid': 'the table itself, whose relkind says that there is a row',
    'pg_partitioned_table.partdefid': 'the default partition, whose bound says so',
    'pg_partitioned_table.partstrat': partitionReason,
    'pg_partitioned_table.partnatts': partitionReason,
    'pg_partitioned_table.partattrs': partitionReason,
    'pg_partitioned_table.partclass': partitionReason,
    'pg_partitioned_table.partcollation': partitionReason,
    'pg_partitioned_table.partexprs': partitionReason,
  },
  query: () => query,
  identify: (row) => ({
    parts: [row.schema, row.name],
    schema: row.schema,
    ...givenOrder(withToast(row.options_given, row.toast_options_given), withToast(row.options, row.toast_options)),
  }),
  describe: (row, context) => ({
    persistence: row.persistence,
    partitionKey: row.partition_key,
    partitionOf: row.is_partition ? (row.parents?.[0] ?? null) : null,
    bound: row.bound,
    detachPending: row.detach_pending,
    inherits: row.is_partition ? [] : (row.parents ?? []),
    ofType: row.of_type,
    accessMethod: isUsualAccessMethod(row) ? null : row.access_method,
    tablespace: row.tablespace,
    options: withToast(row.options, row.toast_options),
    replicaIdentity: row.replica_identity,
    rowSecurity: row.row_security,
    forceRowSecurity: row.force_row_security,
    columnOrder: row.column_order,
    owner: context.role(row.owner),
  }),
  expressions: ['partitionKey', 'bound'],
  orders: ['columnOrder'],
  minor: {
    columnOrder: 'column-order',
    owner: 'owners',
    accessMethod: 'storage',
    tablespace: 'storage',
    options: 'storage',
  },
  create: (object, view) => [
    ...createTable(object, view),
    ...view
      .members(keyOf(object), 'column')
      .filter((column) => view.isInlined(keyOf(column)))
      .flatMap((column) => columnSettings(column, view)),
    ...securityStatements(object),
    ...replicaIdentity(object),
    ...ownerStatements(`TABLE ${object.id}`, object, view),
  ],
  finish: (object, view) => forced(object, attachLate(object, view)),
  drop: (object) => [`DROP TABLE ${object.id}`],
  alter: alterTable,
})

// A partitioned table has an access method only where somebody chose one for the partitions to come (17).
function isUsualAccessMethod({ access_method, partition_key }: Row): boolean {
  return access_method === 'heap' && partition_key === null
}

function securityStatements(object: CatalogObject): string[] {
  return tableAttributes(object).rowSecurity ? [`ALTER TABLE ${object.id} ENABLE ROW LEVEL SECURITY`] : []
}

// Behind the reference rows: the policies would count for the owner too, who inserts them.
function forced(object: CatalogObject, attached: Finish | undefined): Finish | undefined {
  if (!tableAttributes(object).forceRowSecurity) return attached
  const statement = `ALTER TABLE ${object.id} FORCE ROW LEVEL SECURITY`
  return attached === undefined
    ? { after: [keyOf(object)], late: true, statements: [statement] }
    : { ...attached, statements: [...attached.statements, statement] }
}

// The index of `index` says so itself, since it comes later.
function replicaIdentity(object: CatalogObject): string[] {
  const identity = tableAttributes(object).replicaIdentity
  const statement = `ALTER TABLE ${object.id} REPLICA IDENTITY ${identity.toUpperCase()}`
  return identity === 'nothing' || identity === 'full' ? [statement] : []
}

function withToast(options: readonly string[], toastOptions: readonly string[]): string[] {
  return [...options, ...toastOptions.map((option) => `toast.${option}`)]
}
