// Materialized views: a query whose rows are stored, so with a table's storage settings. Whether it is
// populated is a state that pg_dump prints only as a REFRESH with the data; here it counts.
import type { CatalogObject, ObjectKey } from '../model/object.ts'
import { isNotExtensionMember, isUserSchema } from '../sql/filters.ts'
import { quoteName } from '../sql/quote.ts'
import { defineKind } from './kind.ts'
import type { KindRow, RenderView } from './kind.ts'
import { alterOwner, ownerStatements } from './owner.ts'
import { optionList } from './relation-options.ts'
import { columnsAttribute, viewColumns, viewDefinition } from './view-query.ts'
import type { ViewRow } from './view-query.ts'

// Manual: CREATE MATERIALIZED VIEW; catalogs pg_class (relkind m), pg_attribute. -1 and null are the default
// statistics target; pg_attver is an internal option of some builds.
const query = `
  select ${viewColumns},
    am.amname::text as access_method,
    sp.spcname::text as tablespace,
    c.relispopulated as populated,
    case c.relreplident when 'n' then 'nothing' when 'f' then 'full' when 'i' then 'index' else 'default' end
      as replica_identity,
    array(
      select o.option from (
        select pg_catalog.unnest(c.reloptions) as option
        union all
        select 'toast.' || pg_catalog.unnest(toast.reloptions)
      ) as o
      order by o.option
    ) as options,
    (
      select pg_catalog.json_agg(pg_catalog.json_build_object(
        'column', a.attname,
        'statistics', nullif(a.attstattarget, -1),
        'storage', case when a.attstorage <> at.typstorage then a.attstorage end,
        'compression', nullif(a.attcompression, ''),
        'options', array(
          select o.option from pg_catalog.unnest(a.attoptions) as o(option)
          where o.option not like 'pg\\_attver=%'
          order by o.option)
      ) order by a.attnum)
      from pg_catalog.pg_attribute as a
      join pg_catalog.pg_type as at on at.oid = a.atttypid
      where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        and (nullif(a.attstattarget, -1) is not null or a.attstorage <> at.typstorage
          or a.attcompression <> '' or a.attoptions is not null)
    ) as column_settings
  from pg_catalog.pg_class as c
  join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
  join pg_catalog.pg_am as am on am.oid = c.relam
  left join pg_catalog.pg_tablespace as sp on sp.oid = c.reltablespace
  left join pg_catalog.pg_class as toast on toast.oid = c.reltoastrelid
  where c.relkind = 'm'
    and ${isUserSchema('n.nspname')}
    and ${isNotExtensionMember('pg_class', 'c.oid')}
  order by n.nspname, c.relname`

interface ColumnSettings {
  readonly column: string
  readonly statistics: number | null
  readonly storage: string | null
  readonly compression: string | null
  readonly options: readonly string[]
}

interface Row extends ViewRow, KindRow {
  readonly oid: number
  readonly access_method: string
  readonly tablespace: string | null
  readonly populated: boolean
  readonly replica_identity: string
  readonly options: readonly string[]
  readonly column_settings: readonly ColumnSettings[] | null
}

export const materializedViews = defineKind<Row>({
  name: 'materialized-view',
  heading: 'Materialized views',
  rank: 112,
  addressedBy: 'pg_class',
  isInSchema: true,
  catalogs: [],
  columnsIgnored: {},
  query: () => query,
  identify: (row) => ({ parts: [row.schema, row.name], schema: row.schema }),
  describe: (row, context) => ({
    definition: viewDefinition(row),
    columns: columnsAttribute(row),
    accessMethod: row.access_method,
    tablespace: row.tablespace,
    populated: row.populated,
    replicaIdentity: row.replica_identity,
    options: row.options,
    columnStatistics: settingsOf(row, ({ statistics }) => statistics),
    columnStorage: settingsOf(row, ({ storage }) => storage && (storageNames[storage] ?? storage)),
    columnCompression: settingsOf(row, ({ compression }) => compression && (compressions[compression] ?? compression)),
    columnOptions: settingsOf(row, ({ options }) => (options.length === 0 ? null : options)),
    owner: context.role(row.owner),
  }),
  expressions: ['definition'],
  minor: {
    owner: 'owners',
    accessMethod: 'storage',
    tablespace: 'storage',
    options: 'storage',
    columnStatistics: 'statistics',
    columnStorage: 'storage',
    columnCompression: 'storage',
    columnOptions: 'statistics',
  },
  create: createMaterializedView,
  finish: (object, view) =>
    object.attributes['populated'] === true
      ? { after: neededViews(object, view), late: true, statements: [`REFRESH MATERIALIZED VIEW ${object.id}`] }
      : undefined,
  drop: (object) => [`DROP MATERIALIZED VIEW ${object.id}`],
  mayBeMadeAnew: true,
  alter: (before, after, view) => alterOwner(`MATERIALIZED VIEW ${after.id}`, { before, after }, view),
})

