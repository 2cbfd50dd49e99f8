import type { ForeignKeyEdge } from '../model/rows.ts'
import { isUserSchema } from '../sql/filters.ts'
import type { Queryable } from '../sql/queryable.ts'
import { quotePath } from '../sql/quote.ts'

// Manual: catalog pg_constraint. A foreign key of a partitioned table has a copy for every partition on
// either side (conparentid); the one that a person wrote stands for all.
const query = `
  select
    k.conname as constraint,
    tn.nspname as schema,
    t.relname as name,
    rn.nspname as "referencedSchema",
    r.relname as "referencedName",
    ${columnNames('k.conkey', 'k.conrelid')} as columns,
    ${columnNames('k.confkey', 'k.confrelid')} as "referencedColumns"
  from pg_catalog.pg_constraint as k
  join pg_catalog.pg_class as t on t.oid = coalesce(pg_catalog.pg_partition_root(k.conrelid)::pg_catalog.oid, k.conrelid)
  join pg_catalog.pg_namespace as tn on tn.oid = t.relnamespace
  join pg_catalog.pg_class as r on r.oid = coalesce(pg_catalog.pg_partition_root(k.confrelid)::pg_catalog.oid, k.confrelid)
  join pg_catalog.pg_namespace as rn on rn.oid = r.relnamespace
  where k.contype = 'f' and k.conparentid = 0 and ${isUserSchema('tn.nspname')}
  order by tn.nspname collate "C", t.relname collate "C", k.conname collate "C"`

interface Row {
  readonly constraint: string
  readonly schema: string
  readonly name: string
  readonly referencedSchema: string
  readonly referencedName: string
  readonly columns: readonly string[]
  readonly referencedColumns: readonly string[]
}

/** All foreign keys between user tables; a partition is named by its topmost parent, where its rows belong. */
export async function readForeignKeys(db: Queryable): Promise<readonly ForeignKeyEdge[]> {
  const rows = await db.query<Row>(query)
  return rows.map((row) => ({
    constraint: row.constraint,
    table: quotePath(row.schema, row.name),
    columns: row.columns,
    referencedTable: quotePath(row.referencedSchema, row.referencedName),
    referencedColumns: row.referencedColumns,
  }))
}

function columnNames(attributeNumbers: string, relation: string): string {
  return `array(
      select a.attname::pg_catalog.text
      from pg_catalog.unnest(${attributeNumbers}) with ordinality as key(attnum, place)
      join pg_catalog.pg_attribute as a on a.attrelid = ${relation} and a.attnum = key.attnum
      order by key.place)`
}
