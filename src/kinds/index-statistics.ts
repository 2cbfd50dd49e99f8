// The statistics targets of an index's expressions, of an index of its own or of one behind an exclusion.
// Manual: ALTER INDEX … ALTER COLUMN … SET STATISTICS; catalog pg_attribute of the index.

/** The target by the position of the expression. */
export type ExpressionTargets = Readonly<Record<string, number>>

/** A JSON object of them, where `i` is the index in pg_class and `ix` its row in pg_index. */
export const expressionTargets = `case when 0 <> all (ix.indkey) then '{}' else ( -- only an expression (0) can have a target
      select coalesce(pg_catalog.json_object_agg(a.attnum, a.attstattarget order by a.attnum), '{}')
      from pg_catalog.pg_attribute as a
      where a.attrelid = i.oid and a.attstattarget >= 0) end`

/** The statements that set them; `alter` is how the index is altered: `ALTER INDEX s.i`. */
export function targetStatements(alter: string, targets: ExpressionTargets): string[] {
  return Object.entries(targets).map(
    ([position, target]) => `${alter} ALTER COLUMN ${position} SET STATISTICS ${target}`,
  )
}
