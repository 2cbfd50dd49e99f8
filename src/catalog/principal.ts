// The principal: the role that owns most of what users made. Owners are compared relative to it, so that
// databases deployed by different roles compare equal.
import type { KindRow, ReadContext } from '../kinds/kind.ts'

/** Objects below this oid were made by initdb (PostgreSQL's FirstNormalObjectId). */
const firstUserOid = 16384

/** Whose database it is. */
export interface PrincipalRow {
  readonly database: string
  readonly principal: string
  /** The superuser that initdb made. */
  readonly bootstrap: string
}

/**
 * One row. What an extension made does not count, nor what is left to pg_database_owner, which nobody is; where users
 * made nothing, the current role is the principal; of two that own as much, the first by name.
 */
export const principalQuery = `
  select
    pg_catalog.current_database()::text as database,
    coalesce(
      (select pg_catalog.pg_get_userbyid(made.owner)::text
       from (
         select c.relowner as owner, 'pg_catalog.pg_class'::regclass as classid, c.oid
         from pg_catalog.pg_class as c
         where c.relkind in ('r', 'p', 'v', 'm', 'S', 'f')
         union all
         select p.proowner, 'pg_catalog.pg_proc'::regclass, p.oid from pg_catalog.pg_proc as p
         union all
         select t.typowner, 'pg_catalog.pg_type'::regclass, t.oid
         from pg_catalog.pg_type as t
         where t.typrelid = 0 and t.typcategory <> 'A'
         union all
         select n.nspowner, 'pg_catalog.pg_namespace'::regclass, n.oid from pg_catalog.pg_namespace as n
       ) as made
       where made.oid >= ${firstUserOid}
         and made.owner not in (select nobody.oid from pg_catalog.pg_roles as nobody where nobody.rolname = 'pg_database_owner')
         and (made.classid, made.oid) not in (
           select member.classid, member.objid from pg_catalog.pg_depend as member
           where member.refclassid = 'pg_catalog.pg_extension'::regclass and member.deptype = 'e')
       group by made.owner
       order by count(*) desc, 1
       limit 1),
      current_user::text) as principal,
    (select rolname::text from pg_catalog.pg_roles where oid = 10) as bootstrap`

/**
 * Names roles for the description of one row. What initdb made and the bootstrap superuser owns has no
 * owner of anybody's choosing, so that it counts as the principal's.
 */
export function roleNamer(
  row: KindRow,
  { principal, bootstrap }: Pick<PrincipalRow, 'principal' | 'bootstrap'>,
): ReadContext['role'] {
  return (name) => {
    if (name === principal) return null
    return row.oid < firstUserOid && name === bootstrap ? null : name
  }
}
