// An extension stands for all of its members: they are left to it, but which they are counts, and what their functions
// are, since ALTER EXTENSION … ADD and DROP and ALTER FUNCTION change that behind the script of the version. The version
// counts as well, although pg_dump does not print it. CREATE EXTENSION names a version only where it is not the one that the server which was read
// would choose itself, so that up.sql also runs where another release of the extension is installed.
import { bareName } from '../model/object.ts'
import type { CatalogObject } from '../model/object.ts'
import { quoteLiteral, quoteName } from '../sql/quote.ts'
import { defineKind } from './kind.ts'
import type { KindRow } from './kind.ts'

// The name of a member without the schema of the extension, which is compared by itself.
const inSchema = (name: string, before: string, text: string): string =>
  `pg_catalog.replace(${text}, ${quoteLiteral(before)} || ${name} || '.', ${quoteLiteral(before)})`

const bare = (text: string): string =>
  ['(', ',', ' '].reduce(
    (inner, before) => inSchema('pg_catalog.quote_ident(n.nspname)', before, inner),
    `' ' || ${text}`,
  )

// What ALTER FUNCTION and CREATE OR REPLACE FUNCTION may have changed; C functions are their library's.
const functionFacts = `pg_catalog.concat_ws(' ',
  'volatility', p.provolatile, 'parallel', p.proparallel, 'cost ' || p.procost, 'rows ' || p.prorows,
  case when p.proisstrict then 'strict' end, case when p.prosecdef then 'security definer' end,
  case when p.proleakproof then 'leakproof' end, 'set ' || p.proconfig::text,
  'source ' || pg_catalog.md5(pg_catalog.replace(
    coalesce(pg_catalog.pg_get_function_sqlbody(p.oid), p.prosrc), pg_catalog.quote_ident(n.nspname) || '.', '')))`

// What goes away with another object (the row type of a table, the array of a type) is no member of its own.
const memberLines = `
  select pg_catalog.concat_ws(' ', o.type || ${bare('o.identity')}, case when p.oid is not null then ${functionFacts} end) as line
  from pg_catalog.pg_depend as d
  cross join lateral pg_catalog.pg_identify_object(d.classid, d.objid, d.objsubid) as o
  left join pg_catalog.pg_proc as p on d.classid = 'pg_catalog.pg_proc'::regclass and p.oid = d.objid
  where d.refclassid = 'pg_catalog.pg_extension'::regclass and d.refobjid = e.oid and d.deptype = 'e'
    and not exists (
      select from pg_catalog.pg_depend as within
      where within.classid = d.classid and within.objid = d.objid and within.objsubid = d.objsubid
        and within.deptype = 'i')`

// Manual: CREATE EXTENSION, "Packaging Related Objects into an Extension"; catalog pg_extension.
const query = `
  select
    e.oid,
    e.extname::text as name,
    e.extversion as version,
    n.nspname::text as schema,
    coalesce(a.default_version <> e.extversion, false) as pinned,
    (
      select pg_catalog.string_agg(member.line, E'\\n' order by member.line collate "C")
      from (${memberLines}) as member) as members
  from pg_catalog.pg_extension as e
  join pg_catalog.pg_namespace as n on n.oid = e.extnamespace
  left join pg_catalog.pg_available_extensions() as a on a.name = e.extname
  order by e.extname`

interface Row extends KindRow {
  readonly name: string
  readonly version: string
  readonly schema: string
  readonly pinned: boolean
  /** A line for each, sorted; null where it has none. */
  readonly members: string | null
}

export const extensions = defineKind<Row>({
  name: 'extension',
  heading: 'Extensions',
  rank: 20,
  addressedBy: 'pg_extension',
  catalogs: ['pg_extension'],
  columnsIgnored: {
    'pg_extension.extowner': 'no statement sets it: it is whoever ran CREATE EXTENSION',
    'pg_extension.extrelocatable': 'comes from the control file of the version',
    'pg_extension.extconfig': 'only the script of the extension can set it',
    'pg_extension.extcondition': 'only the script of the extension can set it',
  },
  query: () => query,
  identify: (row) => ({ parts: [row.name], schema: null, ...(row.pinned ? { pinned: true as const } : {}) }),
  describe: (row) => ({ version: row.version, schema: row.schema, members: row.members }),
  chosenByServer: ['version', 'members'],
  impliedBy: { members: 'version' },
  create: (object) => {
    const { version, schema } = attributesOf(object)
    const pin = object.identity.pinned ? ` VERSION ${quoteLiteral(version)}` : ''
    return [`CREATE EXTENSION IF NOT EXISTS ${quoteName(bareName(object))} WITH SCHEMA ${quoteName(schema)}${pin}`]
  },
  drop: (object) => [`DROP EXTENSION ${quoteName(bareName(object))}`],
  alter: (before, after) => {
    const [from, to] = [attributesOf(before), attributesOf(after)]
    if (from.version === to.version && from.members !== to.members) return undefined
    const name = quoteName(bareName(after))
    return [
      ...(from.schema === to.schema ? [] : [`ALTER EXTENSION ${name} SET SCHEMA ${quoteName(to.schema)}`]),
      ...(from.version === to.version ? [] : [`ALTER EXTENSION ${name} UPDATE TO ${quoteLiteral(to.version)}`]),
    ]
  },
})

interface ExtensionAttributes {
  readonly version: string
  readonly schema: string
  readonly members: string | null
}

function attributesOf(object: CatalogObject): ExtensionAttributes {
  return object.attributes as unknown as ExtensionAttributes
}
