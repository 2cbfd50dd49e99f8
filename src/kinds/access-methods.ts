// Access methods: how tables and indexes are stored. They have no schema, no owner and no privileges; the handler is
// a function, mostly one of the server or of an extension.
import { bareName } from '../model/object.ts'
import { anyMadeHere, isNotExtensionMember } from '../sql/filters.ts'
import { quoteName } from '../sql/quote.ts'
import { defineKind } from './kind.ts'
import type { KindRow } from './kind.ts'

// Manual: CREATE ACCESS METHOD; catalog pg_am.
const query = `
  select
    am.oid,
    am.amname::text as name,
    case am.amtype when 't' then 'TABLE' else 'INDEX' end as type,
    am.amhandler::regproc::text as handler
  from pg_catalog.pg_am as am
  where am.oid >= 16384
    and ${isNotExtensionMember('pg_am', 'am.oid')}
  order by am.amname`

interface Row extends KindRow {
  readonly name: string
  readonly type: string
  readonly handler: string
}

export const accessMethods = defineKind<Row>({
  name: 'access-method',
  heading: 'Access methods',
  rank: 25,
  addressedBy: 'pg_am',
  catalogs: ['pg_am'],
  columnsIgnored: {},
  query: () => query,
  emptyUnless: anyMadeHere('pg_am'),
  identify: (row) => ({ parts: [row.name], schema: null }),
  describe: (row) => ({ type: row.type, handler: row.handler }),
  create: (object) => {
    const { type, handler } = object.attributes
    return [`CREATE ACCESS METHOD ${quoteName(bareName(object))} TYPE ${String(type)} HANDLER ${String(handler)}`]
  },
  drop: (object) => [`DROP ACCESS METHOD ${quoteName(bareName(object))}`],
  mayBeMadeAnew: true,
})
