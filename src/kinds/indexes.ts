// Indexes that no constraint owns, of tables and materialized views. The index of a partitioned table adopts
// the equal indexes of its partitions, which are therefore created before it (partitioned-index.ts).
import type { CatalogObject } from '../model/object.ts'
import { isUserSchema } from '../sql/filters.ts'
import { quoteName, quotePath } from '../sql/quote.ts'
import { expressionTargets, targetStatements } from './index-statistics.ts'
import type { ExpressionTargets } from './index-statistics.ts'
import { keysText, printedOptions } from './index-text.ts'
import { invalidIndexes } from './invalid-indexes.ts'
import { defineKind } from './kind.ts'
import type { KindRow, RenderView } from './kind.ts'
import { adoptedByHand, adoptedParts, attachedTo, hasPartitions } from './partitioned-index.ts'
import { extensionOf } from './relation-filters.ts'
import { relationKey } from './relation.ts'
import { givenOrder, inGivenOrder } from './given-order.ts'
import { sortedOptions, tablespaceName, withOptions } from './relation-options.ts'
import type { NamePath } from './table-attributes.ts'

// Manual: CREATE INDEX; catalogs pg_index, pg_class (relkinds i and I) and, for statistics targets of
// expressions, pg_attribute.
const query = `
  select
    i.oid,
    n.nspname::text as schema,
    i.relname::text as name,
    c.relname::text as relation,
    c.relkind::text as relkind,
    ${extensionOf('c')} as extension,
    ix.indisunique as is_unique,
    am.amname::text as method,
    ${keysText('printed')} as keys,
    printed.predicate,
    ${sortedOptions('i.reloptions')} as options,
    coalesce(i.reloptions, '{}') as options_given,
    ${tablespaceName('i.reltablespace')} as tablespace,
    ix.indisvalid and ix.indisready and ix.indislive as valid,
    ix.indisclustered as is_clustered,
    ix.indisreplident as is_replica_identity,
    ${expressionTargets} as statistics,
    ${attachedTo('i')} as attached_to
  from pg_catalog.pg_index as ix
  join pg_catalog.pg_class as i on i.oid = ix.indexrelid
  join pg_catalog.pg_am as am on am.oid = i.relam
  join pg_catalog.pg_class as c on c.oid = ix.indrelid
  join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
  cross join lateral (select pg_catalog.pg_get_expr(ix.indpred, ix.indrelid) as text offset 0) as condition
  cross join lateral (
    select
      condition.text as predicate,
      pg_catalog.pg_get_indexdef(i.oid) as definition,
      pg_catalog.format('CREATE %sINDEX %I ON %s%I.%I USING %I ',
        case when ix.indisunique then 'UNIQUE ' else '' end, i.relname,
        case when i.relkind = 'I' then 'ONLY ' else '' end, n.nspname, c.relname, am.amname) as prefix,
      ${printedOptions('i.reloptions')}
        || coalesce(' WHERE ' || condition.text, '') as suffix
    offset 0
  ) as printed
  where c.relkind in ('r', 'p', 'm')
    and ${isUserSchema('n.nspname')}
    and ix.indexrelid not in (
      select con.conindid from pg_catalog.pg_constraint as con
      where con.contype in ('p', 'u', 'x'))
  order by n.nspname, i.relname`

interface Row extends KindRow {
  readonly schema: string
  readonly name: string
  readonly relation: string
  readonly relkind: 'r' | 'p' | 'm'
  /** The extension that the relation is a member of. */
  readonly extension: string | null
  readonly is_unique: boolean
  readonly method: string
  readonly keys: string
  readonly predicate: string | null
  readonly options: readonly string[]
  readonly options_given: readonly string[]
  readonly tablespace: string | null
  readonly valid: boolean
  readonly is_clustered: boolean
  readonly is_replica_identity: boolean
  readonly statistics: ExpressionTargets
  readonly attached_to: NamePath | null
}

interface IndexAttributes {
  readonly relation: NamePath
  readonly isUnique: boolean
  readonly method: string
  readonly keys: string
  readonly predicate: string | null
  readonly options: readonly string[]
  readonly tablespace: string | null
  readonly isClustered: boolean
  readonly isReplicaIdentity: boolean
  readonly statistics: ExpressionTargets
  readonly isAttached: boolean
}

