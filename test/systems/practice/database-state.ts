// What the schema `practice` holds, as lines of text that PostgreSQL itself prints. It shares nothing with
// pgfold's own reader, so it may judge it.
import type { Database } from '../../../src/server/database.ts'

const inSchema = (column: string): string => `${column} = (select oid from pg_namespace where nspname = 'practice')`

// Attribute numbers have gaps where columns were dropped, so the position is counted.
const schemaLines = `
  select concat_ws(' ', 'column', c.relname, row_number() over (partition by c.oid order by a.attnum), a.attname,
    format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity, a.attgenerated, pg_get_expr(d.adbin, d.adrelid)) as line
  from pg_class as c
  join pg_attribute as a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  left join pg_attrdef as d on d.adrelid = c.oid and d.adnum = a.attnum
  where ${inSchema('c.relnamespace')} and c.relkind in ('r', 'v')
  union all
  select concat_ws(' ', 'table', relname, relrowsecurity,
    (select string_agg(item::text, ',' order by item::text) from unnest(coalesce(relacl, acldefault('r', relowner))) as item))
  from pg_class where ${inSchema('relnamespace')} and relkind in ('r', 'v')
  union all
  select concat_ws(' ', 'schema', nspname,
    (select string_agg(item::text, ',' order by item::text) from unnest(coalesce(nspacl, acldefault('n', nspowner))) as item))
  from pg_namespace where nspname = 'practice'
  union all
  select concat_ws(' ', 'constraint', conrelid::regclass, contypid::regtype, conname, pg_get_constraintdef(oid))
  from pg_constraint where ${inSchema('connamespace')}
  union all
  select pg_get_indexdef(oid) from pg_class where ${inSchema('relnamespace')} and relkind = 'i'
  union all
  select pg_get_functiondef(oid) from pg_proc where ${inSchema('pronamespace')}
  union all
  select pg_get_viewdef(oid) from pg_class where ${inSchema('relnamespace')} and relkind = 'v'
  union all
  select pg_get_triggerdef(t.oid)
  from pg_trigger as t join pg_class as c on c.oid = t.tgrelid
  where ${inSchema('c.relnamespace')} and not t.tgisinternal
  union all
  select concat_ws(' ', 'policy', tablename, policyname, cmd, qual) from pg_policies where schemaname = 'practice'
  union all
  select concat_ws(' ', 'type', t.typname, format_type(t.typbasetype, t.typtypmod), t.typdefault,
    (select string_agg(enumlabel, ',' order by enumsortorder) from pg_enum where enumtypid = t.oid))
  from pg_type as t where ${inSchema('t.typnamespace')} and t.typtype in ('e', 'd')
  union all
  select concat_ws(' ', 'comment', pg_describe_object(classoid, objoid, objsubid), description)
  from pg_description where objoid >= 16384
  union all
  select concat_ws(' ', 'sequence', sequencename, last_value) from pg_sequences where schemaname = 'practice'
  order by 1`

const tableNames = `select tablename::text as name from pg_tables where schemaname = 'practice' order by 1`

/** Everything in the schema, then the rows; columns that the clock or chance fills are left out. */
export async function practiceState(database: Database): Promise<string[]> {
  const lines = (await database.query<{ line: string }>(schemaLines)).map(({ line }) => line)
  for (const { name } of await database.query<{ name: string }>(tableNames)) {
    const rows = await database.query<{ row: string }>(`
      select (to_jsonb(t) - '{created_at,updated_at,public_id}'::text[])::text as row
      from practice.${name} as t
      order by 1`)
    lines.push(...rows.map(({ row }) => `row ${name} ${row}`))
  }
  return lines
}
