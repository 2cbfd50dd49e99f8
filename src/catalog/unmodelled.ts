// What users can make and no kind covers yet: found in its catalog and named, so that nothing is missed in
// silence. Each entry is one catalog; the server itself spells the object (pg_identify_object).
import type { Finding } from '../model/finding.ts'
import { isNotExtensionMember } from '../sql/filters.ts'

/** An object of a catalog that no kind reads. */
export interface UnmodelledRow {
  readonly type: string
  readonly identity: string
}

/**
 * Catalogs whose every user-made row is unmodelled, with the condition that tells those rows. A member of an operator
 * family is named by itself only where somebody added it to one of the server's own.
 */
const catalogs: Readonly<Record<string, string>> = {
  pg_am: 'true',
  pg_amop: `x.amopfamily < 16384 and ${isNotExtensionMember('pg_operator', 'x.amopopr')}`,
  pg_amproc: `x.amprocfamily < 16384 and ${isNotExtensionMember('pg_proc', 'x.amproc')}`,
  pg_collation: `x.collencoding not in (-1, pg_catalog.pg_char_to_encoding(pg_catalog.getdatabaseencoding()))
    and o.schema <> 'pg_catalog'`,
  pg_foreign_data_wrapper: 'true',
  pg_foreign_server: 'true',
  pg_opclass: 'true',
  pg_operator: 'true',
  pg_opfamily: 'true',
  pg_publication: 'true',
  pg_user_mappings: 'true',
  pg_class: `x.relkind = 'f'`,
  pg_type: `x.typtype in ('b', 'p') and x.typcategory <> 'A'`,
}

/** One SELECT over every catalog without a kind: `type` and `identity` of each object that a user made. */
export function unmodelledQuery(): string {
  const parts = Object.entries(catalogs).map(([catalog, condition]) =>
    catalog === 'pg_user_mappings' ? userMappings : objectsOf(catalog, condition),
  )
  return [...parts, ...otherQueries].join('\n  union all\n') + '\n  order by 1, 2'
}

function objectsOf(catalog: string, condition: string): string {
  return `
  select o.type, o.identity
  from pg_catalog.${catalog} as x,
    pg_catalog.pg_identify_object('pg_catalog.${catalog}'::regclass, x.oid, 0) as o
  where x.oid >= 16384 and ${condition}
    and coalesce(o.schema, '') !~ '^pg_temp_'
    and not exists ( -- made together with another object: the cast of a range type to its multirange
      select from pg_catalog.pg_depend as d
      where d.classid = 'pg_catalog.${catalog}'::regclass and d.objid = x.oid and d.deptype = 'i')
    and ${isNotExtensionMember(catalog, 'x.oid')}`
}

// pg_user_mapping itself is closed to ordinary roles; the view shows names to everybody.
const userMappings = `
  select 'user mapping' as type, pg_catalog.format('%s on server %s', m.usename, m.srvname) as identity
  from pg_catalog.pg_user_mappings as m`

const otherQueries: readonly string[] = [
  `
  select 'subscription' as type, pg_catalog.quote_ident(s.subname) as identity
  from pg_catalog.pg_subscription as s
  where s.subdbid = (select oid from pg_catalog.pg_database where datname = pg_catalog.current_database())`,
  `
  select 'security label' as type, o.type || ' ' || o.identity as identity
  from pg_catalog.pg_seclabel as l, pg_catalog.pg_identify_object(l.classoid, l.objoid, l.objsubid) as o`,
  `
  select 'large object' as type, l.oid::text as identity
  from pg_catalog.pg_largeobject_metadata as l`,
  `
  select 'database setting' as type,
    pg_catalog.concat_ws(' of role ', setting, nullif(s.setrole, 0)::regrole::text) as identity
  from pg_catalog.pg_db_role_setting as s, unnest(s.setconfig) as setting
  where s.setdatabase = (select oid from pg_catalog.pg_database where datname = pg_catalog.current_database())`,
]

/** One warning per object, its subject `operator public.===(integer,integer)`. */
export function unmodelledFindings(rows: readonly UnmodelledRow[]): Finding[] {
  return rows.map(({ type, identity }) => ({
    code: 'unmodelled',
    severity: 'warning',
    subject: `${type} ${identity}`,
    message: `pgfold does not read objects of this kind yet: ${type} ${identity} is not compared and not carried`,
  }))
}
