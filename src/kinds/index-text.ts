// The keys of an index as the server prints them: `(lower(email), created_at DESC) INCLUDE (id)`. They are
// what pg_get_indexdef() and pg_get_constraintdef() give without the parts that are attributes of their own,
// each of which is printed once more to know its length; nothing is searched for in the text.

/** SQL for the text between the `prefix` and the `suffix` of the `definition` of a subquery. */
export function keysText(alias: string): string {
  return `pg_catalog.substr(${alias}.definition, pg_catalog.length(${alias}.prefix) + 1,
      pg_catalog.length(${alias}.definition) - pg_catalog.length(${alias}.prefix) - pg_catalog.length(${alias}.suffix))`
}

/** SQL for ` WITH (…)` as ruleutils prints the options of a relation; empty where there are none. */
export function printedOptions(options: string): string {
  return `coalesce(case when ${options} is not null then (
      select ' WITH (' || pg_catalog.string_agg(pg_catalog.quote_ident(name) || '=' ||
        case when pg_catalog.quote_ident(value) = value then value else pg_catalog.quote_literal(value) end,
        ', ' order by position) || ')'
      from pg_catalog.unnest(${options}) with ordinality as o (option, position),
        lateral (select pg_catalog.split_part(option, '=', 1) as name,
          pg_catalog.substr(option, pg_catalog.strpos(option, '=') + 1) as value) as parts) end, '')`
}
