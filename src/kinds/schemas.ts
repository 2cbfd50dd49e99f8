import { bareName } from '../model/object.ts'
import { isNotExtensionMember, isUserSchema } from '../sql/filters.ts'
import { quoteName } from '../sql/quote.ts'
import { defineKind } from './kind.ts'
import type { KindRow, RenderView } from './kind.ts'

// Manual: CREATE SCHEMA; catalog pg_namespace. The schema public exists in every new database: from PostgreSQL 15 on
// pg_database_owner owns it, before the superuser that initdb made. Who has left it so gets the same word for both.
const query = (serverVersion: number): string => `
  select
    n.oid,
    n.nspname as name,
    ${serverVersion < 150000 ? ownerBefore15 : 'pg_catalog.pg_get_userbyid(n.nspowner)::text'} as owner
  from pg_catalog.pg_namespace as n
  where ${isUserSchema('n.nspname')}
    and ${isNotExtensionMember('pg_namespace', 'n.oid')}
  order by n.nspname`

const usualOwner = 'pg_database_owner'
const givenTo = `${usualOwner} since ALTER SCHEMA`

const ownerBefore15 = `case
      when n.oid < 16384 and n.nspowner = 10 then '${usualOwner}'
      when n.oid < 16384 and pg_catalog.pg_get_userbyid(n.nspowner) = '${usualOwner}' then '${givenTo}'
      else pg_catalog.pg_get_userbyid(n.nspowner)::text
    end`

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
  query,
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
    return [`ALTER SCHEMA ${quoteName(bareName(after))} OWNER TO ${view.role(ownerNow(owner, view))}`]
  },
})

// Before 15 whoever runs the script stands for the superuser to whom public goes back.
function ownerNow(owner: string | null, { serverVersion }: RenderView): string | null {
  if (owner === givenTo) return usualOwner
  return owner === usualOwner && serverVersion < 150000 ? null : owner
}
