// Extended statistics: what the planner shall learn about several columns or expressions together.
import type { CatalogObject } from '../model/object.ts'
import { anyIn, isUserSchema } from '../sql/filters.ts'
import { quoteName, quotePath } from '../sql/quote.ts'
import { inBrackets } from './expression-text.ts'
import { defineKind } from './kind.ts'
import type { KindRow, RenderView } from './kind.ts'
import { alterOwner, ownerStatements } from './owner.ts'
import { relationKey } from './relation.ts'
import { extensionOf } from './relation-filters.ts'
import type { NamePath } from './table-attributes.ts'

// Manual: CREATE STATISTICS; catalog pg_statistic_ext. The order of the columns has no meaning (the server
// sorts them); the kind `e` says that there are expressions.
const query = `
  select
    s.oid,
    sn.nspname::text as schema,
    s.stxname::text as name,
    pg_catalog.pg_get_userbyid(s.stxowner)::text as owner,
    n.nspname::text as relation_schema,
    c.relname::text as relation,
    c.relkind::text as relkind,
    ${extensionOf('c')} as extension,
    array(
      select a.attname::text
      from pg_catalog.pg_attribute as a
      where a.attrelid = s.stxrelid and a.attnum = any (s.stxkeys)
      order by a.attname) as columns,
    case when s.stxexprs is null then '{}' else pg_catalog.pg_get_statisticsobjdef_expressions(s.oid) end
      as expressions,
    array(
      select case k when 'd' then 'ndistinct' when 'f' then 'dependencies' else 'mcv' end
      from pg_catalog.unnest(s.stxkind) as k
      where k <> 'e'
      order by 1) as kinds,
    nullif(s.stxstattarget, -1) as target
  from pg_catalog.pg_statistic_ext as s
  join pg_catalog.pg_namespace as sn on sn.oid = s.stxnamespace
  join pg_catalog.pg_class as c on c.oid = s.stxrelid
  join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p', 'm', 'f') and ${isUserSchema('n.nspname')}
  order by sn.nspname, s.stxname`

interface Row extends KindRow {
  readonly schema: string
  readonly name: string
  readonly owner: string
  readonly relation_schema: string
  readonly relation: string
  readonly relkind: string
  /** The extension that the relation is a member of. */
  readonly extension: string | null
  readonly columns: readonly string[]
  readonly expressions: readonly string[]
  readonly kinds: readonly string[]
  readonly target: number | null
}

interface StatisticsAttributes {
  readonly relation: NamePath
  readonly columns: readonly string[]
  readonly expressions: readonly string[]
  readonly kinds: readonly string[]
  readonly target: number | null
}

export const extendedStatistics = defineKind<Row>({
  name: 'statistics',
  heading: 'Extended statistics',
  rank: 150,
  addressedBy: 'pg_statistic_ext',
  isInSchema: true,
  catalogs: ['pg_statistic_ext'],
  columnsIgnored: {},
  query: () => query,
  emptyUnless: anyIn('pg_statistic_ext'),
  identify: (row) => ({
    parts: [row.schema, row.name],
    schema: row.schema,
    parent: relationKey({ ...row, schema: row.relation_schema }),
  }),
  describe: (row, context) => ({
    relation: [row.relation_schema, row.relation],
    columns: row.columns,
    expressions: row.expressions,
    kinds: row.kinds,
    target: row.target,
    owner: context.role(row.owner),
  }),
  expressions: ['expressions'],
  minorKind: 'statistics',
  renames: 'statistics',
  create: createStatistics,
  drop: (object) => [`DROP STATISTICS ${object.id}`],
  mayBeMadeAnew: true,
  alter: (before, after, view) => alterOwner(`STATISTICS ${after.id}`, { before, after }, view),
})

const allKinds = 3

function createStatistics(object: CatalogObject, view: RenderView): string[] {
  const { relation, columns, expressions, kinds, target } = object.attributes as unknown as StatisticsAttributes
  const listed = kinds.length === 0 || kinds.length === allKinds ? '' : ` (${kinds.join(', ')})`
  const subjects = [...columns.map(quoteName), ...expressions.map(inBrackets)].join(', ')
  return [
    `CREATE STATISTICS ${object.id}${listed} ON ${subjects} FROM ${quotePath(...relation)}`,
    ...(target === null ? [] : [`ALTER STATISTICS ${object.id} SET STATISTICS ${target}`]),
    ...ownerStatements(`STATISTICS ${object.id}`, object, view),
  ]
}
