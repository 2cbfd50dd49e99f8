// Views. The output columns are part of the deparsed query; they are an attribute as well, so that a change of
// a type is seen. A view's columns can have defaults, for INSERT through the view.
import type { CatalogObject } from '../model/object.ts'
import { isNotExtensionMember, isUserSchema } from '../sql/filters.ts'
import { quoteName } from '../sql/quote.ts'
import { defineKind } from './kind.ts'
import type { KindRow, RenderView } from './kind.ts'
import { alterOwner, ownerStatements } from './owner.ts'
import { givenOrder, inGivenOrder } from './given-order.ts'
import { sortedOptions, withOptions } from './relation-options.ts'
import type { RowColumn } from './row-columns.ts'
import { columnsAttribute, viewColumns, viewDefinition } from './view-query.ts'
import type { ViewRow } from './view-query.ts'

// Manual: CREATE VIEW; catalogs pg_class (relkind v), pg_attrdef, pg_rewrite.
const query = `
  select ${viewColumns},
    ${sortedOptions('c.reloptions')} as options,
    coalesce(c.reloptions, '{}') as options_given,
    (
      select pg_catalog.json_agg(pg_catalog.json_build_array(a.attname, pg_catalog.pg_get_expr(d.adbin, d.adrelid))
        order by a.attnum)
      from pg_catalog.pg_attrdef as d
      join pg_catalog.pg_attribute as a on a.attrelid = d.adrelid and a.attnum = d.adnum
      where d.adrelid = c.oid
    ) as column_defaults
  from pg_catalog.pg_class as c
  join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
  where c.relkind = 'v'
    and ${isUserSchema('n.nspname')}
    and ${isNotExtensionMember('pg_class', 'c.oid')}
  order by n.nspname, c.relname`

interface Row extends ViewRow, KindRow {
  readonly oid: number
  readonly options: readonly string[]
  readonly options_given: readonly string[]
  readonly column_defaults: readonly (readonly [column: string, value: string])[] | null
}

export const views = defineKind<Row>({
  name: 'view',
  heading: 'Views',
  rank: 110,
  addressedBy: 'pg_class',
  isInSchema: true,
  catalogs: [],
  columnsIgnored: {},
  query: () => query,
  identify: (row) => ({
    parts: [row.schema, row.name],
    schema: row.schema,
    ...givenOrder(row.options_given, row.options),
  }),
  describe: (row, context) => ({
    definition: viewDefinition(row),
    columns: columnsAttribute(row),
    options: row.options,
    columnDefaults: Object.fromEntries(row.column_defaults ?? []),
    owner: context.role(row.owner),
  }),
  expressions: ['definition', 'columnDefaults'],
  minor: { owner: 'owners' },
  create: (object, view) => createView(object, view, 'CREATE'),
  stub: (object, view) => ({
    before: [
      `CREATE OR REPLACE VIEW ${object.id} AS\nSELECT ${attributesOf(object).columns.map(emptyColumn).join(',\n  ')}`,
    ],
    after: createView(object, view, 'CREATE OR REPLACE'),
  }),
  drop: (object) => [`DROP VIEW ${object.id}`],
  mayBeMadeAnew: true,
  alter: (before, after, view) => alterOwner(`VIEW ${after.id}`, { before, after }, view),
})

function createView(object: CatalogObject, view: RenderView, verb: string): string[] {
  const { definition, options, columnDefaults } = attributesOf(object)
  const checkOption = options.find((option) => option.startsWith('check_option='))?.slice('check_option='.length)
  const others = inGivenOrder(object, options).filter((option) => !option.startsWith('check_option='))
  const text = [
    `${verb} VIEW ${object.id}${withOptions(others)} AS`,
    definition,
    ...(checkOption === undefined ? [] : [`WITH ${checkOption.toUpperCase()} CHECK OPTION`]),
  ].join('\n')
  return [
    text,
    ...Object.entries(columnDefaults).map(
      ([column, value]) => `ALTER VIEW ${object.id} ALTER COLUMN ${quoteName(column)} SET DEFAULT ${value}`,
    ),
    ...ownerStatements(`VIEW ${object.id}`, object, view),
  ]
}

function emptyColumn({ name, type, collation }: RowColumn): string {
  return `NULL::${type}${collation === null ? '' : ` COLLATE ${collation}`} AS ${quoteName(name)}`
}

interface ViewAttributes {
  readonly definition: string
  readonly columns: readonly RowColumn[]
  readonly options: readonly string[]
  readonly columnDefaults: Readonly<Record<string, string>>
}

function attributesOf(object: CatalogObject): ViewAttributes {
  return object.attributes as unknown as ViewAttributes
}
