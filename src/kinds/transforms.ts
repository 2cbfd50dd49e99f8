// Transforms: how values of a type pass into and out of functions of one language. They have no name, schema or owner:
// the type and the language tell them apart.
import type { CatalogObject } from '../model/object.ts'
import { anyMadeHere, firstUserSchema, isNotExtensionMember, isTemporarySchema } from '../sql/filters.ts'
import { quoteName } from '../sql/quote.ts'
import { defineKind } from './kind.ts'
import type { KindRow } from './kind.ts'

// Manual: CREATE TRANSFORM; catalog pg_transform.
const query = `
  select
    r.oid,
    pg_catalog.format_type(r.trftype, null) as type,
    l.lanname::text as language,
    ${firstUserSchema('tn.nspname', 'fn.nspname', 'gn.nspname')} as schema,
    nullif(r.trffromsql, 0)::regprocedure::text as from_sql,
    nullif(r.trftosql, 0)::regprocedure::text as to_sql
  from pg_catalog.pg_transform as r
  join pg_catalog.pg_language as l on l.oid = r.trflang
  join pg_catalog.pg_type as t on t.oid = r.trftype
  join pg_catalog.pg_namespace as tn on tn.oid = t.typnamespace
  left join pg_catalog.pg_proc as f on f.oid = r.trffromsql
  left join pg_catalog.pg_namespace as fn on fn.oid = f.pronamespace
  left join pg_catalog.pg_proc as g on g.oid = r.trftosql
  left join pg_catalog.pg_namespace as gn on gn.oid = g.pronamespace
  where r.oid >= 16384
    and not ${isTemporarySchema('tn.nspname')}
    and ${isNotExtensionMember('pg_transform', 'r.oid')}
  order by type, language`

interface Row extends KindRow {
  readonly type: string
  readonly language: string
  readonly schema: string | null
  readonly from_sql: string | null
  readonly to_sql: string | null
}

export const transforms = defineKind<Row>({
  name: 'transform',
  heading: 'Transforms',
  rank: 86,
  addressedBy: 'pg_transform',
  catalogs: ['pg_transform'],
  columnsIgnored: {},
  query: () => query,
  emptyUnless: anyMadeHere('pg_transform'),
  spreadBy: 'type',
  identify: ({ type, language, schema }) => ({
    parts: [type, language],
    id: `FOR ${type} LANGUAGE ${quoteName(language)}`,
    schema,
  }),
  describe: (row) => ({ fromSql: row.from_sql, toSql: row.to_sql }),
  create: (object) => [transformText(object, 'CREATE')],
  drop: (object) => [`DROP TRANSFORM ${object.id}`],
  alter: (_before, after) => [transformText(after, 'CREATE OR REPLACE')],
})

function transformText(object: CatalogObject, verb: string): string {
  const { fromSql, toSql } = object.attributes
  const clauses = [
    ...(typeof fromSql === 'string' ? [`FROM SQL WITH FUNCTION ${fromSql}`] : []),
    ...(typeof toSql === 'string' ? [`TO SQL WITH FUNCTION ${toSql}`] : []),
  ]
  return `${verb} TRANSFORM ${object.id} (\n  ${clauses.join(',\n  ')}\n)`
}
