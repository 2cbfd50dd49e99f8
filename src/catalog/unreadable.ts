// What is there and cannot be read by the role that reads: the server shows passwords to their owners and to
// superusers alone. What was not seen cannot be called equal, so that each is a finding.
import type { Finding } from '../model/finding.ts'

/** A part of an object that this role may not read. */
export interface UnreadableRow {
  /** The object and the part, as the server names them. */
  readonly subject: string
  readonly part: string
}

/**
 * True where the view pg_user_mappings shows the options of a mapping, which may also have none. Takes the alias of
 * the view; the conditions are those of its definition (manual, "pg_user_mappings").
 */
export function showsOptions(mapping: string): string {
  return `(
      (select r.rolsuper from pg_catalog.pg_roles as r where r.rolname = current_user)
      or exists (
        select from pg_catalog.pg_foreign_server as s
        where s.oid = ${mapping}.srvid
          and case when ${mapping}.umuser = 0 then pg_catalog.pg_has_role(s.srvowner, 'USAGE')
            else ${mapping}.usename = current_user and (pg_catalog.pg_has_role(s.srvowner, 'USAGE')
              or pg_catalog.has_server_privilege(s.oid, 'USAGE')) end))`
}

const userMappings = `
  select
    pg_catalog.format('user mapping for %s on server %I', pg_catalog.quote_ident(m.usename), m.srvname) as subject,
    'options' as part
  from pg_catalog.pg_user_mappings as m
  where not ${showsOptions('m')}`

const subscriptions = `
  select 'subscription ' || pg_catalog.quote_ident(s.subname), 'connection string'
  from pg_catalog.pg_subscription as s
  join pg_catalog.pg_database as d on d.oid = s.subdbid
  where d.datname = pg_catalog.current_database()
    and not pg_catalog.has_column_privilege('pg_catalog.pg_subscription', 'subconninfo', 'SELECT')`

/** One SELECT over everything that may be closed to a role. */
export const unreadableQuery: string = [userMappings, subscriptions].join('\n  union all\n') + '\n  order by 1, 2'

/** One warning each: no verdict can be better than *unverified*. */
export function unreadableFindings(rows: readonly UnreadableRow[]): Finding[] {
  return rows.map(({ subject, part }) => ({
    code: 'unreadable',
    severity: 'warning',
    subject,
    message: `the ${part} of the ${subject} were not compared: only its owner and superusers may read them`,
  }))
}
