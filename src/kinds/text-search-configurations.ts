// Text search configurations: a parser and, for each type of token, the dictionaries that are asked, in order.
// How a configuration came about (COPY, ALTER … REPLACE) leaves no trace.
import type { Finding } from '../model/finding.ts'
import { groupBy } from '../model/group-by.ts'
import type { CatalogObject } from '../model/object.ts'
import { anyOutsideCatalog, isNotExtensionMember, isUserSchema } from '../sql/filters.ts'
import { quoteName } from '../sql/quote.ts'
import { defineKind } from './kind.ts'
import type { KindRow, RenderView } from './kind.ts'
import { ownerChange, ownerStatements } from './owner.ts'

// Manual: CREATE TEXT SEARCH CONFIGURATION; catalogs pg_ts_config and pg_ts_config_map. The parser names its types of
// tokens.
const query = `
  select
    c.oid,
    n.nspname::text as schema,
    c.cfgname::text as name,
    pg_catalog.pg_get_userbyid(c.cfgowner)::text as owner,
    pg_catalog.format('%I.%I', pn.nspname, p.prsname) as parser,
    (
      select pg_catalog.json_object_agg(mapping.token, mapping.dictionaries)
      from (
        select
          token.alias as token,
          pg_catalog.json_agg(m.mapdict::regdictionary::text order by m.mapseqno) as dictionaries
        from pg_catalog.pg_ts_config_map as m
        join pg_catalog.ts_token_type(c.cfgparser) as token on token.tokid = m.maptokentype
        where m.mapcfg = c.oid
        group by token.alias
        order by token.alias
      ) as mapping
    ) as mappings
  from pg_catalog.pg_ts_config as c
  join pg_catalog.pg_namespace as n on n.oid = c.cfgnamespace
  join pg_catalog.pg_ts_parser as p on p.oid = c.cfgparser
  join pg_catalog.pg_namespace as pn on pn.oid = p.prsnamespace
  where ${isUserSchema('n.nspname')}
    and ${isNotExtensionMember('pg_ts_config', 'c.oid')}
  order by n.nspname, c.cfgname`

// The server's own configurations are left to the server, as by pg_dump, and initdb gave each type of token one
// dictionary: what a user mapped there is carried by nobody.
const mappedByUsers = `
  select distinct m.mapcfg::regconfig::text as subject
  from pg_catalog.pg_ts_config_map as m
  where m.mapcfg < 16384 and (m.mapdict >= 16384 or m.mapseqno > 1)`

/** The dictionaries of each type of token. A type, so that it is a `Value`. */
type Mappings = { readonly [token: string]: readonly string[] }

interface Row extends KindRow {
  readonly schema: string
  readonly name: string
  readonly owner: string
  readonly parser: string
  readonly mappings: Mappings | null
}

export const textSearchConfigurations = defineKind<Row>({
  name: 'text-search-configuration',
  heading: 'Text search configurations',
  rank: 93,
  addressedBy: 'pg_ts_config',
  catalogs: ['pg_ts_config', 'pg_ts_config_map'],
  columnsIgnored: {},
  query: () => query,
  emptyUnless: anyOutsideCatalog('pg_ts_config', 'cfgnamespace'),
  identify: (row) => ({ parts: [row.schema, row.name], schema: row.schema }),
  describe: (row, context) => ({
    parser: row.parser,
    mappings: row.mappings ?? {},
    owner: context.role(row.owner),
  }),
  findings: [{ query: () => mappedByUsers, finding: mappedFinding }],
  minor: { owner: 'owners' },
  create: (object, view) => [
    `CREATE ${subjectOf(object)} (PARSER = ${String(object.attributes['parser'])})`,
    ...mappingStatements(object, 'ADD', mappingsOf(object)),
    ...ownerStatements(subjectOf(object), object, view),
  ],
  drop: (object) => [`DROP ${subjectOf(object)}`],
  mayBeMadeAnew: true,
  alter: alterConfiguration,
})

function mappedFinding(subject: string): Finding {
  return {
    code: 'unmodelled',
    severity: 'warning',
    subject: `text search configuration pg_catalog.${subject}`,
    message: `text search configuration pg_catalog.${subject} is the server's own and has other mappings than the server gave it: they are not compared and not carried, nor dumped by pg_dump`,
  }
}

function alterConfiguration(before: CatalogObject, after: CatalogObject, view: RenderView): string[] | undefined {
  if (before.attributes['parser'] !== after.attributes['parser']) return undefined
  const [from, to] = [mappingsOf(before), mappingsOf(after)]
  const dropped = Object.keys(from).filter((token) => to[token] === undefined)
  const isChanged = (token: string): boolean => from[token] !== undefined && listOf(from, token) !== listOf(to, token)
  return [
    ...(dropped.length === 0
      ? []
      : [`ALTER ${subjectOf(after)} DROP MAPPING FOR ${dropped.map(quoteName).join(', ')}`]),
    ...mappingStatements(after, 'ALTER', only(to, isChanged)),
    ...mappingStatements(
      after,
      'ADD',
      only(to, (token) => from[token] === undefined),
    ),
    ...ownerChange(subjectOf(after), { before, after }, view),
  ]
}

/** One statement for the types of tokens that have the same dictionaries. */
function mappingStatements(object: CatalogObject, verb: 'ADD' | 'ALTER', mappings: Mappings): string[] {
  const groups = groupBy(Object.keys(mappings).toSorted(), (token) => listOf(mappings, token))
  return [...groups].map(
    ([dictionaries, tokens]) =>
      `ALTER ${subjectOf(object)} ${verb} MAPPING FOR ${tokens.map(quoteName).join(', ')} WITH ${dictionaries}`,
  )
}

function only(mappings: Mappings, isWanted: (token: string) => boolean): Mappings {
  return Object.fromEntries(Object.entries(mappings).filter(([token]) => isWanted(token)))
}

function listOf(mappings: Mappings, token: string): string {
  return (mappings[token] ?? []).join(', ')
}

function mappingsOf(object: CatalogObject): Mappings {
  return object.attributes['mappings'] as Mappings
}

function subjectOf(object: CatalogObject): string {
  return `TEXT SEARCH CONFIGURATION ${object.id}`
}
