// Composite types made by CREATE TYPE … AS (…): a pg_type row over a relation of kind c, whose columns are
// the attributes in order. Row types of tables belong to their tables.
import type { CatalogObject } from '../model/object.ts'
import { isNotExtensionMember, isUserSchema } from '../sql/filters.ts'
import { quoteName } from '../sql/quote.ts'
import { defineKind } from './kind.ts'
import type { KindRow } from './kind.ts'
import { alterOwner, ownerStatements } from './owner.ts'
import { rowColumns } from './row-columns.ts'
import type { RowColumn } from './row-columns.ts'

// Manual: CREATE TYPE; catalogs pg_type (typtype c), pg_class (relkind c), pg_attribute.
const query = `
  select
    t.oid,
    n.nspname::text as schema,
    t.typname::text as name,
    pg_catalog.pg_get_userbyid(t.typowner)::text as owner,
    ${rowColumns('t.typrelid')} as columns
  from pg_catalog.pg_type as t
  join pg_catalog.pg_class as r on r.oid = t.typrelid and r.relkind = 'c'
  join pg_catalog.pg_namespace as n on n.oid = t.typnamespace
  where t.typtype = 'c'
    and ${isUserSchema('n.nspname')}
    and ${isNotExtensionMember('pg_type', 't.oid')}
  order by n.nspname, t.typname`

interface Row extends KindRow {
  readonly schema: string
  readonly name: string
  readonly owner: string
  readonly columns: readonly RowColumn[]
}

export const composites = defineKind<Row>({
  name: 'composite',
  heading: 'Composite types',
  rank: 36,
  addressedBy: 'pg_type',
  isInSchema: true,
  catalogs: ['pg_type'],
  columnsIgnored: {},
  query: () => query,
  identify: (row) => ({ parts: [row.schema, row.name], schema: row.schema }),
  describe: (row, context) => ({
    columns: row.columns.map(({ name, type, collation }) => ({ name, type, collation })),
    owner: context.role(row.owner),
  }),
  minor: { owner: 'owners' },
  create: (object, view) => [createComposite(object), ...ownerStatements(`TYPE ${object.id}`, object, view)],
  drop: (object) => [`DROP TYPE ${object.id}`],
  alter: (before, after, view) => alterOwner(`TYPE ${after.id}`, { before, after }, view),
})

function createComposite(object: CatalogObject): string {
  const columns = object.attributes['columns'] as unknown as readonly RowColumn[]
  if (columns.length === 0) return `CREATE TYPE ${object.id} AS ()`
  const lines = columns.map(
    ({ name, type, collation }) => `${quoteName(name)} ${type}${collation === null ? '' : ` COLLATE ${collation}`}`,
  )
  return `CREATE TYPE ${object.id} AS (\n  ${lines.join(',\n  ')}\n)`
}
