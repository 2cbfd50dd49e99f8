// What is there and cannot be read by the role that reads: the server shows passwords to their owners and to
// superusers alone. What was not seen cannot be called equal, so that each is a finding.
import type { Finding } from '../model/finding.ts'

/** A part of an object that this role may not read. */
export interface UnreadableRow {
  /** The object and the part, as the server names them. */
  readonly subject: string
  readonly part: string
}

const subscriptions = `
  select 'subscription ' || pg_catalog.quote_ident(s.subname) as subject, 'connection string' as part
  from pg_catalog.pg_subscription as s
  join pg_catalog.pg_database as d on d.oid = s.subdbid
  where d.datname = pg_catalog.current_database()
    and not pg_catalog.has_column_privilege('pg_catalog.pg_subscription', 'subconninfo', 'SELECT')`

/** One SELECT over everything that may be closed to a role. */
export const unreadableQuery: string = [subscriptions].join('\n  union all\n') + '\n  order by 1, 2'

/** One warning each: no verdict can be better than *unverified*. */
export function unreadableFindings(rows: readonly UnreadableRow[]): Finding[] {
  return rows.map(({ subject, part }) => ({
    code: 'unreadable',
    severity: 'warning',
    subject,
    message: `the ${part} of the ${subject} were not compared: only its owner and superusers may read them`,
  }))
}
