// Collations: a locale of one provider (the operating system, ICU or PostgreSQL itself). Where PostgreSQL keeps the
// locale changed twice: ICU's stood in collcollate up to 14, in colliculocale from 15 on, in colllocale from 17 on.
import type { CatalogObject } from '../model/object.ts'
import { anyOutsideCatalog, isNotExtensionMember, isUserSchema } from '../sql/filters.ts'
import { quoteLiteral } from '../sql/quote.ts'
import { defineKind } from './kind.ts'
import type { KindRow } from './kind.ts'
import { alterOwner, ownerStatements } from './owner.ts'

// Manual: CREATE COLLATION; catalog pg_collation. A collation of another encoding than the database's cannot be used.
function query(serverVersion: number): string {
  return `
  select
    c.oid,
    n.nspname::text as schema,
    c.collname::text as name,
    pg_catalog.pg_get_userbyid(c.collowner)::text as owner,
    c.collprovider::text as provider,
    c.collisdeterministic as deterministic,
    ${localeColumn(serverVersion)} as locale,
    c.collcollate::text as lc_collate,
    c.collctype::text as lc_ctype,
    ${serverVersion < 160000 ? 'null::text' : 'c.collicurules'} as rules
  from pg_catalog.pg_collation as c
  join pg_catalog.pg_namespace as n on n.oid = c.collnamespace
  where c.collencoding in (-1, pg_catalog.pg_char_to_encoding(pg_catalog.getdatabaseencoding()))
    and ${isUserSchema('n.nspname')}
    and ${isNotExtensionMember('pg_collation', 'c.oid')}
  order by n.nspname, c.collname`
}

function localeColumn(serverVersion: number): string {
  if (serverVersion < 150000) return 'null::text'
  return serverVersion < 170000 ? 'c.colliculocale' : 'c.colllocale'
}

interface Row extends KindRow {
  readonly schema: string
  readonly name: string
  readonly owner: string
  readonly provider: string
  readonly deterministic: boolean
  readonly locale: string | null
  readonly lc_collate: string | null
  readonly lc_ctype: string | null
  readonly rules: string | null
}

const providers: Readonly<Record<string, string>> = { b: 'builtin', c: 'libc', i: 'icu' }

export const collations = defineKind<Row>({
  name: 'collation',
  heading: 'Collations',
  rank: 24,
  addressedBy: 'pg_collation',
  catalogs: ['pg_collation'],
  columnsIgnored: {
    'pg_collation.collversion': 'the version of the library that the server runs with, which pg_dump does not print',
  },
  query,
  emptyUnless: anyOutsideCatalog('pg_collation', 'collnamespace'),
  identify: (row) => ({ parts: [row.schema, row.name], schema: row.schema }),
  describe: (row, context) => ({
    provider: providers[row.provider] ?? row.provider,
    ...localeOf(row),
    deterministic: row.deterministic,
    rules: row.rules,
    owner: context.role(row.owner),
  }),
  // From 16 on CREATE COLLATION spells ICU's locales as BCP 47 does: de_DE becomes de-DE, as in a dump and restore.
  expressions: ['locale'],
  minor: { owner: 'owners' },
  create: (object, view) => [createCollation(object), ...ownerStatements(`COLLATION ${object.id}`, object, view)],
  drop: (object) => [`DROP COLLATION ${object.id}`],
  mayBeMadeAnew: true,
  alter: (before, after, view) => alterOwner(`COLLATION ${after.id}`, { before, after }, view),
})

/** The one locale of ICU and builtin; the two of the operating system, which 14 also took for ICU. */
function localeOf(row: Row): { readonly [name in 'locale' | 'lcCollate' | 'lcCtype']: string | null } {
  const isOne = row.provider === 'i' && row.lc_collate === row.lc_ctype
  const locale = row.locale ?? (isOne ? row.lc_collate : null)
  return locale === null
    ? { locale, lcCollate: row.lc_collate, lcCtype: row.lc_ctype }
    : { locale, lcCollate: null, lcCtype: null }
}

function createCollation(object: CatalogObject): string {
  const { provider, locale, lcCollate, lcCtype, deterministic, rules } = object.attributes
  const shared = locale ?? (lcCollate === lcCtype ? lcCollate : null)
  const options = [
    `provider = ${String(provider)}`,
    ...option('locale', shared),
    ...(shared === null ? [...option('lc_collate', lcCollate), ...option('lc_ctype', lcCtype)] : []),
    ...(deterministic === false ? ['deterministic = false'] : []),
    ...option('rules', rules),
  ]
  return `CREATE COLLATION ${object.id} (${options.join(', ')})`
}

function option(name: string, value: unknown): string[] {
  return typeof value === 'string' ? [`${name} = ${quoteLiteral(value)}`] : []
}
