// Privileges: one object for each thing whose list differs from the server's own default, named by the key of
// that thing. The default is what initdb or an extension's script left (pg_init_privs), else what the server
// gives to a new object. Members of extensions and built-in objects, which are no objects of ours, are seen too, and
// what a range type makes for itself: its multirange type and its constructor functions.
import { idOf, keyFor } from '../model/object.ts'
import type { CatalogObject, Identity, ObjectKey } from '../model/object.ts'
import { canonical } from '../model/value.ts'
import { aclDifference, aclItems, aclsDiffer, isDefault } from './acl.ts'
import type { AclRow } from './acl.ts'
import { alterGrants, createGrants, dropGrants } from './grants.ts'
import { defineKind } from './kind.ts'
import type { KindRow, ReadContext } from './kind.ts'
import { grantTarget, schemaOf } from './target.ts'

// Manual: GRANT, "Privileges"; catalogs pg_class, pg_attribute, pg_proc, pg_type, pg_namespace, pg_language,
// pg_foreign_data_wrapper, pg_foreign_server, pg_largeobject_metadata and pg_init_privs. `type` is what acldefault() takes. initdb grants
// on information_schema without a trace in pg_init_privs, so that schema is left out, as pg_dump does.
const targets = `
    select
      'pg_class' as catalog, c.oid, 0 as subid, c.relnamespace as namespace, c.relname::text as name,
      null::text as column, null::text as signature, c.relowner as owner, c.relacl as acl,
      case c.relkind when 'S' then 's' else 'r' end as type,
      case c.relkind when 'S' then 'sequence' when 'v' then 'view' when 'm' then 'materialized-view'
        when 'f' then 'foreign-table' else 'table' end as kind
    from pg_catalog.pg_class as c
    where c.relacl is not null
    union all
    select
      'pg_class', c.oid, a.attnum, c.relnamespace, c.relname::text,
      a.attname::text, null, c.relowner, a.attacl, 'c', 'column'
    from pg_catalog.pg_attribute as a
    join pg_catalog.pg_class as c on c.oid = a.attrelid
    where a.attacl is not null and not a.attisdropped
    union all
    select
      'pg_proc', p.oid, 0, p.pronamespace, p.proname::text,
      null, coalesce((
        select pg_catalog.string_agg(pg_catalog.format_type(input.type, null), ', ' order by input.position)
        from pg_catalog.unnest(p.proargtypes::oid[]) with ordinality as input(type, position)), ''),
      p.proowner, p.proacl, 'f',
      case p.prokind when 'p' then 'procedure' when 'a' then 'aggregate' else 'function' end
    from pg_catalog.pg_proc as p
    where p.proacl is not null
    union all
    select
      'pg_type', t.oid, 0, t.typnamespace, t.typname::text,
      null, null, t.typowner, t.typacl, 'T', case t.typtype when 'd' then 'domain' else 'type' end
    from pg_catalog.pg_type as t
    where t.typacl is not null
    union all
    select
      'pg_namespace', n.oid, 0, null, n.nspname::text, null, null, n.nspowner,
      case n.nspname when 'public' then coalesce(n.nspacl, pg_catalog.acldefault('n', n.nspowner)) else n.nspacl end,
      'n', 'schema'
    from pg_catalog.pg_namespace as n
    where n.nspacl is not null or n.nspname = 'public'
    union all
    select 'pg_language', l.oid, 0, null, l.lanname::text, null, null, l.lanowner, l.lanacl, 'l', 'language'
    from pg_catalog.pg_language as l
    where l.lanacl is not null and l.lanpltrusted -- what is left of an untrusted one has no effect, nor a GRANT
    union all
    select
      'pg_foreign_data_wrapper', w.oid, 0, null, w.fdwname::text,
      null, null, w.fdwowner, w.fdwacl, 'F', 'foreign-data-wrapper'
    from pg_catalog.pg_foreign_data_wrapper as w
    where w.fdwacl is not null
    union all
    select
      'pg_foreign_server', s.oid, 0, null, s.srvname::text,
      null, null, s.srvowner, s.srvacl, 'S', 'foreign-server'
    from pg_catalog.pg_foreign_server as s
    where s.srvacl is not null
    union all
    select 'pg_largeobject', b.oid, 0, null, b.oid::text, null, null, b.lomowner, b.lomacl, 'L', 'large-object'
    from pg_catalog.pg_largeobject_metadata as b
    where b.lomacl is not null`

// What initdb grants on public is its default also where it was made anew.
const baseline = (serverVersion: number): string => `coalesce(
      case when t.kind = 'schema' and t.name = 'public' then pg_catalog.acldefault('n', t.owner)
        || pg_catalog.format('=${serverVersion < 150000 ? 'UC' : 'U'}/%I', pg_catalog.pg_get_userbyid(t.owner))::aclitem end,
      i.initprivs,
      pg_catalog.acldefault(t.type::"char", t.owner))`

