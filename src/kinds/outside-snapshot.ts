// What PostgreSQL keeps of a database in the catalogs of the whole server, next to its settings: its comment, its
// privileges, its options, its labels, and the privileges on parameters. A copy of the database has none of it and no
// script of a schema should set it, so that it is only named, and only where it is not as CREATE DATABASE leaves it.
import type { Finding } from '../model/finding.ts'
import { scratchMark } from '../model/scratch-mark.ts'
import { quoteLiteral } from '../sql/quote.ts'
import type { KindFinding } from './kind.ts'

/** A finding for each such thing that somebody set. */
export const outsideSnapshot: readonly KindFinding[] = [
  { query: () => ofDatabase, finding },
  { query: (version) => (version < 150_000 ? nothing : ofParameters), finding },
]

// The texts that initdb gives to the databases it makes.
const commentsOfInitdb = `(
  'default administrative connection database', 'default template for new databases', 'unmodifiable empty database')`

// Manual: CREATE DATABASE, ALTER DATABASE, GRANT; catalogs pg_database, pg_shdescription, pg_shseclabel.
const ofDatabase = `
  select thing.subject
  from pg_catalog.pg_database as d
  cross join lateral (
    select 'comment on the database' as subject
    from pg_catalog.pg_shdescription as c
    where c.classoid = 'pg_catalog.pg_database'::regclass and c.objoid = d.oid
      and c.description not in ${commentsOfInitdb}
      and not pg_catalog.starts_with(c.description, ${quoteLiteral(scratchMark)})
    union all
    select 'security label of the database'
    from pg_catalog.pg_shseclabel as l
    where l.classoid = 'pg_catalog.pg_database'::regclass and l.objoid = d.oid
    union all
    select 'privileges on the database' where d.datname not in ('template0', 'template1') and d.datacl is not null and (
      select pg_catalog.array_agg(a::text order by a::text) from pg_catalog.unnest(d.datacl) as a
    ) is distinct from (
      select pg_catalog.array_agg(a::text order by a::text)
      from pg_catalog.unnest(pg_catalog.acldefault('d', d.datdba)) as a
    )
    union all
    select 'connection limit of the database' where d.datconnlimit <> -1
    union all
    select 'IS_TEMPLATE of the database' where d.datistemplate and d.datname not in ('template0', 'template1')
    union all
    select 'ALLOW_CONNECTIONS of the database' where not d.datallowconn
  ) as thing
  where d.datname = pg_catalog.current_database()`

const ofParameters = `
  select 'privileges on the parameter ' || pg_catalog.quote_ident(p.parname) as subject
  from pg_catalog.pg_parameter_acl as p`

const nothing = `select null::text as subject where false`

function finding(subject: string): Finding {
  return {
    code: 'outside-snapshot',
    severity: 'info',
    subject,
    message: `the ${subject}: what belongs to the server and not to the schema is not compared and not carried`,
  }
}
