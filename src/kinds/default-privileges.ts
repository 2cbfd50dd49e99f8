// Default privileges: what objects that a role creates later will grant. An entry for the whole database
// replaces the server's default; one for a schema adds to it. They come last, so that they do not act on the
// objects of up.sql itself, whose privileges are written out.
import { keyOf } from '../model/object.ts'
import type { CatalogObject } from '../model/object.ts'
import { canonical } from '../model/value.ts'
import { anyIn, isUserSchema } from '../sql/filters.ts'
import { quoteName } from '../sql/quote.ts'
import { aclDifference, aclItems, isDefault } from './acl.ts'
import type { AclDifference, AclRow, Grant } from './acl.ts'
import { alterGrants, createGrants, dropGrants } from './grants.ts'
import type { Spelling } from './grants.ts'
import { defineKind } from './kind.ts'
import type { KindRow, RenderView } from './kind.ts'

// Manual: ALTER DEFAULT PRIVILEGES; catalog pg_default_acl. acldefault() takes the same letters, but for sequences.
const query = `
  select
    d.oid,
    pg_catalog.pg_get_userbyid(d.defaclrole)::text as object_owner,
    n.nspname::text as schema,
    case d.defaclobjtype when 'r' then 'tables' when 'S' then 'sequences' when 'f' then 'functions'
      when 'T' then 'types' when 'n' then 'schemas' when 'L' then 'large objects' end as objects,
    ${aclItems('d.defaclacl')} as current,
    ${aclItems('case d.defaclnamespace when 0 then full_acl.acl end')} as baseline,
    array(
      select i.privilege_type
      from pg_catalog.aclexplode(full_acl.acl) as i
      where i.grantee = d.defaclrole
    ) as complete
  from pg_catalog.pg_default_acl as d
  left join pg_catalog.pg_namespace as n on n.oid = d.defaclnamespace
  cross join lateral (
    select pg_catalog.acldefault(case d.defaclobjtype when 'S' then 's' else d.defaclobjtype end, d.defaclrole) as acl
  ) as full_acl
  where n.nspname is null or n.nspname = 'pg_catalog' or ${isUserSchema('n.nspname')}
  order by n.nspname, d.defaclobjtype, object_owner`

interface Row extends KindRow, AclRow {
  readonly schema: string | null
  readonly objects: string
}

export const defaultPrivileges = defineKind<Row>({
  name: 'default-privilege',
  heading: 'Default privileges',
  rank: 180,
  addressedBy: 'pg_default_acl',
  catalogs: ['pg_default_acl'],
  columnsIgnored: {},
  query: () => query,
  emptyUnless: anyIn('pg_default_acl'),
  spreadBy: 'object_owner',
  // The schema is no parent: the entry would be created with it, before the schema's tables.
  identify: (row, context) => {
    if (isDefault(aclDifference(row, context))) return undefined
    const role = context.role(row.object_owner)
    const where = row.schema === null ? '' : ` in ${quoteName(row.schema)}`
    return {
      parts: [row.objects, row.schema ?? '', role ?? ''],
      id: `${row.objects}${where}${role === null ? '' : ` by ${quoteName(role)}`}`,
      schema: row.schema,
    }
  },
  describe: (row, context) => {
    const { granted, revoked } = aclDifference(row, context)
    return { role: context.role(row.object_owner), schema: row.schema, objects: row.objects, granted, revoked }
  },
  // They act on whatever is created after them.
  behindRows: () => 'always',
  leavesMarkOn,
  create: (object, view) => inDefaults(object, createGrants(object, spelled(object), view), view),
  drop: (object, view) => inDefaults(object, dropGrants(object, spelled(object), view), view),
  alter: (before, after, view) => inDefaults(after, alterGrants({ before, after }, spelled(after), view), view),
})

/** The kinds of objects that get privileges when they are created, by the word that names them here. */
const kindsByWord: Readonly<Record<string, readonly string[]>> = {
  tables: ['table', 'view', 'materialized-view', 'foreign-table'],
  sequences: ['sequence', 'column'],
  functions: ['function', 'procedure', 'aggregate', 'range'],
  types: ['base-type', 'composite', 'domain', 'enum', 'range'],
  schemas: ['schema'],
  'large objects': ['large-object'],
}

// The principal's alone count, since it creates everything. What an object has of them anyway makes no mark. A range
// type makes functions and a multirange type, too many to look at.
function leavesMarkOn(object: CatalogObject, made: CatalogObject, view: RenderView): boolean {
  const { role, schema, objects } = object.attributes
  const isMeant = kindsByWord[String(objects)]?.includes(made.kind) ?? false
  if (role !== null || !isMeant || (schema !== null && schema !== made.identity.schema)) return false
  if (made.kind === 'range') return true
  const isIdentity = made.kind === 'column'
  if (isIdentity && (made.attributes['identity'] ?? null) === null) return false
  const has = view
    .members(keyOf(made), 'privilege')
    .find(({ id }) => (isIdentity ? id.startsWith('sequence ') : id === keyOf(made)))
  return !isWithin(differenceOf(object), has === undefined ? { granted: [], revoked: [] } : differenceOf(has))
}

function differenceOf(object: CatalogObject): AclDifference {
  return object.attributes as unknown as AclDifference
}

function isWithin(part: AclDifference, whole: AclDifference): boolean {
  const areIn = (some: readonly Grant[], all: readonly Grant[]): boolean =>
    some.every((grant) => all.some((other) => covers(other, grant)))
  return areIn(part.granted, whole.granted) && areIn(part.revoked, whole.revoked)
}

function covers(grant: Grant, other: Grant): boolean {
  const { privileges, ...to } = other
  const { privileges: own, ...ownTo } = grant
  return canonical(ownTo) === canonical(to) && (own.includes('ALL') || privileges.every((name) => own.includes(name)))
}

function spelled(object: CatalogObject): Spelling {
  return (privileges) => `${privileges.join(', ')} ON ${String(object.attributes['objects']).toUpperCase()}`
}

/** Each GRANT or REVOKE behind ALTER DEFAULT PRIVILEGES; the principal's own need no FOR ROLE. */
function inDefaults(object: CatalogObject, statements: readonly string[], view: RenderView): string[] {
  const { role, schema } = object.attributes as Readonly<Record<string, string | null>>
  const whose = typeof role === 'string' ? ` FOR ROLE ${view.role(role)}` : ''
  const where = typeof schema === 'string' ? ` IN SCHEMA ${quoteName(schema)}` : ''
  return statements.map((statement) => `ALTER DEFAULT PRIVILEGES${whose}${where} ${statement}`)
}
