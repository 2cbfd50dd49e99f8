import { bareName } from '../model/object.ts'
import { isNotExtensionMember, isUserSchema } from '../sql/filters.ts'
import { quoteName } from '../sql/quote.ts'
import { defineKind } from './kind.ts'
import type { KindRow } from './kind.ts'

// Manual: CREATE SCHEMA; catalog pg_namespace. The schema public exists in every new database.
const query = `
  select
    n.oid,
    n.nspname as name,
    pg_catalog.pg_get_userbyid(n.nspowner) as owner
  from pg_catalog.pg_namespace as n
  where ${isUserSchema('n.nspname')}
    and ${isNotExtensionMember('pg_namespace', 'n.oid')}
  order by n.nspname`

interface Row extends KindRow {
  readonly name: string
  readonly owner: string
}

export const schemas = defineKind<Row>({
  name: 'schema',
  heading: 'Schemas',
  rank: 10,
  addressedBy: 'pg_namespace',
  catalogs: ['pg_namespace'],
  columnsIgnored: { 'pg_namespace.nspacl': 'read by the kind privilege' },
  query: () => query,
  identify: (row) => ({ parts: [row.name], schema: row.name }),
  describe: (row, context) => ({ owner: context.role(row.owner) }),
  minor: { owner: 'owners' },
  create: (object, view) => {
    const name = quoteName(bareName(object))
    const owner = object.attributes['owner'] as string | null
    return [owner === null ? `CREATE SCHEMA ${name}` : `CREATE SCHEMA ${name} AUTHORIZATION ${view.role(owner)}`]
  },
  drop: (object) => [`DROP SCHEMA ${quoteName(bareName(object))}`],
  alter: (_before, after, view) => {
    const owner = after.attributes['owner'] as string | null
    return [`ALTER SCHEMA ${quoteName(bareName(after))} OWNER TO ${view.role(owner)}`]
  },
})