const query = (serverVersion: number): string => `
  with target as (${targets}
  )
  select
    t.oid,
    t.subid,
    t.catalog,
    t.kind,
    n.nspname::text as schema,
    t.name,
    t.column,
    t.signature,
    e.extname::text as extension,
    case when r.rngtypid is not null or made.refobjid is not null then 'pg_type' end as owner_catalog,
    coalesce(r.rngtypid, made.refobjid) as owner_oid,
    pg_catalog.pg_get_userbyid(t.owner)::text as object_owner,
    ${aclItems('t.acl')} as current,
    ${aclItems(baseline(serverVersion))} as baseline,
    case t.type when 'c' then array['INSERT', 'SELECT', 'UPDATE', 'REFERENCES'] else array(
      select d.privilege_type
      from pg_catalog.aclexplode(pg_catalog.acldefault(t.type::"char", t.owner)) as d
      where d.grantee = t.owner
    ) end as complete
  from target as t
  left join pg_catalog.pg_namespace as n on n.oid = t.namespace
  left join pg_catalog.pg_init_privs as i
    on i.objoid = t.oid and i.objsubid = t.subid and i.classoid = ('pg_catalog.' || t.catalog)::regclass
  left join pg_catalog.pg_depend as member
    on member.classid = ('pg_catalog.' || t.catalog)::regclass and member.objid = t.oid
      and member.objsubid = 0
      and member.refclassid = 'pg_catalog.pg_extension'::regclass and member.deptype = 'e'
  left join pg_catalog.pg_extension as e on e.oid = member.refobjid
  left join pg_catalog.pg_depend as made
    on t.catalog = 'pg_proc' and made.classid = 'pg_catalog.pg_proc'::regclass and made.objid = t.oid
      and made.refclassid = 'pg_catalog.pg_type'::regclass and made.deptype = 'i'
  left join pg_catalog.pg_range as r
    on r.rngmultitypid = case t.catalog when 'pg_type' then t.oid else made.refobjid end
  where t.acl::text is distinct from ${baseline(serverVersion)}::text
    and ${aclsDiffer('t.acl', baseline(serverVersion), 't.owner')}
    and coalesce(n.nspname, case t.catalog when 'pg_namespace' then t.name end, '')
      !~ '^(pg_toast|pg_temp_|pg_toast_temp_|information_schema$)'
  order by t.catalog, n.nspname, t.name, t.signature, t.column`

interface Row extends KindRow, AclRow {
  readonly subid: number
  readonly catalog: string
  readonly kind: string
  readonly schema: string | null
  readonly name: string
  readonly column: string | null
  readonly signature: string | null
  /** The extension that the object is a member of. */
  readonly extension: string | null
  /** The address of the range type that made the object. */
  readonly owner_catalog: string | null
  readonly owner_oid: number | null
}

export const privileges = defineKind<Row>({
  name: 'privilege',
  heading: 'Privileges',
  rank: 170,
  addressedBy: 'pg_init_privs',
  isInSchema: true,
  catalogs: ['pg_init_privs', 'pg_type'],
  columnsIgnored: { 'pg_init_privs.privtype': 'whether initdb or an extension left the privileges' },
  satellite: true,
  query,
  identify: (row, context) => (isDefault(aclDifference(row, context)) ? undefined : identify(row, context)),
  describe: (row, context) => {
    const { granted, revoked } = aclDifference(row, context)
    return { granted, revoked }
  },
  create: (object, view) => createGrants(object, spelled(object), view),
  drop: (object, view) => dropGrants(object, spelled(object), view),
  alter: (before, after, view) => alterGrants({ before, after }, spelled(after), view),
})

function identify(row: Row, context: ReadContext): Identity {
  const exact = context.keyAt(row.catalog, row.oid, row.subid)
  const key = exact ?? keyByName(row)
  const parent = exact ?? parentOf(row, context)
  return {
    parts: [key],
    id: key,
    schema: schemaOf(key),
    ...(parent === undefined ? {} : { parent }),
    ...(row.kind === 'schema' && row.name === 'public' ? since15(row, context) : {}),
  }
}

// Until 14 initdb grants CREATE to PUBLIC: who takes that away there has what 15 has by itself, and who grants it on 15
// what 14 has.
function since15(row: Row, context: ReadContext): Pick<Identity, 'acrossVersions'> {
  const rest = (items: AclRow['current']): AclRow['current'] =>
    items.filter(
      (item) => item.grantee !== 'public' || item.grantor !== row.object_owner || item.privilege !== 'CREATE',
    )
  const reduced = { ...row, current: rest(row.current), baseline: rest(row.baseline) }
  const difference = aclDifference(reduced, context)
  if (canonical({ ...difference }) === canonical({ ...aclDifference(row, context) })) return {}
  return {
    acrossVersions: { since: 150000, attributes: { ...difference }, ...(isDefault(difference) && { isNothing: true }) },
  }
}

/** The key that the target would have if it were an object. */
function keyByName({ kind, schema, name, column, signature }: Row): ObjectKey {
  const parts = [schema, name, column].filter((part) => part !== null)
  return `${kind} ${idOf({ parts, schema, ...(signature === null ? {} : { signature }) })}`
}

/** What a target goes away with that is no object: the view of a column, the extension of a member, the maker. */
function parentOf(row: Row, context: ReadContext): ObjectKey | undefined {
  if (row.extension !== null) return keyFor('extension', row.extension)
  const { owner_catalog: catalog, owner_oid: oid } = row
  if (catalog !== null && oid !== null) return context.keyAt(catalog, oid, 0)
  return row.subid === 0 ? undefined : context.keyAt(row.catalog, row.oid, 0)
}

/** `GRANT SELECT (email) ON TABLE public.users`, up to the roles. */
function spelled(object: CatalogObject): (privileges: readonly string[]) => string {
  const { on, column } = grantTarget(object.id)
  return (privileges) =>
    `${privileges.map((name) => (column === undefined ? name : `${name} (${column})`)).join(', ')} ON ${on}`
}
