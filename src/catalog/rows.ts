// Server → reference rows. Every value is read as its type's output function prints it under pinned settings,
// which is what its input function reads back exactly; so no type is known here but those that SQL writes
// bare, and money, whose text depends on lc_monetary and which therefore goes as numeric.
import { PgfoldError } from '../errors.ts'
import type { ReferenceRows, ReferenceRow, RowColumn, TableRows } from '../model/rows.ts'
import { quoteName, quotePath } from '../sql/quote.ts'
import type { Queryable } from '../sql/queryable.ts'
import { sequencePositionsOf, sequenceRelationOf, sequencesQuery } from './sequence-positions.ts'
import type { SequenceRow } from './sequence-positions.ts'
import { relationOf, rowTablesQuery } from './row-tables.ts'
import type { ColumnRow, RowFilter, RowTable } from './row-tables.ts'
import { hashQuery } from './row-hashes.ts'
import { cellExpression } from './row-cells.ts'
import { inReadTransaction } from './read-transaction.ts'

/** More than this as one script would not fit the longest string that JavaScript can hold. */
const largestSize = 256 * 1024 * 1024

/**
 * Reads what a database holds besides its catalog: the rows of all user tables (of an extension's only those
 * that it marks as configuration, as pg_dump does), a hash of each populated materialized view, and the
 * positions of the sequences. Three round trips in one REPEATABLE READ transaction (the caller's, where it says so),
 * whatever the number of tables.
 * Throws `too-many-rows` beyond 256 MiB of table data.
 */
export async function readRows(
  db: Queryable,
  includes: RowFilter = () => true,
  options: { readonly withinTransaction?: boolean } = {},
): Promise<ReferenceRows> {
  const read = async (): Promise<ReferenceRows> => {
    const [relations, sequences] = (await db.queries([rowTablesQuery, sequencesQuery])) as [RowTable[], SequenceRow[]]
    const wanted = relations.filter((one) => includes(relationOf(one)))
    refuseTooMuch(wanted)
    const tables = wanted.filter((one) => !one.materialized)
    const views = wanted.filter((one) => one.materialized)
    const results = await db.queries([...tables.map(rowsQuery), ...views.map((view) => hashQuery(view))])
    const hashes = results.slice(tables.length) as { hash: string }[][]
    return {
      tables: tables
        .map((table, index) => tableRows(table, (results[index] ?? []) as ReferenceRow[]))
        .filter((table) => table.rows.length > 0),
      materializedViews: Object.fromEntries(views.map((view, index) => [idOf(view), hashes[index]?.[0]?.hash ?? ''])),
      sequences: await sequencePositionsOf(
        db,
        sequences.filter((one) => includes(sequenceRelationOf(one))),
      ),
    }
  }
  return inReadTransaction(db, read, options.withinTransaction)
}

function idOf({ schema, name }: { readonly schema: string; readonly name: string }): string {
  return quotePath(schema, name)
}

function refuseTooMuch(tables: readonly RowTable[]): void {
  const size = tables.reduce((sum, table) => sum + (table.materialized ? 0 : Number(table.size)), 0)
  if (size <= largestSize) return
  const largest = tables.toSorted((a, b) => Number(b.size) - Number(a.size)).slice(0, 5)
  throw new PgfoldError('too-many-rows', `${megabytes(size)} of rows are too much for one script`, {
    details: largest.map((table) => `${idOf(table)}: ${megabytes(Number(table.size))}`),
    hint: 'Fold the rows of the tables that need them with --rows TABLE,…, or none with --rows none.',
  })
}

function megabytes(bytes: number): string {
  return `${Math.ceil(bytes / 1024 / 1024)} MiB`
}

// The physical order (ctid) is the order of insertion in a fresh database; the row's place in it is kept.
function rowsQuery(table: RowTable): string {
  const stored = table.columns.filter((column) => !column.generated)
  const cells = stored.map(cellExpression).join(',\n        ')
  return `
    select pg_catalog.to_json(cells) as cells, position
    from (
      select
        array[${cells}]::pg_catalog.text[] as cells,
        (pg_catalog.row_number() over (order by ctid))::pg_catalog.int4 as position
        ${keyColumns(table)
          .map((column, index) => `, ${quoteName(column.name)} as k${index}`)
          .join('')}
      from only ${idOf(table)} ${table.condition ?? ''}
    ) as rows
    order by ${orderBy(table)}`
}

function keyColumns(table: RowTable): readonly ColumnRow[] {
  return table.columns
    .filter((column) => column.keyPlace > 0 && !column.generated)
    .toSorted((a, b) => a.keyPlace - b.keyPlace)
}

function orderBy(table: RowTable): string {
  const key = keyColumns(table).map((column, index) => (column.collatable ? `k${index} collate "C"` : `k${index}`))
  return [...(key.length > 0 ? key : ['cells::pg_catalog.text collate "C"']), 'position'].join(', ')
}

function tableRows(table: RowTable, rows: readonly ReferenceRow[]): TableRows {
  return {
    table: idOf(table),
    root: quotePath(table.rootSchema, table.rootName),
    columns: table.columns.filter((column) => !column.generated).map(rowColumn),
    rows,
  }
}

function rowColumn(column: ColumnRow): RowColumn {
  return {
    name: column.name,
    literal: literals[column.baseType] ?? 'quoted',
    keyPlace: column.keyPlace,
    identityAlways: column.identityAlways,
  }
}

const literals: Readonly<Record<string, RowColumn['literal']>> = {
  bool: 'boolean',
  int2: 'number',
  int4: 'number',
  int8: 'number',
  numeric: 'number',
  float4: 'number',
  float8: 'number',
  money: 'money',
}
