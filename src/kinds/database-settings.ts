// Settings of the database, for everybody or for one role: ALTER DATABASE … SET and ALTER ROLE … IN DATABASE … SET.
// They stand in the server, not in the database: a copy has none, and a script that names its database would set them
// for another one. So up.sql leaves them to a person, in a comment, unless it is asked for them.
import type { Finding } from '../model/finding.ts'
import { partsOf } from '../model/object.ts'
import type { CatalogObject } from '../model/object.ts'
import { anyIn, isThisDatabase } from '../sql/filters.ts'
import { quoteLiteral, quoteName, quotePath } from '../sql/quote.ts'
import { dollarQuote } from './code-text.ts'
import { defineKind } from './kind.ts'
import type { KindRow } from './kind.ts'
import { outsideSnapshot } from './outside-snapshot.ts'
import { resetClause, settingClause } from './settings.ts'

// Manual: ALTER DATABASE, ALTER ROLE; catalog pg_db_role_setting.
const query = `
  select
    s.setdatabase as oid,
    case when s.setrole <> 0 then pg_catalog.pg_get_userbyid(s.setrole)::text end as role,
    setting.text as setting
  from pg_catalog.pg_db_role_setting as s
  join pg_catalog.pg_database as d on d.oid = s.setdatabase
  cross join lateral pg_catalog.unnest(s.setconfig) as setting(text)
  where d.datname = pg_catalog.current_database()
  order by 2 nulls first, 3`

interface Row extends KindRow {
  /** Null where the setting counts for every role. */
  readonly role: string | null
  /** `search_path=app, public` */
  readonly setting: string
}

/** As the principal is shown; a role of that name is quoted. */
const currentUser = 'CURRENT_USER'

export const databaseSettings = defineKind<Row>({
  name: 'database-setting',
  heading: 'Settings of the database',
  rank: 195,
  addressedBy: 'pg_db_role_setting',
  catalogs: ['pg_db_role_setting'],
  columnsIgnored: {},
  query: () => query,
  emptyUnless: anyIn('pg_db_role_setting', isThisDatabase('setdatabase')),
  spreadBy: 'role',
  identify: (row, context) => {
    const name = nameOf(row.setting)
    if (row.role === null) return { parts: [name], id: quotePath(...name.split('.')), schema: null }
    const role = context.role(row.role)
    const shown = role === null ? currentUser : quoteName(role)
    return { parts: [name, shown], id: `${quotePath(...name.split('.'))} of ${shown}`, schema: null }
  },
  describe: (row) => ({ value: row.setting.slice(row.setting.indexOf('=') + 1) }),
  create: (object) => [inThisDatabase(object, settingClause(settingOf(object)))],
  drop: (object) => [inThisDatabase(object, resetClause(nameOfObject(object)))],
  alter: (_before, after) => [inThisDatabase(after, settingClause(settingOf(after)))],
  rolesInText: ({ identity: { parts } }) => (parts[1] === currentUser ? [] : partsOf(parts[1] ?? '')),
  findings: outsideSnapshot,
  leftToPerson: { finding: leftOutFinding },
})

function nameOf(setting: string): string {
  return setting.slice(0, setting.indexOf('='))
}

function nameOfObject(object: CatalogObject): string {
  return object.identity.parts[0] ?? ''
}

function settingOf(object: CatalogObject): string {
  return `${nameOfObject(object)}=${String(object.attributes['value'])}`
}

/** A block that names the database it runs in, whichever that is. */
function inThisDatabase(object: CatalogObject, action: string): string {
  const [, role] = object.identity.parts
  const subject = role === undefined ? 'ALTER DATABASE' : `ALTER ROLE ${role.replaceAll('%', '%%')} IN DATABASE`
  const format = quoteLiteral(`${subject} %I ${action.replaceAll('%', '%%')}`)
  return `DO ${dollarQuote(`BEGIN EXECUTE pg_catalog.format(${format}, pg_catalog.current_database()); END`)}`
}

function leftOutFinding(object: CatalogObject): Finding {
  return {
    code: 'database-setting-left-out',
    severity: 'warning',
    subject: object.id,
    message: `${object.id} is a setting of the database, which up.sql has in a comment only: --database-settings makes it a statement`,
  }
}
