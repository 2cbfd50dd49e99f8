// SQL that the queries of tables and of foreign tables share: what a table comes from, and its columns in order.
// Catalogs pg_inherits and pg_attribute; `c` is the alias of pg_class.

/** A join `parents`: `paths`, in the order of the INHERITS clause, null for none; `detach_pending`. */
export const parentsJoin = `left join ( -- gathered once, not for each table
    select
      i.inhrelid,
      pg_catalog.json_agg(pg_catalog.json_build_array(pn.nspname, p.relname) order by i.inhseqno) as paths,
      pg_catalog.bool_or(i.inhdetachpending) as detach_pending
    from pg_catalog.pg_inherits as i
    join pg_catalog.pg_class as p on p.oid = i.inhparent
    join pg_catalog.pg_namespace as pn on pn.oid = p.relnamespace
    group by i.inhrelid
  ) as parents on parents.inhrelid = c.oid`

/** The names of the columns. */
export const columnOrder = `array(
      select a.attname::text
      from pg_catalog.pg_attribute as a
      where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      order by a.attnum)`
