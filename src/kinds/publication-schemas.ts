// One schema of one publication (15): all of its tables are sent, those to come as well. A part of the publication.
import type { CatalogObject } from '../model/object.ts'
import { keyFor } from '../model/object.ts'
import { anyIn } from '../sql/filters.ts'
import { quoteName } from '../sql/quote.ts'
import { defineKind } from './kind.ts'
import type { KindRow } from './kind.ts'

// Manual: CREATE PUBLICATION; catalog pg_publication_namespace, which came with 15.
const query = `
  select
    m.oid,
    p.pubname::text as publication,
    n.nspname::text as schema
  from pg_catalog.pg_publication_namespace as m
  join pg_catalog.pg_publication as p on p.oid = m.pnpubid
  join pg_catalog.pg_namespace as n on n.oid = m.pnnspid
  order by p.pubname, n.nspname`

const noRows = `
  select p.oid, p.pubname::text as publication, null::text as schema
  from pg_catalog.pg_publication as p
  where false
  order by p.pubname`

interface Row extends KindRow {
  readonly publication: string
  readonly schema: string
}

export const publicationSchemas = defineKind<Row>({
  name: 'publication-schema',
  heading: 'Schemas of publications',
  rank: 191,
  addressedBy: 'pg_publication_namespace',
  catalogs: ['pg_publication_namespace'],
  columnsIgnored: {},
  query: (serverVersion) => (serverVersion < 150_000 ? noRows : query),
  emptyUnless: anyIn('pg_publication'),
  spreadBy: 'schema',
  identify: (row) => ({
    parts: [row.publication, row.schema],
    id: `${quoteName(row.publication)} of ${quoteName(row.schema)}`,
    schema: row.schema,
    parent: keyFor('publication', row.publication),
  }),
  // That it is there is all that there is to say.
  describe: () => ({}),
  create: (object) => [`${alterPublication(object)} ADD TABLES IN SCHEMA ${schemaOf(object)}`],
  drop: (object) => [`${alterPublication(object)} DROP TABLES IN SCHEMA ${schemaOf(object)}`],
  mayBeMadeAnew: true,
})

function alterPublication(object: CatalogObject): string {
  return `ALTER PUBLICATION ${quoteName(object.identity.parts[0] ?? '')}`
}

function schemaOf(object: CatalogObject): string {
  return quoteName(object.identity.parts[1] ?? '')
}
