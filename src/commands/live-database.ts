// What has to be known of a live database before it is folded: the roles that it names, and whether the role that
// reads may read it all. pg_dump locks every table, for which it needs SELECT, so that a table that is closed to the
// role would leave the proof without its outside witness.
import { PgfoldError } from '../errors.ts'
import { isNotExtensionMember, isUserSchema } from '../sql/filters.ts'
import type { Queryable } from '../sql/queryable.ts'
import type { Snapshot } from '../model/snapshot.ts'

// Catalog pg_shdepend: owners, grantees, grantors, the roles of policies. The superuser that initdb made is pinned
// and has no rows there.
const rolesQuery = `
  select pg_catalog.pg_get_userbyid(d.refobjid)::text as name
  from pg_catalog.pg_shdepend as d
  where d.refclassid = 'pg_catalog.pg_authid'::pg_catalog.regclass
    and d.dbid = (select oid from pg_catalog.pg_database where datname = pg_catalog.current_database())
  union
  select m.usename::text from pg_catalog.pg_user_mappings as m where m.umuser <> 0
  union
  select pg_catalog.pg_get_userbyid(s.setrole)::text
  from pg_catalog.pg_db_role_setting as s
  where s.setrole <> 0
    and s.setdatabase = (select oid from pg_catalog.pg_database where datname = pg_catalog.current_database())
  union
  select r.rolname::text from pg_catalog.pg_roles as r where r.oid = 10
  order by name`

/** The roles that owners, privileges, policies, mappings and settings of the database name. */
export async function rolesOf(db: Queryable): Promise<readonly string[]> {
  const rows = await db.query<{ name: string }>(rolesQuery)
  return rows.map(({ name }) => name)
}

const closedQuery = `
  select pg_catalog.format('%I.%I', n.nspname, c.relname) as name
  from pg_catalog.pg_class as c
  join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p')
    and ${isUserSchema('n.nspname')}
    and ${isNotExtensionMember('pg_class', 'c.oid')}
    and not (pg_catalog.has_schema_privilege(n.oid, 'USAGE') and pg_catalog.has_table_privilege(c.oid, 'SELECT'))
  order by 1`

const mayRead = 'Connect as the owner or a superuser, or grant the role pg_read_all_data.'
const maySee = 'Connect as a superuser: no other role is shown all options of user mappings and all connection strings.'

/** Throws `unverified` (exit code 1) with everything of the database that this role may not read. */
export async function refuseUnreadable(db: Queryable, { findings }: Snapshot): Promise<void> {
  const closed = await db.query<{ name: string }>(closedQuery)
  const unreadable = findings.filter(({ code }) => code === 'unreadable')
  const details = [
    ...closed.map(({ name }) => `table ${name}: no SELECT on it, or no USAGE on its schema`),
    ...unreadable.map(({ subject, message }) => `${subject}: ${message}`),
  ]
  if (details.length === 0) return
  throw new PgfoldError('unverified', 'the role may not read all of the database, so nothing could be proved of it', {
    details,
    hint: unreadable.length === 0 ? mayRead : maySee,
    exitCode: 1,
  })
}
