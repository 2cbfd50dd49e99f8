// Publications: what logical replication sends. The tables and schemas that one names are objects of their own
// (publication-tables.ts, publication-schemas.ts), added by ALTER PUBLICATION as pg_dump does, so that a difference
// names the table.
import { bareName } from '../model/object.ts'
import type { CatalogObject } from '../model/object.ts'
import { canonical } from '../model/value.ts'
import { anyIn, isNotExtensionMember } from '../sql/filters.ts'
import { quoteLiteral, quoteName } from '../sql/quote.ts'
import { defineKind } from './kind.ts'
import type { KindRow, RenderView } from './kind.ts'
import { alterOwner, ownerStatements } from './owner.ts'

// Manual: CREATE PUBLICATION; catalog pg_publication. Older servers publish no generated column.
function publicationQuery(serverVersion: number): string {
  return `
  select
    p.oid,
    p.pubname::text as name,
    pg_catalog.pg_get_userbyid(p.pubowner)::text as owner,
    p.puballtables as all_tables,
    array_remove(array[
      case when p.pubinsert then 'insert' end,
      case when p.pubupdate then 'update' end,
      case when p.pubdelete then 'delete' end,
      case when p.pubtruncate then 'truncate' end], null) as publish,
    p.pubviaroot as via_partition_root,
    ${serverVersion < 180_000 ? "'n'" : 'p.pubgencols::text'} as generated_columns
  from pg_catalog.pg_publication as p
  where ${isNotExtensionMember('pg_publication', 'p.oid')}
  order by p.pubname`
}

interface Row extends KindRow {
  readonly name: string
  readonly owner: string
  readonly all_tables: boolean
  readonly publish: readonly string[]
  readonly via_partition_root: boolean
  readonly generated_columns: string
}

const generatedColumns: Readonly<Record<string, string>> = { n: 'none', s: 'stored' }

export const publications = defineKind<Row>({
  name: 'publication',
  heading: 'Publications',
  rank: 190,
  addressedBy: 'pg_publication',
  catalogs: ['pg_publication'],
  columnsIgnored: { 'pg_publication.pubgencols': 'read where the server has it' },
  query: publicationQuery,
  emptyUnless: anyIn('pg_publication'),
  identify: (row) => ({ parts: [row.name], schema: null }),
  describe: (row, context) => ({
    allTables: row.all_tables,
    publish: row.publish,
    publishViaPartitionRoot: row.via_partition_root,
    publishGeneratedColumns: generatedColumns[row.generated_columns] ?? row.generated_columns,
    owner: context.role(row.owner),
  }),
  minor: { owner: 'owners' },
  create: createPublication,
  drop: (object) => [`DROP PUBLICATION ${object.id}`],
  alter: alterPublication,
  mayBeMadeAnew: true,
})

const usual = {
  publish: ['insert', 'update', 'delete', 'truncate'],
  publishViaPartitionRoot: false,
  publishGeneratedColumns: 'none',
}

function createPublication(object: CatalogObject, view: RenderView): string[] {
  const options = changedOptions(usual, object)
  const target = object.attributes['allTables'] === true ? ' FOR ALL TABLES' : ''
  const details = options.length === 0 ? '' : ` WITH (${options.join(', ')})`
  return [
    `CREATE PUBLICATION ${quoteName(bareName(object))}${target}${details}`,
    ...ownerStatements(`PUBLICATION ${object.id}`, object, view),
  ]
}

// Whether it is for all tables is said once, when it is created.
function alterPublication(before: CatalogObject, after: CatalogObject, view: RenderView): string[] | undefined {
  if (before.attributes['allTables'] !== after.attributes['allTables']) return undefined
  const options = changedOptions(before.attributes, after)
  const { owner } = before.attributes
  const owned = { ...before, attributes: { ...after.attributes, owner: owner ?? null } }
  return [
    ...(options.length === 0 ? [] : [`ALTER PUBLICATION ${after.id} SET (${options.join(', ')})`]),
    ...(canonical(owned.attributes) === canonical(after.attributes)
      ? []
      : (alterOwner(`PUBLICATION ${after.id}`, { before: owned, after }, view) ?? [])),
  ]
}

function changedOptions(before: Readonly<Record<string, unknown>>, { attributes }: CatalogObject): string[] {
  const { publish, publishViaPartitionRoot, publishGeneratedColumns } = attributes
  const isChanged = (name: string): boolean => JSON.stringify(before[name]) !== JSON.stringify(attributes[name])
  return [
    ...(isChanged('publish') ? [`publish = ${quoteLiteral((publish as readonly string[]).join(', '))}`] : []),
    ...(isChanged('publishViaPartitionRoot')
      ? [`publish_via_partition_root = ${String(publishViaPartitionRoot)}`]
      : []),
    ...(isChanged('publishGeneratedColumns') ? [`publish_generated_columns = ${String(publishGeneratedColumns)}`] : []),
  ]
}
