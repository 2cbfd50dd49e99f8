// Text search parsers: five functions that split a document into tokens. They have no owner.
import type { CatalogObject } from '../model/object.ts'
import { anyOutsideCatalog, isNotExtensionMember, isUserSchema } from '../sql/filters.ts'
import { defineKind } from './kind.ts'
import type { KindRow } from './kind.ts'

// Manual: CREATE TEXT SEARCH PARSER; catalog pg_ts_parser.
const query = `
  select
    p.oid,
    n.nspname::text as schema,
    p.prsname::text as name,
    p.prsstart::oid::regproc::text as start,
    p.prstoken::oid::regproc::text as gettoken,
    p.prsend::oid::regproc::text as end,
    nullif(p.prsheadline::oid, 0)::regproc::text as headline,
    p.prslextype::oid::regproc::text as lextypes
  from pg_catalog.pg_ts_parser as p
  join pg_catalog.pg_namespace as n on n.oid = p.prsnamespace
  where ${isUserSchema('n.nspname')}
    and ${isNotExtensionMember('pg_ts_parser', 'p.oid')}
  order by n.nspname, p.prsname`

interface Row extends KindRow {
  readonly schema: string
  readonly name: string
  readonly start: string
  readonly gettoken: string
  readonly end: string
  readonly headline: string | null
  readonly lextypes: string
}

export const textSearchParsers = defineKind<Row>({
  name: 'text-search-parser',
  heading: 'Text search parsers',
  rank: 90,
  addressedBy: 'pg_ts_parser',
  catalogs: ['pg_ts_parser'],
  columnsIgnored: {},
  query: () => query,
  emptyUnless: anyOutsideCatalog('pg_ts_parser', 'prsnamespace'),
  identify: (row) => ({ parts: [row.schema, row.name], schema: row.schema }),
  describe: ({ start, gettoken, end, headline, lextypes }) => ({ start, gettoken, end, headline, lextypes }),
  create: (object) => [createParser(object)],
  drop: (object) => [`DROP TEXT SEARCH PARSER ${object.id}`],
  mayBeMadeAnew: true,
})

function createParser(object: CatalogObject): string {
  const lines = ['start', 'gettoken', 'end', 'headline', 'lextypes'].flatMap((name) => {
    const called = object.attributes[name]
    return typeof called === 'string' ? [`${name.toUpperCase()} = ${called}`] : []
  })
  return `CREATE TEXT SEARCH PARSER ${object.id} (\n  ${lines.join(',\n  ')}\n)`
}
