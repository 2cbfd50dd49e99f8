// Values of catalogs that are closed to ordinary roles. The server checks privileges for every column that a query
// names, whether it comes to be read or not; a query in a string is checked only where it runs. query_to_xml() runs
// one in the snapshot of the reader (manual, "Mapping Tables to XML").

/** The number in column `c` of the one row of this SELECT, which runs only where the expression is evaluated. */
export function dynamicNumber(select: string): string {
  return `pg_catalog.substring(${inXml(quoted(select))}, '<c>(\\d+)</c>')::bigint`
}

/**
 * The text in one column of the row of a catalog with this oid; `oid` is an SQL expression. It travels as hex, so that
 * nothing in it is escaped.
 */
export function dynamicText({ catalog, column, oid }: Record<'catalog' | 'column' | 'oid', string>): string {
  const select = `select pg_catalog.encode(pg_catalog.convert_to(${column}, 'UTF8'), 'hex') as c from pg_catalog.${catalog} where oid = `
  const hex = `pg_catalog.substring(${inXml(`${quoted(select)} || ${oid}`)}, '<c>([0-9a-f]*)</c>')`
  return `pg_catalog.convert_from(pg_catalog.decode(${hex}, 'hex'), 'UTF8')`
}

function inXml(query: string): string {
  return `pg_catalog.query_to_xml(${query}, false, true, '')::text`
}

function quoted(select: string): string {
  return `'${select.replaceAll("'", "''")}'`
}
