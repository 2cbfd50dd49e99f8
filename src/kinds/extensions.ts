// An extension stands for all of its members: they are left to it. Its version counts, although pg_dump does
// not print it. CREATE EXTENSION names a version only where it is not the one that the server which was read
// would choose itself, so that up.sql also runs where another release of the extension is installed.
import { bareName } from '../model/object.ts'
import type { CatalogObject } from '../model/object.ts'
import { quoteLiteral, quoteName } from '../sql/quote.ts'
import { defineKind } from './kind.ts'
import type { KindRow } from './kind.ts'

// Manual: CREATE EXTENSION, "Packaging Related Objects into an Extension"; catalog pg_extension.
const query = `
  select
    e.oid,
    e.extname::text as name,
    e.extversion as version,
    n.nspname::text as schema,
    coalesce(a.default_version <> e.extversion, false) as pinned
  from pg_catalog.pg_extension as e
  join pg_catalog.pg_namespace as n on n.oid = e.extnamespace
  left join pg_catalog.pg_available_extensions() as a on a.name = e.extname
  order by e.extname`

interface Row extends KindRow {
  readonly name: string
  readonly version: string
  readonly schema: string
  readonly pinned: boolean
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
  describe: (row) => ({ version: row.version, schema: row.schema }),
  chosenByServer: ['version'],
  create: (object) => {
    const { version, schema } = attributesOf(object)
    const pin = object.identity.pinned ? ` VERSION ${quoteLiteral(version)}` : ''
    return [`CREATE EXTENSION IF NOT EXISTS ${quoteName(bareName(object))} WITH SCHEMA ${quoteName(schema)}${pin}`]
  },
  drop: (object) => [`DROP EXTENSION ${quoteName(bareName(object))}`],
  alter: (before, after) => {
    const [from, to] = [attributesOf(before), attributesOf(after)]
    const name = quoteName(bareName(after))
    return [
      ...(from.schema === to.schema ? [] : [`ALTER EXTENSION ${name} SET SCHEMA ${quoteName(to.schema)}`]),
      ...(from.version === to.version ? [] : [`ALTER EXTENSION ${name} UPDATE TO ${quoteLiteral(to.version)}`]),
    ]
  },
})

function attributesOf(object: CatalogObject): { readonly version: string; readonly schema: string } {
  return object.attributes as { version: string; schema: string }
}
