// Text search templates: the functions that dictionaries are made of. They have no owner.
import type { CatalogObject } from '../model/object.ts'
import { anyOutsideCatalog, isNotExtensionMember, isUserSchema } from '../sql/filters.ts'
import { defineKind } from './kind.ts'
import type { KindRow } from './kind.ts'

// Manual: CREATE TEXT SEARCH TEMPLATE; catalog pg_ts_template.
const query = `
  select
    t.oid,
    n.nspname::text as schema,
    t.tmplname::text as name,
    nullif(t.tmplinit::oid, 0)::regproc::text as init,
    t.tmpllexize::oid::regproc::text as lexize
  from pg_catalog.pg_ts_template as t
  join pg_catalog.pg_namespace as n on n.oid = t.tmplnamespace
  where ${isUserSchema('n.nspname')}
    and ${isNotExtensionMember('pg_ts_template', 't.oid')}
  order by n.nspname, t.tmplname`

interface Row extends KindRow {
  readonly schema: string
  readonly name: string
  readonly init: string | null
  readonly lexize: string
}

export const textSearchTemplates = defineKind<Row>({
  name: 'text-search-template',
  heading: 'Text search templates',
  rank: 91,
  addressedBy: 'pg_ts_template',
  catalogs: ['pg_ts_template'],
  columnsIgnored: {},
  query: () => query,
  emptyUnless: anyOutsideCatalog('pg_ts_template', 'tmplnamespace'),
  identify: (row) => ({ parts: [row.schema, row.name], schema: row.schema }),
  describe: ({ init, lexize }) => ({ init, lexize }),
  create: (object) => [createTemplate(object)],
  drop: (object) => [`DROP TEXT SEARCH TEMPLATE ${object.id}`],
  mayBeMadeAnew: true,
})

function createTemplate(object: CatalogObject): string {
  const { init, lexize } = object.attributes
  const options = [...(typeof init === 'string' ? [`INIT = ${init}`] : []), `LEXIZE = ${String(lexize)}`]
  return `CREATE TEXT SEARCH TEMPLATE ${object.id} (${options.join(', ')})`
}
