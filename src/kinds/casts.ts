// Casts have no name, schema or owner: the two types tell them apart. The casts that a range type makes for itself (to
// its multirange) belong to the type.
import type { CatalogObject } from '../model/object.ts'
import { anyMadeHere, firstUserSchema, isNotExtensionMember, isTemporarySchema } from '../sql/filters.ts'
import { defineKind } from './kind.ts'
import type { KindRow } from './kind.ts'
import { commentsAgain } from './target.ts'

// Manual: CREATE CAST; catalog pg_cast.
const query = `
  select
    c.oid,
    pg_catalog.format_type(c.castsource, null) as source,
    pg_catalog.format_type(c.casttarget, null) as target,
    ${firstUserSchema('sn.nspname', 'tn.nspname', 'fn.nspname')} as schema,
    c.castcontext::text as context,
    c.castmethod::text as method,
    nullif(c.castfunc, 0)::regprocedure::text as function
  from pg_catalog.pg_cast as c
  join pg_catalog.pg_type as s on s.oid = c.castsource
  join pg_catalog.pg_namespace as sn on sn.oid = s.typnamespace
  join pg_catalog.pg_type as t on t.oid = c.casttarget
  join pg_catalog.pg_namespace as tn on tn.oid = t.typnamespace
  left join pg_catalog.pg_proc as f on f.oid = c.castfunc
  left join pg_catalog.pg_namespace as fn on fn.oid = f.pronamespace
  where c.oid >= 16384
    and not (${isTemporarySchema('sn.nspname')} or ${isTemporarySchema('tn.nspname')})
    and (f.oid is null or not ${isTemporarySchema('fn.nspname')})
    and not exists (
      select from pg_catalog.pg_range as r
      where r.rngtypid = c.castsource and r.rngmultitypid = c.casttarget)
    and ${isNotExtensionMember('pg_cast', 'c.oid')}
  order by source, target`

interface Row extends KindRow {
  readonly source: string
  readonly target: string
  readonly schema: string | null
  readonly context: string
  readonly method: string
  readonly function: string | null
}

const contexts: Readonly<Record<string, string>> = { e: 'explicit', a: 'assignment', i: 'implicit' }
const methods: Readonly<Record<string, string>> = { f: 'function', i: 'inout', b: 'binary' }

export const casts = defineKind<Row>({
  name: 'cast',
  heading: 'Casts',
  rank: 84,
  addressedBy: 'pg_cast',
  catalogs: ['pg_cast'],
  columnsIgnored: {},
  query: () => query,
  emptyUnless: anyMadeHere('pg_cast'),
  spreadBy: 'source',
  identify: ({ source, target, schema }) => ({
    parts: [source, target],
    id: `(${source} AS ${target})`,
    schema,
  }),
  describe: (row) => ({
    context: contexts[row.context] ?? row.context,
    method: methods[row.method] ?? row.method,
    function: row.function,
  }),
  create: (object) => [createCast(object)],
  drop: (object) => [`DROP CAST ${object.id}`],
  // The server records nothing that depends on a cast, so that one can go for a moment.
  alter: (before, after, view) => [`DROP CAST ${before.id}`, createCast(after), ...commentsAgain(after, view)],
})

const contextClauses: Readonly<Record<string, string>> = { assignment: ' AS ASSIGNMENT', implicit: ' AS IMPLICIT' }

function createCast(object: CatalogObject): string {
  const { context, method, function: called } = object.attributes
  const how =
    typeof called === 'string' ? `WITH FUNCTION ${called}` : method === 'inout' ? 'WITH INOUT' : 'WITHOUT FUNCTION'
  return `CREATE CAST ${object.id} ${how}${contextClauses[String(context)] ?? ''}`
}
