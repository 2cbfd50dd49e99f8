// One hash per relation, computed on the server, so that comparing the rows of two databases moves none.
// The hash is of the multiset of rows: their order in a table means nothing.
import { quotePath } from '../sql/quote.ts'
import type { Queryable } from '../sql/queryable.ts'
import { cellExpression } from './row-cells.ts'
import { relationOf, rowTablesQuery } from './row-tables.ts'
import type { RowFilter, RowTable } from './row-tables.ts'
import { inReadTransaction } from './read-transaction.ts'

/** The rows of one table or materialized view: how many, and the hash of their values. */
export interface RowHash {
  readonly relation: string
  readonly rows: number
  readonly hash: string
}

/** Columns by relation id that are not hashed, because their values are left to a volatile default; `*` is all. */
export type LeftOut = ReadonlyMap<string, ReadonlySet<string>>

/** Hashes every relation that `readRows` would read and that holds rows, ordered by id. */
export async function hashRows(db: Queryable, leftOut: LeftOut, includes: RowFilter): Promise<readonly RowHash[]> {
  return inReadTransaction(db, async () => {
    const relations = (await db.query<RowTable>(rowTablesQuery)).filter((one) => includes(relationOf(one)))
    const queries = relations.map((one) => hashQuery(one, leftOut.get(relationOf(one).id)))
    const results = (await db.queries(queries)) as Omit<RowHash, 'relation'>[][]
    return relations.flatMap((one, index) => {
      const [result] = results[index] ?? []
      // A table without rows may be listed or not, since it is found by its size on disk.
      if (!result || (result.rows === 0 && !one.materialized)) return []
      return [{ relation: relationOf(one).id, rows: result.rows, hash: result.hash }]
    })
  })
}

/** The query of one relation's count and hash. A generated column is left out where what it is made from may be. */
export function hashQuery(relation: RowTable, leftOut: ReadonlySet<string> = new Set()): string {
  const columns = relation.columns.filter(
    ({ name, generated }) => !leftOut.has('*') && !leftOut.has(name) && !(generated && leftOut.size > 0),
  )
  const cells = columns.map(cellExpression).join(',\n        ')
  return `
    select
      pg_catalog.count(*)::pg_catalog.int4 as rows,
      pg_catalog.md5(coalesce(pg_catalog.string_agg(hash, '' order by hash collate "C"), '')) as hash
    from (
      select pg_catalog.md5(pg_catalog.to_json(array[${cells}]::pg_catalog.text[])::pg_catalog.text) as hash
      from only ${quotePath(relation.schema, relation.name)} ${relation.condition ?? ''}
    ) as hashed`
}
