// What was done to the rows of each table, by the server's own counters, which see DO blocks, triggers and functions too
// (manual, "The Cumulative Statistics System"). They begin with the database, go with a dropped table, and count what was
// rolled back as well. Before 15 they arrive at some later time, so that there is nothing to read.
import { isUserSchema } from '../sql/filters.ts'
import { quotePath } from '../sql/quote.ts'
import type { Queryable } from '../sql/queryable.ts'
import type { RowRelation } from './row-tables.ts'

/** A table whose rows were touched. */
export interface RowChange {
  readonly relation: RowRelation
  readonly inserted: number
  readonly updated: number
  readonly deleted: number
  /** The extension that it belongs to, unless that marks it as configuration, the rows of which are carried. */
  readonly extension: string | null
}

/** The tables whose rows were touched, ordered by name; `db` is whoever touched them, or came behind. */
export async function readRowChanges(db: Queryable): Promise<readonly RowChange[]> {
  if (db.serverVersion < 150_000) return []
  await db.query('select pg_catalog.pg_stat_force_next_flush()')
  const rows = await db.query<Row>(query)
  return rows.map(({ schema, name, rootSchema, rootName, ...change }) => {
    const [id, root] = [quotePath(schema, name), quotePath(rootSchema, rootName)]
    const partition = id === root ? {} : { partitionOf: { name: rootName, id: root } }
    return { ...change, relation: { kind: 'table', schema, name, id, ...partition } }
  })
}

interface Row extends Omit<RowChange, 'relation'> {
  readonly schema: string
  readonly name: string
  readonly rootSchema: string
  readonly rootName: string
}

const query = `
  select
    n.nspname as schema,
    c.relname as name,
    rn.nspname as "rootSchema",
    root.relname as "rootName",
    s.n_tup_ins::pg_catalog.float8 as inserted,
    s.n_tup_upd::pg_catalog.float8 as updated,
    s.n_tup_del::pg_catalog.float8 as deleted,
    e.extname as extension
  from pg_catalog.pg_stat_all_tables as s
  join pg_catalog.pg_class as c on c.oid = s.relid
  join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
  join pg_catalog.pg_class as root on root.oid = coalesce(pg_catalog.pg_partition_root(c.oid)::pg_catalog.oid, c.oid)
  join pg_catalog.pg_namespace as rn on rn.oid = root.relnamespace
  left join pg_catalog.pg_depend as member
    on member.classid = 'pg_catalog.pg_class'::pg_catalog.regclass and member.objid = c.oid and member.deptype = 'e'
      and member.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass
  left join pg_catalog.pg_extension as e
    on e.oid = member.refobjid and (c.oid = any (e.extconfig)) is not true
  where c.relkind = 'r' and s.n_tup_ins + s.n_tup_upd + s.n_tup_del > 0 and ${isUserSchema('n.nspname')}
  order by n.nspname collate "C", c.relname collate "C"`
