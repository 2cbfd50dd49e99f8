// Foreign data wrappers: what knows how to reach data elsewhere. One without a handler can be declared, and so can
// everything below it. Only superusers make, alter and own them.
import { bareName } from '../model/object.ts'
import type { CatalogObject } from '../model/object.ts'
import { anyIn, isNotExtensionMember } from '../sql/filters.ts'
import { quoteName } from '../sql/quote.ts'
import { describeOptions, givenOptions, optionSecrets } from './foreign-options.ts'
import type { OptionRow } from './foreign-options.ts'
import { alterForeign, createForeign } from './foreign-statements.ts'
import { defineKind } from './kind.ts'
import type { KindRow, RenderView } from './kind.ts'

// Manual: CREATE FOREIGN DATA WRAPPER; catalog pg_foreign_data_wrapper.
const query = `
  select
    w.oid,
    w.fdwname::text as name,
    pg_catalog.pg_get_userbyid(w.fdwowner)::text as owner,
    case when w.fdwhandler <> 0 then w.fdwhandler::regproc::text end as handler,
    case when w.fdwvalidator <> 0 then w.fdwvalidator::regproc::text end as validator,
    coalesce(w.fdwoptions, '{}') as options
  from pg_catalog.pg_foreign_data_wrapper as w
  where ${isNotExtensionMember('pg_foreign_data_wrapper', 'w.oid')}
  order by w.fdwname`

interface Row extends KindRow, OptionRow {
  readonly name: string
  readonly owner: string
  readonly handler: string | null
  readonly validator: string | null
}

interface WrapperAttributes {
  readonly handler: string | null
  readonly validator: string | null
}

const secrets = optionSecrets<Row>('server', subjectOf)

export const foreignDataWrappers = defineKind<Row>({
  name: 'foreign-data-wrapper',
  heading: 'Foreign data wrappers',
  rank: 94,
  addressedBy: 'pg_foreign_data_wrapper',
  catalogs: ['pg_foreign_data_wrapper'],
  columnsIgnored: { 'pg_foreign_data_wrapper.fdwacl': 'read by the kind privilege' },
  query: () => query,
  emptyUnless: anyIn('pg_foreign_data_wrapper'),
  identify: (row) => ({ parts: [row.name], schema: null, ...givenOptions(row, 'server') }),
  describe: (row, context) => ({
    handler: row.handler,
    validator: row.validator,
    ...describeOptions(row, 'server'),
    owner: context.role(row.owner),
  }),
  minor: { owner: 'owners' },
  secrets,
  create: (object, view) => {
    const { handler, validator } = attributesOf(object)
    const clauses = [
      ...(handler === null ? [] : [`HANDLER ${handler}`]),
      ...(validator === null ? [] : [`VALIDATOR ${validator}`]),
    ]
    return createForeign(object, { subject: subjectOf(object), clauses, secrets }, view)
  },
  drop: (object) => [`DROP ${subjectOf(object)}`],
  alter: alterWrapper,
})

function alterWrapper(before: CatalogObject, after: CatalogObject, view: RenderView): string[] {
  const [from, to] = [attributesOf(before), attributesOf(after)]
  const clauses = [
    ...(from.handler === to.handler ? [] : [to.handler === null ? 'NO HANDLER' : `HANDLER ${to.handler}`]),
    ...(from.validator === to.validator ? [] : [to.validator === null ? 'NO VALIDATOR' : `VALIDATOR ${to.validator}`]),
  ]
  return alterForeign({ before, after }, { subject: subjectOf(after), clauses }, view)
}

function attributesOf(object: CatalogObject): WrapperAttributes {
  return object.attributes as unknown as WrapperAttributes
}

function subjectOf(object: CatalogObject): string {
  return `FOREIGN DATA WRAPPER ${quoteName(bareName(object))}`
}
