import { quoteName } from '../sql/quote.ts'

/**
 * One value as text, exactly: format() calls the type's output function, where a cast to text may be
 * another function (it strips the blanks of char(n), and a user may define one). `IS NULL` would also be
 * true for a composite value of NULLs. Money goes as numeric, which an assignment turns back.
 */
export function cellExpression(column: { readonly name: string; readonly baseType: string }): string {
  const name = quoteName(column.name)
  const value = column.baseType === 'money' ? `${name}::pg_catalog.numeric` : name
  return `case when ${name} is distinct from null then pg_catalog.format('%s', ${value}) end`
}
