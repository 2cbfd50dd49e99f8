// The statements of a PL/pgSQL body, out of the tree that PostgreSQL's own parser of that language returned. A
// statement that PL/pgSQL hands on to the server stands there as text, in `PLpgSQL_stmt_execsql`.

/** The texts of the SQL statements in a body, in order; not those that EXECUTE puts together. */
export function plpgsqlQueries(tree: unknown): string[] {
  if (Array.isArray(tree)) return tree.flatMap(plpgsqlQueries)
  if (typeof tree !== 'object' || tree === null) return []
  return Object.entries(tree).flatMap(([name, value]) =>
    name === 'PLpgSQL_stmt_execsql' ? queryOf(value) : plpgsqlQueries(value),
  )
}

function queryOf(statement: { readonly sqlstmt?: { readonly PLpgSQL_expr?: { readonly query?: string } } }): string[] {
  const query = statement.sqlstmt?.PLpgSQL_expr?.query
  return query === undefined ? [] : [query]
}
