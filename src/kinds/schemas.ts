import { bareName } from '../model/object.ts'
import type { CatalogObject, Identity } from '../model/object.ts'
import { isNotExtensionMember, isUserSchema } from '../sql/filters.ts'
import { quoteName } from '../sql/quote.ts'
import { defineKind } from './kind.ts'
import type { KindRow, ReadContext, RenderView } from './kind.ts'

// Manual: CREATE SCHEMA; catalog pg_namespace. The schema public exists in every new database: from PostgreSQL 15 on
// pg_database_owner owns it, before the superuser that initdb made. Who has left it so gets the same word for both. What
// PUBLIC may do in it is compared with what initdb grants, also where it was made anew.
const query = (serverVersion: number): string => `
  select
    n.oid,
    n.nspname as name,
    ${serverVersion < 150000 ? ownerBefore15 : owner} as owner,
    ${serverVersion < 150000 ? `case when n.nspname = 'public' then ${owner} end` : 'null'} as since_15
  from pg_catalog.pg_namespace as n
  where ${isUserSchema('n.nspname')}
    and ${isNotExtensionMember('pg_namespace', 'n.oid')}
  order by n.nspname`

const usualOwner = 'pg_database_owner'
const givenTo = `${usualOwner} since ALTER SCHEMA`

const owner = 'pg_catalog.pg_get_userbyid(n.nspowner)::text'
const ownerBefore15 = `case
      when n.nspname = 'public' and n.nspowner = 10 then '${usualOwner}'
      when n.nspname = 'public' and ${owner} = '${usualOwner}' then '${givenTo}'
      else ${owner}
    end`

interface Row extends KindRow {
  readonly name: string
  readonly owner: string
  /** Before 15, of the schema public: its owner, which on a later server somebody would have made that. */
  readonly since_15: string | null
}

export const schemas = defineKind<Row>({
  name: 'schema',
  heading: 'Schemas',
  rank: 10,
  addressedBy: 'pg_namespace',
  catalogs: ['pg_namespace'],
  columnsIgnored: { 'pg_namespace.nspacl': 'read by the kind privilege' },
  query,
  identify: (row, context) => ({ parts: [row.name], schema: row.name, ...since15(row, context) }),
  describe: (row, context) => ({ owner: context.role(row.owner) }),
  minor: { owner: 'owners' },
  create: (object, view) => {
    const name = quoteName(bareName(object))
    const owner = ownerNow(object, view)
    const create = owner === null ? `CREATE SCHEMA ${name}` : `CREATE SCHEMA ${name} AUTHORIZATION ${view.role(owner)}`
    if (bareName(object) !== 'public') return [create]
    return [create, `GRANT ${view.serverVersion < 150000 ? 'ALL' : 'USAGE'} ON SCHEMA public TO PUBLIC`]
  },
  drop: (object) => [`DROP SCHEMA ${quoteName(bareName(object))}`],
  alter: (_before, after, view) => [
    `ALTER SCHEMA ${quoteName(bareName(after))} OWNER TO ${view.role(ownerNow(after, view))}`,
  ],
})

function since15({ since_15: name }: Row, context: ReadContext): Pick<Identity, 'acrossVersions'> {
  if (name === null) return {}
  return { acrossVersions: { since: 150000, attributes: { owner: context.role(name) } } }
}

// Before 15 whoever runs the script stands for the superuser to whom public goes back.
function ownerNow({ attributes }: CatalogObject, { serverVersion }: RenderView): string | null {
  const owner = attributes['owner'] as string | null
  if (owner === givenTo) return usualOwner
  return owner === usualOwner && serverVersion < 150000 ? null : owner
}
