// Operators, told apart by name and the types of their arguments. COMMUTATOR and NEGATOR may name an operator that is
// not defined yet: the server makes a shell of it, which holds nothing but its name and blocks the drop of its schema
// and types. A shell is a member of an operator that names it; one that nobody names any more is nothing to pg_dump
// and nothing here.
import { keyOf } from '../model/object.ts'
import type { CatalogObject, Identity } from '../model/object.ts'
import { anyOutsideCatalog, isNotExtensionMember, isUserSchema } from '../sql/filters.ts'
import { quoteName } from '../sql/quote.ts'
import { defineKind } from './kind.ts'
import type { KindRow, RenderView } from './kind.ts'
import { alterOwner, ownerStatements } from './owner.ts'

function argumentType(column: string): string {
  return `case when ${column} = 0 then 'NONE' else pg_catalog.format_type(${column}, null) end`
}

function functionName(column: string): string {
  return `case when ${column} <> 0 then ${column}::regproc::text end`
}

// The arguments of a commutator are those of the operator in the other order, a negator's are the same.
function operatorName(column: string): string {
  return `(
      select pg_catalog.format('OPERATOR(%I.%s)', matn.nspname, mate.oprname)
      from pg_catalog.pg_operator as mate
      join pg_catalog.pg_namespace as matn on matn.oid = mate.oprnamespace
      where mate.oid = ${column})`
}

// Manual: CREATE OPERATOR; catalog pg_operator.
const query = `
  select
    o.oid,
    n.nspname::text as schema,
    o.oprname::text as name,
    ${argumentType('o.oprleft')} as left_type,
    ${argumentType('o.oprright')} as right_type,
    pg_catalog.pg_get_userbyid(o.oprowner)::text as owner,
    ${functionName('o.oprcode')} as function,
    ${operatorName('o.oprcom')} as commutator,
    ${operatorName('o.oprnegate')} as negator,
    ${functionName('o.oprrest')} as restrict,
    ${functionName('o.oprjoin')} as join,
    o.oprcanhash as hashes,
    o.oprcanmerge as merges,
    user_of_shell.identity as user_of_shell
  from pg_catalog.pg_operator as o
  join pg_catalog.pg_namespace as n on n.oid = o.oprnamespace
  left join lateral (
    select pg_catalog.json_build_object(
      'schema', un.nspname, 'name', u.oprname,
      'left_type', ${argumentType('u.oprleft')}, 'right_type', ${argumentType('u.oprright')}) as identity
    from pg_catalog.pg_operator as u
    join pg_catalog.pg_namespace as un on un.oid = u.oprnamespace
    where o.oprcode = 0
      and u.oprcode <> 0
      and o.oid in (u.oprcom, u.oprnegate)
      and ${isNotExtensionMember('pg_operator', 'u.oid')}
    order by un.nspname, u.oprname, u.oprleft::regtype::text, u.oprright::regtype::text
    limit 1
  ) as user_of_shell on true
  where ${isUserSchema('n.nspname')}
    and ${isNotExtensionMember('pg_operator', 'o.oid')}
    and (o.oprcode <> 0 or user_of_shell.identity is not null)
  order by n.nspname, o.oprname, left_type, right_type`

interface OperatorName {
  readonly schema: string
  readonly name: string
  readonly left_type: string
  readonly right_type: string
}

interface Row extends KindRow, OperatorName {
  readonly owner: string
  /** Null for a shell. */
  readonly function: string | null
  readonly commutator: string | null
  readonly negator: string | null
  readonly restrict: string | null
  readonly join: string | null
  readonly hashes: boolean
  readonly merges: boolean
  /** The operator that names this shell. */
  readonly user_of_shell: OperatorName | null
}

export const operators = defineKind<Row>({
  name: 'operator',
  heading: 'Operators',
  rank: 78,
  addressedBy: 'pg_operator',
  catalogs: ['pg_operator'],
  columnsIgnored: {
    'pg_operator.oprkind': 'whether there is a left argument',
    'pg_operator.oprresult': 'what the function returns',
  },
  query: () => query,
  emptyUnless: anyOutsideCatalog('pg_operator', 'oprnamespace'),
  identify: (row) => ({
    ...identityOf(row),
    ...(row.user_of_shell === null ? {} : { parent: `operator ${idOfOperator(row.user_of_shell)}` }),
  }),
  describe: (row, context) =>
    row.function === null
      ? { isShell: true }
      : {
          isShell: false,
          function: row.function,
          commutator: row.commutator,
          negator: row.negator,
          restrict: row.restrict,
          join: row.join,
          hashes: row.hashes,
          merges: row.merges,
          owner: context.role(row.owner),
        },
  minor: { owner: 'owners' },
  create: createOperator,
  drop: (object, view) => [object, ...view.members(keyOf(object), 'operator')].map(({ id }) => `DROP OPERATOR ${id}`),
  alter: alterOperator,
  mayBeMadeAnew: true,
})

function identityOf(row: OperatorName): Identity {
  return { parts: [row.schema, row.name, row.left_type, row.right_type], id: idOfOperator(row), schema: row.schema }
}

// As COMMENT ON and DROP OPERATOR take it; the name of an operator is never quoted.
function idOfOperator({ schema, name, left_type: left, right_type: right }: OperatorName): string {
  return `${quoteName(schema)}.${name}(${left}, ${right})`
}

function createOperator(object: CatalogObject, view: RenderView): string[] {
  const { isShell, commutator, negator, restrict, join, hashes, merges } = object.attributes
  if (isShell === true) return [] // made by the operator that names it
  const [schema = '', name = '', left, right] = object.identity.parts
  const options: readonly (readonly [option: string, value: unknown])[] = [
    ['FUNCTION', object.attributes['function']],
    ['LEFTARG', left === 'NONE' ? null : left],
    ['RIGHTARG', right],
    ['COMMUTATOR', commutator],
    ['NEGATOR', negator],
    ['RESTRICT', restrict],
    ['JOIN', join],
  ]
  const lines = [
    ...options.flatMap(([option, value]) => (typeof value === 'string' ? [`${option} = ${value}`] : [])),
    ...(hashes === true ? ['HASHES'] : []),
    ...(merges === true ? ['MERGES'] : []),
  ]
  return [
    `CREATE OPERATOR ${quoteName(schema)}.${name} (\n  ${lines.join(',\n  ')}\n)`,
    ...ownerStatements(`OPERATOR ${object.id}`, object, view),
  ]
}

/** The estimators can be changed; before PostgreSQL 17 nothing else can. */
function alterOperator(before: CatalogObject, after: CatalogObject, view: RenderView): string[] | undefined {
  const { restrict = null, join = null } = after.attributes
  const present = { ...before, attributes: { ...before.attributes, restrict, join } }
  const settings = [
    ...(before.attributes['restrict'] === restrict ? [] : [`RESTRICT = ${String(restrict ?? 'NONE')}`]),
    ...(before.attributes['join'] === join ? [] : [`JOIN = ${String(join ?? 'NONE')}`]),
  ]
  const subject = `OPERATOR ${after.id}`
  const owner = alterOwner(subject, { before: present, after }, view)
  if (owner === undefined) return undefined
  return [
    ...(settings.length === 0 ? [] : [`ALTER ${subject} SET (${settings.join(', ')})`]),
    ...(before.attributes['owner'] === after.attributes['owner'] ? [] : owner),
  ]
}
