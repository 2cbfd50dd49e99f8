// Conversions between two encodings. A default one is what the server uses by itself where its schema is in the
// search_path.
import type { CatalogObject } from '../model/object.ts'
import { anyOutsideCatalog, isNotExtensionMember, isUserSchema } from '../sql/filters.ts'
import { quoteLiteral } from '../sql/quote.ts'
import { defineKind } from './kind.ts'
import type { KindRow } from './kind.ts'
import { alterOwner, ownerStatements } from './owner.ts'

// Manual: CREATE CONVERSION; catalog pg_conversion.
const query = `
  select
    c.oid,
    n.nspname::text as schema,
    c.conname::text as name,
    pg_catalog.pg_get_userbyid(c.conowner)::text as owner,
    pg_catalog.pg_encoding_to_char(c.conforencoding)::text as source,
    pg_catalog.pg_encoding_to_char(c.contoencoding)::text as target,
    c.conproc::regproc::text as function,
    c.condefault as default
  from pg_catalog.pg_conversion as c
  join pg_catalog.pg_namespace as n on n.oid = c.connamespace
  where ${isUserSchema('n.nspname')}
    and ${isNotExtensionMember('pg_conversion', 'c.oid')}
  order by n.nspname, c.conname`

interface Row extends KindRow {
  readonly schema: string
  readonly name: string
  readonly owner: string
  readonly source: string
  readonly target: string
  readonly function: string
  readonly default: boolean
}

export const conversions = defineKind<Row>({
  name: 'conversion',
  heading: 'Conversions',
  rank: 88,
  addressedBy: 'pg_conversion',
  catalogs: ['pg_conversion'],
  columnsIgnored: {},
  query: () => query,
  emptyUnless: anyOutsideCatalog('pg_conversion', 'connamespace'),
  identify: (row) => ({ parts: [row.schema, row.name], schema: row.schema }),
  describe: (row, context) => ({
    source: row.source,
    target: row.target,
    function: row.function,
    default: row.default,
    owner: context.role(row.owner),
  }),
  minor: { owner: 'owners' },
  create: (object, view) => [createConversion(object), ...ownerStatements(`CONVERSION ${object.id}`, object, view)],
  drop: (object) => [`DROP CONVERSION ${object.id}`],
  mayBeMadeAnew: true,
  alter: (before, after, view) => alterOwner(`CONVERSION ${after.id}`, { before, after }, view),
})

function createConversion(object: CatalogObject): string {
  const { source, target, function: called, default: isDefault } = object.attributes
  const encodings = `FOR ${quoteLiteral(String(source))} TO ${quoteLiteral(String(target))}`
  return `CREATE ${isDefault === true ? 'DEFAULT ' : ''}CONVERSION ${object.id} ${encodings} FROM ${String(called)}`
}
