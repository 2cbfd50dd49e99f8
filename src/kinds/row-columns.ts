// The columns of a row type that have no objects of their own: those of views and composite types, which the
// kinds hold as one attribute. A collation is named where it is not that of the column's type.

/** A column of a view or composite type as the server prints it; `name` is not quoted. */
export interface RowColumn {
  readonly name: string
  readonly type: string
  readonly collation: string | null
}

/** A subquery that gives the columns of a relation, in order, as one JSON list of `RowColumn`. */
export function rowColumns(relation: string): string {
  return `(
      select coalesce(pg_catalog.json_agg(pg_catalog.json_build_object(
        'name', a.attname,
        'type', pg_catalog.format_type(a.atttypid, a.atttypmod),
        'collation', case when a.attcollation <> at.typcollation then (
          select pg_catalog.format('%I.%I', cn.nspname, c.collname)
          from pg_catalog.pg_collation as c
          join pg_catalog.pg_namespace as cn on cn.oid = c.collnamespace
          where c.oid = a.attcollation) end
      ) order by a.attnum), '[]')
      from pg_catalog.pg_attribute as a
      join pg_catalog.pg_type as at on at.oid = a.atttypid
      where a.attrelid = ${relation} and a.attnum > 0 and not a.attisdropped)`
}
