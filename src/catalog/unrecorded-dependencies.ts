// What pg_depend does not say. An expression that uses a cast depends in the catalog on the cast's function, or on a
// type alone, never on the cast; and before PostgreSQL 18 a function with TRANSFORM FOR TYPE depends on the transform
// only where that type is an argument's. Both fail to be created where the cast or the transform comes later.
import { isNotExtensionMember } from '../sql/filters.ts'

// Casts of domains are never used (CREATE CAST warns); those of extensions come with them.
const isUsed = `c.oid >= 16384 and 'd' not in (s.typtype, t.typtype) and ${isNotExtensionMember('pg_cast', 'c.oid')}`

const userCasts = `pg_catalog.pg_cast as c
  join pg_catalog.pg_type as s on s.oid = c.castsource
  join pg_catalog.pg_type as t on t.oid = c.casttarget`

// What is parsed when it is created and stands before casts in natural order: bodies of the SQL standard's form,
// defaults of arguments, the checks and defaults of domains.
const earlyExpressions = `
    select 'pg_proc' as catalog, p.oid
    from pg_catalog.pg_proc as p
    where p.oid >= 16384 and (p.prosqlbody is not null or p.proargdefaults is not null)
    union all
    select 'pg_constraint', con.oid from pg_catalog.pg_constraint as con where con.contypid <> 0 and con.contype = 'c'
    union all
    select 'pg_type', d.oid from pg_catalog.pg_type as d where d.typtype = 'd' and d.typdefaultbin is not null`

/** Selects that give rows as pg_depend's edges: catalog, oid, subid, on_catalog, on_oid, on_subid. */
export const unrecordedEdges: readonly string[] = [
  `
  select 'pg_proc', p.oid, 0, 'pg_transform', r.oid, 0
  from pg_catalog.pg_transform as r
  join pg_catalog.pg_proc as p on p.prolang = r.trflang and r.trftype = any (p.protrftypes)
  where r.oid >= 16384`,
  // What calls the function of a cast may do so by the cast.
  `
  select dc.relname::text, d.objid, d.objsubid, 'pg_cast', c.oid, 0
  from ${userCasts}
  join pg_catalog.pg_depend as d on d.refclassid = 'pg_catalog.pg_proc'::regclass and d.refobjid = c.castfunc
  join pg_catalog.pg_class as dc on dc.oid = d.classid
  where ${isUsed}
    and d.objid >= 16384
    and not (d.classid = 'pg_catalog.pg_type'::regclass and d.objid in (c.castsource, c.casttarget))
    and d.classid <> 'pg_catalog.pg_cast'::regclass`,
  // A cast without a function of a user leaves no trace but its types, and none at all where both are built in.
  `
  select e.catalog, e.oid, 0, 'pg_cast', c.oid, 0
  from ${userCasts}
  cross join (${earlyExpressions}
  ) as e
  where c.castfunc < 16384 and ${isUsed}
    and (greatest(c.castsource, c.casttarget) < 16384
      or exists (
        select from pg_catalog.pg_depend as d
        where d.classid = ('pg_catalog.' || e.catalog)::regclass and d.objid = e.oid
          and d.refclassid = 'pg_catalog.pg_type'::regclass and d.refobjid in (c.castsource, c.casttarget)))`,
]
