// Operator families with the members that belong to no class. What users add to a family of the server or of an
// extension counts as well: such a family is an object as long as something was added to it, and it alone is made.
// An entry keeps no trace of who added it; its operator or function tells: what an extension added calls its own.
import { keyFor } from '../model/object.ts'
import type { CatalogObject } from '../model/object.ts'
import { canonical } from '../model/value.ts'
import { anyMadeHere, anyOutsideCatalog, isNotExtensionMember, isUserSchema } from '../sql/filters.ts'
import { quoteName, quotePath } from '../sql/quote.ts'
import { defineKind } from './kind.ts'
import type { KindRow, RenderView } from './kind.ts'
import { describeMembers, looseMembers, memberColumnsIgnored, memberNames, memberTexts } from './operator-members.ts'
import type { MemberRow } from './operator-members.ts'
import { alterOwner, ownerStatements } from './owner.ts'

const isOwn = `${isUserSchema('n.nspname')} and e.oid is null`

// Manual: CREATE OPERATOR FAMILY, ALTER OPERATOR FAMILY; catalogs pg_opfamily, pg_amop and pg_amproc. Extensions add
// operators of the server (those below 16384) to their own families.
const query = `
  select *
  from (
    select
      f.oid,
      n.nspname::text as schema,
      f.opfname::text as name,
      am.amname::text as access_method,
      case when ${isOwn} then 'user' when e.oid is null then 'server' else 'extension' end as made_by,
      e.extname::text as extension,
      pg_catalog.pg_get_userbyid(f.opfowner)::text as owner,
      ${looseMembers('f.oid', {
        operators: `(${isOwn} or ${isNotExtensionMember('pg_operator', 'mo.amopopr')} and (e.oid is null or mo.amopopr >= 16384))`,
        functions: `(${isOwn} or ${isNotExtensionMember('pg_proc', 'mf.amproc')} and (e.oid is null or mf.amproc >= 16384))`,
      })}
    from pg_catalog.pg_opfamily as f
    join pg_catalog.pg_namespace as n on n.oid = f.opfnamespace
    join pg_catalog.pg_am as am on am.oid = f.opfmethod
    left join pg_catalog.pg_depend as member
      on member.classid = 'pg_catalog.pg_opfamily'::regclass and member.objid = f.oid
        and member.refclassid = 'pg_catalog.pg_extension'::regclass and member.deptype = 'e'
    left join pg_catalog.pg_extension as e on e.oid = member.refobjid
    where n.nspname !~ '^pg_temp_'
  ) as family
  where made_by = 'user' or pg_catalog.json_array_length(operators) > 0 or pg_catalog.json_array_length(functions) > 0
  order by schema, name, access_method`

interface Row extends KindRow, MemberRow {
  readonly schema: string
  readonly name: string
  readonly access_method: string
  readonly made_by: 'user' | 'server' | 'extension'
  readonly extension: string | null
  readonly owner: string
}

export const operatorFamilies = defineKind<Row>({
  name: 'operator-family',
  heading: 'Operator families',
  rank: 80,
  addressedBy: 'pg_opfamily',
  catalogs: ['pg_opfamily', 'pg_amop', 'pg_amproc'],
  columnsIgnored: memberColumnsIgnored,
  query: () => query,
  emptyUnless: `${anyOutsideCatalog('pg_opfamily', 'opfnamespace')} or ${anyMadeHere('pg_amop')} or ${anyMadeHere('pg_amproc')}`,
  identify: ({ schema, name, access_method: method, extension }) => ({
    parts: [schema, name, method],
    id: `${quotePath(schema, name)} USING ${quoteName(method)}`,
    schema,
    ...(extension === null ? {} : { parent: keyFor('extension', extension) }),
  }),
  describe: (row, context) => ({
    madeBy: row.made_by,
    ...describeMembers(row),
    owner: row.made_by === 'user' ? context.role(row.owner) : null,
  }),
  minor: { owner: 'owners' },
  // The classes of an extension need its families, but not what was added to them.
  waitsFor: ({ identity: { parent } }) => (parent === undefined ? [] : [parent]),
  create: (object, view) => [
    ...(isMade(object) ? [`CREATE OPERATOR FAMILY ${object.id}`] : []),
    ...change(object, 'ADD', memberTexts(membersOf(object))),
    ...ownerStatements(`OPERATOR FAMILY ${object.id}`, object, view),
  ],
  drop: (object) =>
    isMade(object) ? [`DROP OPERATOR FAMILY ${object.id}`] : change(object, 'DROP', memberNames(membersOf(object))),
  mayBeMadeAnew: true,
  alter: alterFamily,
})

function isMade(object: CatalogObject): boolean {
  return object.attributes['madeBy'] === 'user'
}

function membersOf(object: CatalogObject): MemberRow {
  return object.attributes as unknown as MemberRow
}

function change(object: CatalogObject, verb: 'ADD' | 'DROP', members: readonly string[]): string[] {
  return members.length === 0 ? [] : [`ALTER OPERATOR FAMILY ${object.id} ${verb}\n  ${members.join(',\n  ')}`]
}

function alterFamily(before: CatalogObject, after: CatalogObject, view: RenderView): string[] | undefined {
  const { operators = [], functions = [] } = after.attributes
  const present = { ...before, attributes: { ...before.attributes, operators, functions } }
  const owner = alterOwner(`OPERATOR FAMILY ${after.id}`, { before: present, after }, view)
  if (owner === undefined) return undefined
  return [
    ...change(after, 'DROP', memberNames(without(membersOf(before), membersOf(after)))),
    ...change(after, 'ADD', memberTexts(without(membersOf(after), membersOf(before)))),
    ...(before.attributes['owner'] === after.attributes['owner'] ? [] : owner),
  ]
}

function without(all: MemberRow, known: MemberRow): MemberRow {
  const texts = new Set([...known.operators, ...known.functions].map((member) => canonical(member)))
  return {
    operators: all.operators.filter((member) => !texts.has(canonical(member))),
    functions: all.functions.filter((member) => !texts.has(canonical(member))),
  }
}
