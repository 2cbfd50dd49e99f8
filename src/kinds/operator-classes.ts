// Operator classes. The family may be another one of the same access method, also one of the server; without FAMILY it
// is the one with the name of the class, which is a family of its own and there before the class.
import type { CatalogObject } from '../model/object.ts'
import { anyOutsideCatalog, isNotExtensionMember, isUserSchema } from '../sql/filters.ts'
import { quoteName, quotePath } from '../sql/quote.ts'
import { defineKind } from './kind.ts'
import type { KindRow } from './kind.ts'
import { describeMembers, memberColumnsIgnored, membersOfClass, memberTexts } from './operator-members.ts'
import type { MemberRow } from './operator-members.ts'
import { alterOwner, ownerStatements } from './owner.ts'

// Manual: CREATE OPERATOR CLASS; catalogs pg_opclass, pg_amop and pg_amproc.
const query = `
  select
    c.oid,
    n.nspname::text as schema,
    c.opcname::text as name,
    am.amname::text as access_method,
    pg_catalog.pg_get_userbyid(c.opcowner)::text as owner,
    pg_catalog.format_type(c.opcintype, null) as type,
    c.opcdefault as is_default,
    case when (fn.nspname, f.opfname) <> (n.nspname, c.opcname) then
      pg_catalog.json_build_array(fn.nspname, f.opfname) end as family,
    case when c.opckeytype <> 0 then pg_catalog.format_type(c.opckeytype, null) end as storage,
    ${membersOfClass('c.oid', 'c.opcfamily')}
  from pg_catalog.pg_opclass as c
  join pg_catalog.pg_namespace as n on n.oid = c.opcnamespace
  join pg_catalog.pg_am as am on am.oid = c.opcmethod
  join pg_catalog.pg_opfamily as f on f.oid = c.opcfamily
  join pg_catalog.pg_namespace as fn on fn.oid = f.opfnamespace
  where ${isUserSchema('n.nspname')}
    and ${isNotExtensionMember('pg_opclass', 'c.oid')}
  order by n.nspname, c.opcname, am.amname`

interface Row extends KindRow, MemberRow {
  readonly schema: string
  readonly name: string
  readonly access_method: string
  readonly owner: string
  readonly type: string
  readonly is_default: boolean
  readonly family: readonly [schema: string, name: string] | null
  readonly storage: string | null
}

export const operatorClasses = defineKind<Row>({
  name: 'operator-class',
  heading: 'Operator classes',
  rank: 82,
  addressedBy: 'pg_opclass',
  catalogs: ['pg_opclass', 'pg_amop', 'pg_amproc'],
  columnsIgnored: memberColumnsIgnored,
  query: () => query,
  emptyUnless: anyOutsideCatalog('pg_opclass', 'opcnamespace'),
  identify: ({ schema, name, access_method: method }) => ({
    parts: [schema, name, method],
    id: `${quotePath(schema, name)} USING ${quoteName(method)}`,
    schema,
  }),
  describe: (row, context) => ({
    type: row.type,
    isDefault: row.is_default,
    family: row.family === null ? null : quotePath(...row.family),
    storage: row.storage,
    ...describeMembers(row),
    owner: context.role(row.owner),
  }),
  minor: { owner: 'owners' },
  create: (object, view) => [createClass(object), ...ownerStatements(`OPERATOR CLASS ${object.id}`, object, view)],
  drop: (object) => [`DROP OPERATOR CLASS ${object.id}`],
  alter: (before, after, view) => alterOwner(`OPERATOR CLASS ${after.id}`, { before, after }, view),
  mayBeMadeAnew: true,
})

// The list must not be empty: STORAGE with the type itself says nothing.
function createClass(object: CatalogObject): string {
  const { type, isDefault, family, storage } = object.attributes as Readonly<Record<string, string | boolean | null>>
  const [schema = '', name = '', method = ''] = object.identity.parts
  const members = memberTexts(object.attributes as unknown as MemberRow)
  const list = [...(storage === null && members.length > 0 ? [] : [`STORAGE ${storage ?? type}`]), ...members]
  const head = [
    `CREATE OPERATOR CLASS ${quotePath(schema, name)}${isDefault === true ? ' DEFAULT' : ''}`,
    `FOR TYPE ${type} USING ${quoteName(method)}${family === null ? '' : ` FAMILY ${family}`} AS`,
  ]
  return `${head.join('\n  ')}\n  ${list.join(',\n  ')}`
}
