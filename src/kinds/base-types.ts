// Base types, which functions in C or of the server itself read and print, and shell types: names of types that are
// still to be defined. type-functions.ts says how a type and its functions come and go together. The array type
// (and its name) is the server's own doing.
import type { CatalogObject } from '../model/object.ts'
import { isNotExtensionMember, isUserSchema } from '../sql/filters.ts'
import { quoteLiteral } from '../sql/quote.ts'
import { defineKind } from './kind.ts'
import type { KindRow, RenderView } from './kind.ts'
import { alterOwner, ownerStatements } from './owner.ts'
import { declareType, dropType } from './type-functions.ts'

function functionName(column: string): string {
  return `case when ${column} <> 0 then ${column}::regproc::text end`
}

// Manual: CREATE TYPE, "Base Types"; catalog pg_type (typtype b, and p for shell types).
const query = `
  select
    t.oid,
    n.nspname::text as schema,
    t.typname::text as name,
    pg_catalog.pg_get_userbyid(t.typowner)::text as owner,
    t.typisdefined as is_defined,
    ${functionName('t.typinput')} as input,
    ${functionName('t.typoutput')} as output,
    ${functionName('t.typreceive')} as receive,
    ${functionName('t.typsend')} as send,
    ${functionName('t.typmodin')} as typmod_in,
    ${functionName('t.typmodout')} as typmod_out,
    ${functionName('t.typanalyze')} as analyze,
    ${functionName('t.typsubscript')} as subscript,
    t.typlen as internal_length,
    t.typbyval as passed_by_value,
    case t.typalign when 'c' then 'char' when 's' then 'int2' when 'd' then 'double' else 'int4' end as alignment,
    case t.typstorage when 'e' then 'external' when 'x' then 'extended' when 'm' then 'main' else 'plain' end as storage,
    t.typcategory::text as category,
    t.typispreferred as preferred,
    t.typdefault as default,
    case when t.typelem <> 0 then pg_catalog.format_type(t.typelem, null) end as element,
    t.typdelim::text as delimiter,
    t.typcollation <> 0 as collatable
  from pg_catalog.pg_type as t
  join pg_catalog.pg_namespace as n on n.oid = t.typnamespace
  left join pg_catalog.pg_type as e on e.oid = t.typelem and e.typarray = t.oid
  where t.typtype in ('b', 'p')
    and e.oid is null
    and ${isUserSchema('n.nspname')}
    and ${isNotExtensionMember('pg_type', 't.oid')}
  order by n.nspname, t.typname`

interface Row extends KindRow {
  readonly schema: string
  readonly name: string
  readonly owner: string
  readonly is_defined: boolean
  readonly input: string
  readonly output: string
  readonly receive: string | null
  readonly send: string | null
  readonly typmod_in: string | null
  readonly typmod_out: string | null
  readonly analyze: string | null
  readonly subscript: string | null
  readonly internal_length: number
  readonly passed_by_value: boolean
  readonly alignment: string
  readonly storage: string
  readonly category: string
  readonly preferred: boolean
  readonly default: string | null
  readonly element: string | null
  readonly delimiter: string
  readonly collatable: boolean
}

export const baseTypes = defineKind<Row>({
  name: 'base-type',
  heading: 'Base types',
  rank: 32,
  addressedBy: 'pg_type',
  isInSchema: true,
  catalogs: ['pg_type'],
  columnsIgnored: { 'pg_type.typarray': 'made with the type, under a name that the server chooses' },
  query: () => query,
  identify: (row) => ({ parts: [row.schema, row.name], schema: row.schema }),
  describe: (row, context) => ({ ...definitionOf(row), owner: context.role(row.owner) }),
  minor: { owner: 'owners', storage: 'storage' },
  create: (object, view) => [
    ...declareType(object, view),
    createType(object),
    ...ownerStatements(`TYPE ${object.id}`, object, view),
  ],
  drop: dropType,
  alter: alterType,
  mayBeMadeAnew: true,
})

// What a shell type holds besides its name are placeholders.
function definitionOf(row: Row): Readonly<Record<string, string | number | boolean | null>> {
  if (!row.is_defined) return { isShell: true }
  return {
    isShell: false,
    input: row.input,
    output: row.output,
    receive: row.receive,
    send: row.send,
    typmodIn: row.typmod_in,
    typmodOut: row.typmod_out,
    analyze: row.analyze,
    subscript: row.subscript,
    internalLength: row.internal_length === -1 ? 'variable' : row.internal_length,
    passedByValue: row.passed_by_value,
    alignment: row.alignment,
    storage: row.storage,
    category: row.category,
    preferred: row.preferred,
    default: row.default,
    element: row.element,
    delimiter: row.delimiter,
    collatable: row.collatable,
  }
}

/** What ALTER TYPE … SET can change, and what says so. */
const changeable: Readonly<Record<string, string>> = {
  receive: 'RECEIVE',
  send: 'SEND',
  typmodIn: 'TYPMOD_IN',
  typmodOut: 'TYPMOD_OUT',
  analyze: 'ANALYZE',
  subscript: 'SUBSCRIPT',
  storage: 'STORAGE',
}

function createType(object: CatalogObject): string {
  const { attributes: all } = object
  if (all['isShell'] === true) return `CREATE TYPE ${object.id}`
  const options: readonly (readonly [name: string, value: unknown, usual: unknown])[] = [
    ['INPUT', all['input'], null],
    ['OUTPUT', all['output'], null],
    ...Object.entries(changeable)
      .filter(([attribute]) => attribute !== 'storage')
      .map(([attribute, name]) => [name, all[attribute], null] as const),
    ['INTERNALLENGTH', all['internalLength'], 'variable'],
    ['PASSEDBYVALUE', all['passedByValue'], false],
    ['ALIGNMENT', all['alignment'], 'int4'],
    ['STORAGE', all['storage'], 'plain'],
    ['CATEGORY', literal(all['category']), quoteLiteral('U')],
    ['PREFERRED', all['preferred'], false],
    ['DEFAULT', literal(all['default']), null],
    ['ELEMENT', all['element'], null],
    ['DELIMITER', literal(all['delimiter']), quoteLiteral(',')],
    ['COLLATABLE', all['collatable'], false],
  ]
  const lines = options
    .filter(([, value, usual]) => value !== usual)
    .map(([name, value]) => (value === true ? name : `${name} = ${String(value)}`))
  return `CREATE TYPE ${object.id} (\n  ${lines.join(',\n  ')}\n)`
}

function literal(value: unknown): string | null {
  return typeof value === 'string' ? quoteLiteral(value) : null
}

function alterType(before: CatalogObject, after: CatalogObject, view: RenderView): string[] | undefined {
  const changed = Object.keys(changeable).filter((name) => before.attributes[name] !== after.attributes[name])
  if (changed.includes('storage') && after.attributes['storage'] === 'plain') return undefined
  const values = Object.fromEntries(changed.map((name) => [name, after.attributes[name] ?? null]))
  const present = { ...before, attributes: { ...before.attributes, ...values } }
  const owner = alterOwner(`TYPE ${after.id}`, { before: present, after }, view)
  if (owner === undefined) return undefined
  const settings = changed.map((name) => `${changeable[name]} = ${String(after.attributes[name] ?? 'NONE')}`)
  return [
    ...(settings.length === 0 ? [] : [`ALTER TYPE ${after.id} SET (${settings.join(', ')})`]),
    ...(before.attributes['owner'] === after.attributes['owner'] ? [] : owner),
  ]
}