const storageNames: Readonly<Record<string, string>> = { p: 'PLAIN', e: 'EXTERNAL', m: 'MAIN', x: 'EXTENDED' }
const compressions: Readonly<Record<string, string>> = { p: 'pglz', l: 'lz4' }

function settingsOf<Setting>(row: Row, pick: (settings: ColumnSettings) => Setting | null): Record<string, Setting> {
  const picked = (row.column_settings ?? []).map((settings) => [settings.column, pick(settings)] as const)
  return Object.fromEntries(picked.filter((entry): entry is [string, Setting] => entry[1] !== null))
}

function createMaterializedView(object: CatalogObject, view: RenderView): string[] {
  const { definition, accessMethod, tablespace } = object.attributes as Readonly<Record<string, string | null>>
  const options = object.attributes['options'] as readonly string[]
  const text = [
    `CREATE MATERIALIZED VIEW ${object.id}`,
    ...(accessMethod === 'heap' ? [] : [`USING ${quoteName(String(accessMethod))}`]),
    ...(options.length === 0 ? [] : [`WITH (${optionList(options)})`]),
    ...(typeof tablespace === 'string' ? [`TABLESPACE ${quoteName(tablespace)}`] : []),
  ].join(' ')
  return [
    `${text} AS\n${String(definition)}\nWITH NO DATA`,
    ...columnStatements(object),
    ...replicaIdentity(object),
    ...ownerStatements(`MATERIALIZED VIEW ${object.id}`, object, view),
  ]
}

// The index of `index` says so itself, since it comes later.
function replicaIdentity(object: CatalogObject): string[] {
  const identity = String(object.attributes['replicaIdentity'])
  if (identity !== 'nothing' && identity !== 'full') return []
  return [`ALTER MATERIALIZED VIEW ${object.id} REPLICA IDENTITY ${identity.toUpperCase()}`]
}

/** The materialized views that this one reads, itself or through views: they are filled before it. */
function neededViews(object: CatalogObject, view: RenderView): ObjectKey[] {
  const found = new Set<ObjectKey>()
  const waiting = [...object.dependsOn]
  for (const key of waiting) {
    if (found.has(key)) continue
    found.add(key)
    waiting.push(...(view.object(key)?.dependsOn ?? []))
  }
  return [...found].filter((key) => key.startsWith('materialized-view ')).toSorted()
}

function columnStatements(object: CatalogObject): string[] {
  const actions: readonly (readonly [attribute: string, action: (value: unknown) => string])[] = [
    ['columnStatistics', (value) => `SET STATISTICS ${String(value)}`],
    ['columnStorage', (value) => `SET STORAGE ${String(value)}`],
    ['columnCompression', (value) => `SET COMPRESSION ${String(value)}`],
    ['columnOptions', (value) => `SET (${optionList(value as readonly string[])})`],
  ]
  return actions.flatMap(([attribute, action]) =>
    Object.entries(object.attributes[attribute] as Readonly<Record<string, unknown>>).map(
      ([column, value]) => `ALTER MATERIALIZED VIEW ${object.id} ALTER COLUMN ${quoteName(column)} ${action(value)}`,
    ),
  )
}
