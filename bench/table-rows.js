// How many rows each table has, and a hash of them in no particular order.

/** `schema.table` → `{count, hash}`, for every table that is no extension's. */
export async function rowsOf(psql) {
  const statements = await psql(['-At', '-c', listing])
  const answer = statements.trim() === '' ? '' : await psql(['-At', '-F', '\t', '-c', statements])
  return new Map(
    answer
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => {
        const [table, count, hash] = line.split('\t')
        return [table, { count: Number(count), hash }]
      }),
  )
}

const listing = `
  select string_agg(format(
    'select %L, count(*), coalesce(sum(hashtextextended(t::text, 0)), 0) from only %I.%I as t',
    format('%I.%I', n.nspname, c.relname), n.nspname, c.relname), ' union all ' order by n.nspname, c.relname)
  from pg_class as c join pg_namespace as n on n.oid = c.relnamespace
  where c.relkind = 'r' and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
    and not exists (select from pg_depend as d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')`