const keysReason = 'printed by pg_get_indexdef'

export const indexes = defineKind<Row>({
  name: 'index',
  heading: 'Indexes',
  rank: 140,
  addressedBy: 'pg_class',
  isInSchema: true,
  catalogs: ['pg_index'],
  columnsIgnored: {
    'pg_index.indnatts': keysReason,
    'pg_index.indnkeyatts': keysReason,
    'pg_index.indnullsnotdistinct': keysReason,
    'pg_index.indcollation': keysReason,
    'pg_index.indclass': keysReason,
    'pg_index.indoption': keysReason,
    'pg_index.indexprs': keysReason,
    'pg_index.indisprimary': 'said by the constraint that owns the index',
    'pg_index.indisexclusion': 'said by the constraint that owns the index',
    'pg_index.indimmediate': 'said by the constraint that owns the index: not deferrable',
    'pg_index.indcheckxmin': 'bookkeeping of transactions that were open when the index was built',
  },
  behindRows: (object) => (object.dependsOn.some((key) => key.startsWith('function ')) ? 'always' : 'never'),
  query: () => query,
  identify: (row) => ({
    parts: [row.schema, row.name],
    schema: row.schema,
    parent: relationKey(row),
    ...givenOrder(row.options_given, row.options),
  }),
  describe: (row) => ({
    relation: [row.schema, row.relation],
    isUnique: row.is_unique,
    method: row.method,
    keys: row.keys,
    predicate: row.predicate,
    options: row.options,
    tablespace: row.tablespace,
    valid: row.valid,
    isClustered: row.is_clustered,
    isReplicaIdentity: row.is_replica_identity,
    statistics: row.statistics,
    isAttached: row.attached_to !== null,
    attachedTo: row.attached_to,
  }),
  findings: [invalidIndexes],
  expressions: ['keys', 'predicate'],
  minor: { options: 'storage', tablespace: 'storage', statistics: 'statistics', attachedTo: 'index-names' },
  renames: 'index-names',
  create: createIndex,
  waitsFor: adoptedParts,
  mayBeMadeAnew: true,
  // An attached index goes away with the one it is attached to.
  drop: (object) => (attributesOf(object).isAttached ? [] : [`DROP INDEX ${object.id}`]),
})

function createIndex(object: CatalogObject, view: RenderView): string[] {
  const { relation, isUnique, method, keys, predicate, options, tablespace } = attributesOf(object)
  const byHand = adoptedByHand(object, view)
  const name = quoteName(object.identity.parts.at(-1) ?? '')
  const target = `${byHand === undefined ? '' : 'ONLY '}${quotePath(...relation)}`
  const using = method === 'btree' ? '' : `USING ${quoteName(method)} `
  return [
    `CREATE ${isUnique ? 'UNIQUE ' : ''}INDEX ${name} ON ${target} ${using}${keys}${withOptions(inGivenOrder(object, options))}` +
      (tablespace === null ? '' : ` TABLESPACE ${quoteName(tablespace)}`) +
      (predicate === null ? '' : ` WHERE ${predicate}`),
    ...(byHand ?? []),
    ...indexSettings(object, view),
  ]
}

function indexSettings(object: CatalogObject, view: RenderView): string[] {
  const { relation, isClustered, isReplicaIdentity, statistics } = attributesOf(object)
  const name = quoteName(object.identity.parts.at(-1) ?? '')
  const table = `ALTER TABLE ${quotePath(...relation)}`
  // ALTER INDEX, which has no ONLY, would set the target of the partitions' indexes as well.
  const alter = hasPartitions(object, view) ? 'ALTER TABLE ONLY' : 'ALTER INDEX'
  return [
    ...targetStatements(`${alter} ${object.id}`, statistics),
    ...(isClustered ? [`${table} CLUSTER ON ${name}`] : []),
    ...(isReplicaIdentity ? [`${table} REPLICA IDENTITY USING INDEX ${name}`] : []),
  ]
}

function attributesOf(object: CatalogObject): IndexAttributes {
  return object.attributes as unknown as IndexAttributes
}
