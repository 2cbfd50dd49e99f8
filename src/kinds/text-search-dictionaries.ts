// Text search dictionaries: a template with options. The server keeps the options as the text `name = 'value', …`; their
// order has no meaning, so that they are compared sorted and written as they were given.
import type { CatalogObject } from '../model/object.ts'
import { anyOutsideCatalog, isNotExtensionMember, isUserSchema } from '../sql/filters.ts'
import { givenOrder, inGivenOrder } from './given-order.ts'
import { defineKind } from './kind.ts'
import type { KindRow, RenderView } from './kind.ts'
import { ownerChange, ownerStatements } from './owner.ts'

// Manual: CREATE TEXT SEARCH DICTIONARY; catalog pg_ts_dict.
const query = `
  select
    d.oid,
    n.nspname::text as schema,
    d.dictname::text as name,
    pg_catalog.pg_get_userbyid(d.dictowner)::text as owner,
    pg_catalog.format('%I.%I', tn.nspname, t.tmplname) as template,
    d.dictinitoption as options
  from pg_catalog.pg_ts_dict as d
  join pg_catalog.pg_namespace as n on n.oid = d.dictnamespace
  join pg_catalog.pg_ts_template as t on t.oid = d.dicttemplate
  join pg_catalog.pg_namespace as tn on tn.oid = t.tmplnamespace
  where ${isUserSchema('n.nspname')}
    and ${isNotExtensionMember('pg_ts_dict', 'd.oid')}
  order by n.nspname, d.dictname`

interface Row extends KindRow {
  readonly schema: string
  readonly name: string
  readonly owner: string
  readonly template: string
  readonly options: string | null
}

export const textSearchDictionaries = defineKind<Row>({
  name: 'text-search-dictionary',
  heading: 'Text search dictionaries',
  rank: 92,
  addressedBy: 'pg_ts_dict',
  catalogs: ['pg_ts_dict'],
  columnsIgnored: {},
  query: () => query,
  emptyUnless: anyOutsideCatalog('pg_ts_dict', 'dictnamespace'),
  identify: (row) => {
    const given = optionsOf(row)
    return { parts: [row.schema, row.name], schema: row.schema, ...givenOrder(given, given.toSorted()) }
  },
  describe: (row, context) => ({
    template: row.template,
    options: optionsOf(row).toSorted(),
    owner: context.role(row.owner),
  }),
  minor: { owner: 'owners' },
  create: (object, view) => [createDictionary(object), ...ownerStatements(subjectOf(object), object, view)],
  drop: (object) => [`DROP ${subjectOf(object)}`],
  mayBeMadeAnew: true,
  alter: alterDictionary,
})

// The text is always as the server itself wrote it (serialize_deflist): `name = value` with quotes doubled.
function optionsOf({ options }: Row): string[] {
  return [...(options ?? '').matchAll(/(?:"(?:[^"]|"")*"|[^"=\s,]+) = (?:E?'(?:[^']|'')*'|[^',]+)/gu)].map(
    ([text]) => text,
  )
}

/** Options that are not named keep their value; one that is named without a value goes. */
function alterDictionary(before: CatalogObject, after: CatalogObject, view: RenderView): string[] | undefined {
  if (before.attributes['template'] !== after.attributes['template']) return undefined
  const [from, to] = [listOf(before), listOf(after)]
  const kept = new Set(to.map(nameOf))
  const changes = [
    ...from.map(nameOf).filter((name) => !kept.has(name)),
    ...inGivenOrder(after, to).filter((option) => !from.includes(option)),
  ]
  return [
    ...(changes.length === 0 ? [] : [`ALTER ${subjectOf(after)} (${changes.join(', ')})`]),
    ...ownerChange(subjectOf(after), { before, after }, view),
  ]
}

function createDictionary(object: CatalogObject): string {
  const lines = [`TEMPLATE = ${String(object.attributes['template'])}`, ...inGivenOrder(object, listOf(object))]
  return `CREATE ${subjectOf(object)} (\n  ${lines.join(',\n  ')}\n)`
}

function subjectOf(object: CatalogObject): string {
  return `TEXT SEARCH DICTIONARY ${object.id}`
}

function listOf(object: CatalogObject): readonly string[] {
  return object.attributes['options'] as readonly string[]
}

function nameOf(option: string): string {
  return /^(?:"(?:[^"]|"")*"|[^"=\s]+)/u.exec(option)?.[0] ?? option
}
