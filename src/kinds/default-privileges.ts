// Default privileges: what objects that a role creates later will grant. An entry for the whole database
// replaces the server's default; one for a schema adds to it. They come last, so that they do not act on the
// objects of up.sql itself, whose privileges are written out.
import type { CatalogObject } from '../model/object.ts'
import { isUserSchema } from '../sql/filters.ts'
import { quoteName } from '../sql/quote.ts'
import { aclDifference, aclItems, isDefault } from './acl.ts'
import type { AclRow } from './acl.ts'
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
  where n.nspname is null or ${isUserSchema('n.nspname')}
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
  create: (object, view) => inDefaults(object, createGrants(object, spelled(object), view), view),
  drop: (object, view) => inDefaults(object, dropGrants(object, spelled(object), view), view),
  alter: (before, after, view) => inDefaults(after, alterGrants({ before, after }, spelled(after), view), view),
})

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
