// Foreign tables: columns, checks, defaults and triggers as tables have them, which are objects of their own, over
// rows that are elsewhere. They inherit and are partitions as tables do. ALTER TABLE takes them as well; only what
// tables do not have needs ALTER FOREIGN TABLE. Their server is chosen once.
import { keyOf } from '../model/object.ts'
import type { CatalogObject } from '../model/object.ts'
import { canonical } from '../model/value.ts'
import { columnSettings } from './column-settings.ts'
import { columnOrder, parentsJoin } from './descent-query.ts'
import { describeOptions, givenOptions, optionSecrets } from './foreign-options.ts'
import type { OptionRow } from './foreign-options.ts'
import { alterForeign } from './foreign-statements.ts'
import { anyIn } from '../sql/filters.ts'
import { defineKind } from './kind.ts'
import type { KindRow, RenderView } from './kind.ts'
import { ownerStatements } from './owner.ts'
import { isUserRelation } from './relation-filters.ts'
import { isAppended } from './table-changes.ts'
import { tableAttributes } from './table-attributes.ts'
import type { NamePath } from './table-attributes.ts'
import { attachLate, createTable } from './table-definition.ts'
import { secretNote } from './notes.ts'

// Manual: CREATE FOREIGN TABLE; catalogs pg_class (relkind f), pg_foreign_table and pg_inherits.
const query = `
  select
    c.oid,
    n.nspname::text as schema,
    c.relname::text as name,
    pg_catalog.pg_get_userbyid(c.relowner)::text as owner,
    s.srvname::text as server,
    coalesce(f.ftoptions, '{}') as options,
    c.relispartition as is_partition,
    pg_catalog.pg_get_expr(c.relpartbound, c.oid) as bound,
    parents.paths as parents,
    coalesce(parents.detach_pending, false) as detach_pending,
    ${columnOrder} as column_order
  from pg_catalog.pg_class as c
  join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
  join pg_catalog.pg_foreign_table as f on f.ftrelid = c.oid
  join pg_catalog.pg_foreign_server as s on s.oid = f.ftserver
  ${parentsJoin}
  where ${isUserRelation({ relation: 'c', schema: 'n', relkinds: ['f'] })}
  order by n.nspname, c.relname`

interface Row extends KindRow, OptionRow {
  readonly schema: string
  readonly name: string
  readonly owner: string
  readonly server: string
  readonly is_partition: boolean
  readonly bound: string | null
  readonly parents: readonly NamePath[] | null
  readonly detach_pending: boolean
  readonly column_order: readonly string[]
}

const secrets = optionSecrets<Row>('table', subjectOf)

export const foreignTables = defineKind<Row>({
  name: 'foreign-table',
  heading: 'Foreign tables',
  rank: 102,
  addressedBy: 'pg_class',
  isInSchema: true,
  catalogs: ['pg_foreign_table'],
  columnsIgnored: {},
  query: () => query,
  emptyUnless: anyIn('pg_foreign_table'),
  identify: (row) => ({ parts: [row.schema, row.name], schema: row.schema, ...givenOptions(row, 'table') }),
  describe: (row, context) => ({
    server: row.server,
    ...describeOptions(row, 'table'),
    partitionOf: row.is_partition ? (row.parents?.[0] ?? null) : null,
    bound: row.bound,
    detachPending: row.detach_pending,
    inherits: row.is_partition ? [] : (row.parents ?? []),
    columnOrder: row.column_order,
    owner: context.role(row.owner),
  }),
  expressions: ['bound'],
  orders: ['columnOrder'],
  minor: { columnOrder: 'column-order', owner: 'owners' },
  secrets,
  create: (object, view) => {
    const [create = '', ...attached] = createTable(object, view)
    const columns = view.members(keyOf(object), 'column').filter((column) => view.isInlined(keyOf(column)))
    return [
      secretNote(object, secrets) + create,
      ...attached,
      ...columns.flatMap((column) => columnSettings(column, view)),
      ...ownerStatements(subjectOf(object), object, view),
    ]
  },
  finish: attachLate,
  drop: (object) => [`DROP ${subjectOf(object)}`],
  alter: alterForeignTable,
  mayBeMadeAnew: true,
})

function alterForeignTable(before: CatalogObject, after: CatalogObject, view: RenderView): string[] | undefined {
  const { owner = null, options = [], secrets: digests = {}, columnOrder: order = [] } = after.attributes
  const said = { owner, options, secrets: digests, columnOrder: order }
  if (canonical({ ...before.attributes, ...said }) !== canonical(after.attributes)) return undefined
  if (!isAppended(tableAttributes(before).columnOrder, tableAttributes(after).columnOrder)) return undefined
  return alterForeign({ before, after }, { subject: subjectOf(after), clauses: [] }, view)
}

function subjectOf(object: CatalogObject): string {
  return `FOREIGN TABLE ${object.id}`
}
