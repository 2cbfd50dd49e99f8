// What users made and no kind covers: found in its catalog and named, so that nothing is missed in silence. What the
// kinds cover is read off their list, so that a catalog that a newer server brings, another relkind or a kind that
// was taken away shows by itself. The server spells the object (pg_identify_object).
import type { Kind } from '../kinds/kind.ts'
import { kinds } from '../kinds/registry.ts'
import type { Finding } from '../model/finding.ts'
import { isNotExtensionMember } from '../sql/filters.ts'
import { quoteLiteral } from '../sql/quote.ts'

/** An object that no kind reads. */
export interface UnmodelledRow {
  readonly type: string
  readonly identity: string
}

/** One SELECT: `type` and `identity` of each object that a user made and that none of these kinds reads. */
export function unmodelledQuery(read: readonly Kind[] = kinds): string {
  const parts = [...Object.keys(lettered).map((catalog) => ofOtherLetters(catalog, read)), ofOtherEncodings]
  return [...parts, ofOtherCatalogs(read)].join('\n  union all\n') + '\n  order by 1, 2'
}

interface Lettered {
  readonly column: string
  /** Which kind reads the rows with a letter; null where they are a part of something else. */
  readonly kinds: Readonly<Record<string, string | null>>
}

/** Catalogs that several kinds share, by the column that tells their rows apart. */
const lettered: Readonly<Record<string, Lettered>> = {
  pg_class: {
    column: 'relkind',
    kinds: {
      r: 'table',
      p: 'table',
      v: 'view',
      m: 'materialized-view',
      S: 'sequence',
      f: 'foreign-table',
      c: 'composite',
      i: 'index',
      I: 'index',
      t: null,
    },
  },
  pg_type: {
    column: 'typtype',
    kinds: { b: 'base-type', p: 'base-type', c: 'composite', d: 'domain', e: 'enum', r: 'range', m: 'range' },
  },
  pg_proc: { column: 'prokind', kinds: { f: 'function', w: 'function', p: 'procedure', a: 'aggregate' } },
  pg_constraint: {
    column: 'contype',
    kinds: {
      c: 'constraint',
      f: 'constraint',
      p: 'constraint',
      u: 'constraint',
      x: 'constraint',
      n: 'column',
      t: 'trigger',
    },
  },
}

function ofOtherLetters(catalog: string, read: readonly Kind[]): string {
  const { column = '', kinds: byLetter = {} } = lettered[catalog] ?? {}
  const names = new Set(read.map(({ name }) => name))
  const known = Object.entries(byLetter).filter(([, kind]) => kind === null || names.has(kind))
  const letters = known.map(([letter]) => quoteLiteral(letter)).join(', ')
  return objectsOf(catalog, `x.${column} not in (${letters})`)
}

// A collation of another encoding cannot be named in this database, so that no script can make it.
const ofOtherEncodings = objectsOf(
  'pg_collation',
  `x.collencoding not in (-1, pg_catalog.pg_char_to_encoding(pg_catalog.getdatabaseencoding()))
    and o.schema <> 'pg_catalog'`,
)

function objectsOf(catalog: string, condition: string): string {
  return `
  select o.type, o.identity
  from pg_catalog.${catalog} as x,
    pg_catalog.pg_identify_object('pg_catalog.${catalog}'::regclass, x.oid, 0) as o
  where x.oid >= 16384 and ${condition}
    and coalesce(o.schema, '') !~ '^pg_(temp_|toast)'
    and not exists ( -- made together with another object: the row type of a table
      select from pg_catalog.pg_depend as d
      where d.classid = 'pg_catalog.${catalog}'::regclass and d.objid = x.oid and d.deptype = 'i')
    and ${isNotExtensionMember(catalog, 'x.oid')}`
}

// Catalogs that no kind answers for are known to the server alone: their rows are read by a query in a string. Those
// that all databases share (roles, tablespaces, databases) hold no part of a schema.
function ofOtherCatalogs(read: readonly Kind[]): string {
  return `
  select o.type, o.identity
  from pg_catalog.pg_class as catalog
  cross join lateral pg_catalog.regexp_matches(
    case when ${hasOids} and pg_catalog.has_table_privilege(catalog.oid, 'SELECT') then pg_catalog.query_to_xml(
      pg_catalog.format('select oid from pg_catalog.%I where oid >= 16384', catalog.relname), false, true, '')::text end,
    '<oid>(\\d+)</oid>', 'g') as row(oids)
  cross join lateral (
    select case catalog.relname when 'pg_largeobject_metadata'
      then 'pg_catalog.pg_largeobject'::regclass else catalog.oid end as class, row.oids[1]::oid as oid
  ) as x
  cross join lateral (
    select named.type, named.identity, named.schema
    from pg_catalog.pg_identify_object(x.class, x.oid, 0) as named
    where ${isObjectClass}
    union all
    select catalog.relname, x.oid::text, null
    where not (${isObjectClass})
  ) as o
  where catalog.relnamespace = 'pg_catalog'::regnamespace and catalog.relkind = 'r' and not catalog.relisshared
    and catalog.relname not in (${coveredCatalogs(read).map(quoteLiteral).join(', ')})
    and coalesce(o.schema, '') !~ '^pg_(temp_|toast)'
    and not exists (
      select from pg_catalog.pg_depend as d
      where d.classid = x.class and d.objid = x.oid and d.deptype in ('i', 'e'))`
}

// Asked in the expression that reads the catalog: a condition beside it may be looked at later.
const hasOids = `exists (
      select from pg_catalog.pg_attribute as a
      where a.attrelid = catalog.oid and a.attname = 'oid' and a.attnum > 0)`

// Only what the server calls an object can be spelled: it has dependencies or comments, if only those of initdb.
const isObjectClass = `exists (
        select from pg_catalog.pg_depend as d where x.class in (d.classid, d.refclassid)
        union all
        select from pg_catalog.pg_description as d where x.class = d.classoid)
      or x.class <> catalog.oid`

/** The labels of an enum type are a part of it. */
const parts = ['pg_enum']

/** What these kinds answer for: a catalog by the kind whose objects its rows are, or else by the one that reads it. */
function coveredCatalogs(read: readonly Kind[]): string[] {
  const addressed = (all: readonly Kind[]): Set<string> => new Set(all.map(({ addressedBy }) => addressedBy))
  const [own, whole] = [addressed(read), addressed(kinds)]
  const others = read.flatMap(({ catalogs }) => catalogs).filter((catalog) => !whole.has(catalog))
  return [...new Set([...Object.keys(lettered), ...parts, ...own, ...others])]
}

/** One warning per object, its subject `operator public.===(integer,integer)`. */
export function unmodelledFindings(rows: readonly UnmodelledRow[]): Finding[] {
  return rows.map(({ type, identity }) => ({
    code: 'unmodelled',
    severity: 'warning',
    subject: `${type} ${identity}`,
    message: `pgfold does not read objects of this kind: ${type} ${identity} is not compared and not carried`,
  }))
}
