// User mappings: with which account a role, or everybody (PUBLIC), goes to a foreign server. The mapping of the
// principal is CURRENT_USER's. The catalog is closed to ordinary roles, and the view pg_user_mappings shows the options
// only to those who may see them; where it does not, nothing is said of them, and a finding says that.
import type { Finding } from '../model/finding.ts'
import type { CatalogObject } from '../model/object.ts'
import { anyIn, isNotExtensionMember } from '../sql/filters.ts'
import { quoteName } from '../sql/quote.ts'
import {
  describeOptions,
  droppedSecrets,
  givenOptions,
  optionChanges,
  optionsClause,
  optionSecrets,
} from './foreign-options.ts'
import type { OptionRow } from './foreign-options.ts'
import { readGrantee } from './grantee.ts'
import { inGivenOrder } from './given-order.ts'
import { defineKind } from './kind.ts'
import type { KindRow } from './kind.ts'
import { secretNote } from './notes.ts'

// The view's own conditions: null can also mean that there are no options.
const showsOptions = `(
      (select r.rolsuper from pg_catalog.pg_roles as r where r.rolname = current_user)
      or exists (
        select from pg_catalog.pg_foreign_server as s
        where s.oid = m.srvid
          and case when m.umuser = 0 then pg_catalog.pg_has_role(s.srvowner, 'USAGE')
            else m.usename = current_user and (pg_catalog.pg_has_role(s.srvowner, 'USAGE')
              or pg_catalog.has_server_privilege(s.oid, 'USAGE')) end))`

// Manual: CREATE USER MAPPING; the view pg_user_mappings over the catalog pg_user_mapping.
const query = `
  select
    m.umid as oid,
    m.srvname::text as server,
    case when m.umuser = 0 then 'public' else pg_catalog.pg_get_userbyid(m.umuser)::text end as role,
    coalesce(m.umoptions, '{}') as options,
    ${showsOptions} as readable
  from pg_catalog.pg_user_mappings as m
  where ${isNotExtensionMember('pg_user_mapping', 'm.umid')}
  order by m.srvname, m.usename`

const hiddenQuery = `
  select pg_catalog.format('for %s on server %I', pg_catalog.quote_ident(m.usename), m.srvname) as subject
  from pg_catalog.pg_user_mappings as m
  where not ${showsOptions}`

interface Row extends KindRow, OptionRow {
  readonly server: string
  /** `public` for PUBLIC, which no role may be named. */
  readonly role: string
  readonly readable: boolean
}

const secrets = optionSecrets<Row>('user-mapping', subjectOf)

export const userMappings = defineKind<Row>({
  name: 'user-mapping',
  heading: 'User mappings',
  rank: 96,
  addressedBy: 'pg_user_mapping',
  catalogs: ['pg_user_mapping'],
  columnsIgnored: {
    'pg_user_mapping.umuser': 'read through the view pg_user_mappings',
    'pg_user_mapping.umserver': 'read through the view pg_user_mappings, as srvid and srvname',
    'pg_user_mapping.umoptions': 'read through the view pg_user_mappings',
  },
  query: () => query,
  emptyUnless: anyIn('pg_foreign_server'),
  spreadBy: 'server',
  identify: (row, context) => {
    const role = readGrantee(row.role, context)
    const spelled = role === null ? 'CURRENT_USER' : role === 'public' ? 'PUBLIC' : quoteName(role)
    return {
      parts: [row.server, spelled],
      id: `FOR ${spelled} SERVER ${quoteName(row.server)}`,
      schema: null,
      ...givenOptions(row, 'user-mapping'),
    }
  },
  describe: (row) => (row.readable ? describeOptions(row, 'user-mapping') : {}),
  mayLack: ['options'],
  findings: [{ query: () => hiddenQuery, finding: unreadableFinding }],
  secrets,
  create: (object) => {
    const clauses = [`CREATE ${subjectOf(object)}`, ...optionsClause(inGivenOrder(object, optionsOf(object)))]
    return [secretNote(object, secrets) + clauses.join(' ')]
  },
  drop: (object) => [`DROP ${subjectOf(object)}`],
  alter: (before, after) => {
    const changes = optionChanges([...optionsOf(before), ...droppedSecrets(before, after)], optionsOf(after))
    return changes.map((change) => `ALTER ${subjectOf(after)} ${change}`)
  },
  mayBeMadeAnew: true,
})

function unreadableFinding(subject: string): Finding {
  return {
    code: 'unreadable',
    severity: 'warning',
    subject: `user mapping ${subject}`,
    message: `the options of the user mapping ${subject} were not compared: this role may not read them`,
  }
}

function optionsOf(object: CatalogObject): readonly string[] {
  return (object.attributes['options'] ?? []) as readonly string[]
}

function subjectOf(object: CatalogObject): string {
  return `USER MAPPING ${object.id}`
}
