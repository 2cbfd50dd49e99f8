// Foreign servers: where the data are. Its wrapper and its type are chosen once; a server that gets another is made
// anew, with its user mappings and foreign tables, which hold nothing themselves.
import { bareName } from '../model/object.ts'
import type { CatalogObject } from '../model/object.ts'
import { anyIn, isNotExtensionMember } from '../sql/filters.ts'
import { quoteLiteral, quoteName } from '../sql/quote.ts'
import { describeOptions, givenOptions, optionSecrets } from './foreign-options.ts'
import type { OptionRow } from './foreign-options.ts'
import { alterForeign, createForeign } from './foreign-statements.ts'
import { defineKind } from './kind.ts'
import type { KindRow, RenderView } from './kind.ts'

// Manual: CREATE SERVER; catalog pg_foreign_server. An empty type or version is none: pg_dump does not print it.
const query = `
  select
    s.oid,
    s.srvname::text as name,
    pg_catalog.pg_get_userbyid(s.srvowner)::text as owner,
    w.fdwname::text as wrapper,
    nullif(s.srvtype, '') as type,
    nullif(s.srvversion, '') as version,
    coalesce(s.srvoptions, '{}') as options
  from pg_catalog.pg_foreign_server as s
  join pg_catalog.pg_foreign_data_wrapper as w on w.oid = s.srvfdw
  where ${isNotExtensionMember('pg_foreign_server', 's.oid')}
  order by s.srvname`

interface Row extends KindRow, OptionRow {
  readonly name: string
  readonly owner: string
  readonly wrapper: string
  readonly type: string | null
  readonly version: string | null
}

interface ServerAttributes {
  readonly wrapper: string
  readonly type: string | null
  readonly version: string | null
}

const secrets = optionSecrets<Row>('server', subjectOf)

export const foreignServers = defineKind<Row>({
  name: 'foreign-server',
  heading: 'Foreign servers',
  rank: 95,
  addressedBy: 'pg_foreign_server',
  catalogs: ['pg_foreign_server'],
  columnsIgnored: { 'pg_foreign_server.srvacl': 'read by the kind privilege' },
  query: () => query,
  emptyUnless: anyIn('pg_foreign_server'),
  identify: (row) => ({ parts: [row.name], schema: null, ...givenOptions(row, 'server') }),
  describe: (row, context) => ({
    wrapper: row.wrapper,
    type: row.type,
    version: row.version,
    ...describeOptions(row, 'server'),
    owner: context.role(row.owner),
  }),
  minor: { owner: 'owners' },
  secrets,
  create: (object, view) => {
    const { wrapper, type, version } = attributesOf(object)
    const clauses = [
      ...(type === null ? [] : [`TYPE ${quoteLiteral(type)}`]),
      ...(version === null ? [] : [`VERSION ${quoteLiteral(version)}`]),
      `FOREIGN DATA WRAPPER ${quoteName(wrapper)}`,
    ]
    return createForeign(object, { subject: subjectOf(object), clauses, secrets }, view)
  },
  drop: (object) => [`DROP ${subjectOf(object)}`],
  alter: alterServer,
  mayBeMadeAnew: true,
})

function alterServer(before: CatalogObject, after: CatalogObject, view: RenderView): string[] | undefined {
  const [from, to] = [attributesOf(before), attributesOf(after)]
  if (from.wrapper !== to.wrapper || from.type !== to.type) return undefined
  const version = to.version === null ? 'NULL' : quoteLiteral(to.version)
  const clauses = from.version === to.version ? [] : [`VERSION ${version}`]
  return alterForeign({ before, after }, { subject: subjectOf(after), clauses }, view)
}

function attributesOf(object: CatalogObject): ServerAttributes {
  return object.attributes as unknown as ServerAttributes
}

function subjectOf(object: CatalogObject): string {
  return `SERVER ${quoteName(bareName(object))}`
}
