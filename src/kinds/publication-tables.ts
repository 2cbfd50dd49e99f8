// One table of one publication, with the columns and the rows that are sent (15). A part of the publication; the
// edge to the table in pg_depend lets it go before the table does.
import type { CatalogObject } from '../model/object.ts'
import { keyFor } from '../model/object.ts'
import { anyIn } from '../sql/filters.ts'
import { quoteName, quotePath } from '../sql/quote.ts'
import { inBrackets } from './expression-text.ts'
import { defineKind } from './kind.ts'
import type { KindRow } from './kind.ts'
import { attributeNames } from './relation-filters.ts'

// Manual: CREATE PUBLICATION; catalog pg_publication_rel. The server keeps a column list in the order of the table,
// whatever was written.
function publicationTableQuery(serverVersion: number): string {
  const from15 = (expression: string): string => (serverVersion < 150_000 ? 'null::text' : expression)
  return `
  select
    r.oid,
    p.pubname::text as publication,
    n.nspname::text as schema,
    c.relname::text as table,
    ${serverVersion < 150_000 ? 'null::text[]' : columnNames} as columns,
    ${from15('pg_catalog.pg_get_expr(r.prqual, r.prrelid)')} as row_filter
  from pg_catalog.pg_publication_rel as r
  join pg_catalog.pg_publication as p on p.oid = r.prpubid
  join pg_catalog.pg_class as c on c.oid = r.prrelid
  join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
  order by p.pubname, n.nspname, c.relname`
}

const columnNames = `case when r.prattrs is not null then ${attributeNames('r.prrelid', 'r.prattrs::smallint[]')} end`

interface Row extends KindRow {
  readonly publication: string
  readonly schema: string
  readonly table: string
  readonly columns: readonly string[] | null
  readonly row_filter: string | null
}

const from15 = 'read where the server has it'

export const publicationTables = defineKind<Row>({
  name: 'publication-table',
  heading: 'Tables of publications',
  rank: 191,
  addressedBy: 'pg_publication_rel',
  catalogs: ['pg_publication_rel'],
  columnsIgnored: { 'pg_publication_rel.prattrs': from15, 'pg_publication_rel.prqual': from15 },
  query: publicationTableQuery,
  emptyUnless: anyIn('pg_publication'),
  spreadBy: 'table',
  identify: (row) => ({
    parts: [row.publication, row.schema, row.table],
    id: `${quoteName(row.publication)} of ${quotePath(row.schema, row.table)}`,
    schema: row.schema,
    parent: keyFor('publication', row.publication),
  }),
  describe: (row) => ({ columns: row.columns?.toSorted() ?? null, where: row.row_filter }),
  expressions: ['where'],
  create: (object) => [`${alterPublication(object)} ADD TABLE ${tableWords(object)}`],
  drop: (object) => [`${alterPublication(object)} DROP TABLE ONLY ${tableOf(object)}`],
  mayBeMadeAnew: true,
})

function alterPublication(object: CatalogObject): string {
  return `ALTER PUBLICATION ${quoteName(object.identity.parts[0] ?? '')}`
}

/** ONLY: each child of the table that is published has an object of its own. */
function tableWords(object: CatalogObject): string {
  const columns = object.attributes['columns'] as readonly string[] | null
  const where = object.attributes['where'] as string | null
  return [
    `ONLY ${tableOf(object)}`,
    ...(columns === null ? [] : [`(${columns.map(quoteName).join(', ')})`]),
    ...(where === null ? [] : [`WHERE ${inBrackets(where)}`]),
  ].join(' ')
}

function tableOf(object: CatalogObject): string {
  return quotePath(...object.identity.parts.slice(1))
}
