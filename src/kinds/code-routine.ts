// Functions and procedures: everything pg_proc says of a routine with a body. The body is kept byte for byte;
// the body of a routine written in SQL-standard form (BEGIN ATOMIC) is deparsed by the server.
import type { Identity } from '../model/object.ts'
import type { Attributes } from '../model/value.ts'
import { givenOrder } from './given-order.ts'
import type { ReadContext } from './kind.ts'
import { fromRoutines, routineColumns, routineIdentity } from './routine.ts'
import type { RoutineRow } from './routine.ts'

// Manual: CREATE FUNCTION, CREATE PROCEDURE; catalog pg_proc.
const columns = `${routineColumns},
    (
      select pg_catalog.json_agg(pg_catalog.json_build_object(
        'mode', case coalesce(p.proargmodes[a.position]::text, 'i')
          when 'i' then 'IN' when 'o' then 'OUT' when 'b' then 'INOUT' when 'v' then 'VARIADIC' else 'TABLE' end,
        'name', coalesce(p.proargnames[a.position], ''),
        'type', pg_catalog.format_type(a.type, null),
        'default', case when p.pronargdefaults > 0 or p.proargdefaults is not null
          then pg_catalog.pg_get_function_arg_default(p.oid, a.position::integer) end
      ) order by a.position)
      from pg_catalog.unnest(coalesce(p.proallargtypes, p.proargtypes::oid[])) with ordinality as a(type, position)
    ) as arguments,
    pg_catalog.pg_get_function_result(p.oid) as result,
    p.proretset as returns_set,
    l.lanname::text as language,
    p.prosqlbody is null as has_source,
    p.prosrc as source,
    p.probin as object_file,
    pg_catalog.pg_get_function_sqlbody(p.oid) as sql_body,
    p.prokind = 'w' as window,
    p.provolatile::text as volatility,
    p.proparallel::text as parallel,
    p.proisstrict as strict,
    p.prosecdef as security_definer,
    p.proleakproof as leakproof,
    p.procost as cost,
    p.prorows as rows,
    case when p.prosupport <> 0 then p.prosupport::regproc::text end as support,
    array(
      select pg_catalog.format_type(tr.type, null)
      from pg_catalog.unnest(p.protrftypes) with ordinality as tr(type, position)
      order by tr.position
    ) as transforms,
    p.proconfig as settings,
    part.of as part_of`

// Functions that a type needs and that need the type; catalogs pg_type (typtype b) and pg_range.
const ofTypes = `
  left join (
    select
      own.function,
      pg_catalog.json_build_array(own.kind, tn.nspname, t.typname) as of
    from (
      select input.oid as type, 'base-type' as kind, io.function
      from pg_catalog.pg_type as input,
        lateral (values (input.typinput), (input.typoutput), (input.typreceive), (input.typsend)) as io(function)
      where input.typtype = 'b' and input.typinput::oid >= 16384 -- not the array types, whose functions are the server's
      union
      select r.rngtypid, 'range', r.rngcanonical
      from pg_catalog.pg_range as r
    ) as own
    join pg_catalog.pg_type as t on t.oid = own.type
    join pg_catalog.pg_namespace as tn on tn.oid = t.typnamespace
  ) as part on part.function = p.oid`

/** The query of one kind of routine with a body: `condition` chooses by `p.prokind`. */
export function codeRoutineQuery(condition: string): string {
  return `
  select ${columns}
  ${fromRoutines(condition, `join pg_catalog.pg_language as l on l.oid = p.prolang${ofTypes}`)}
  order by n.nspname, p.proname, signature`
}

export interface Argument {
  readonly mode: 'IN' | 'OUT' | 'INOUT' | 'VARIADIC' | 'TABLE'
  /** Empty where it has none. */
  readonly name: string
  readonly type: string
}

export interface CodeRoutineRow extends RoutineRow {
  readonly arguments: readonly (Argument & { readonly default: string | null })[] | null
  readonly result: string | null
  readonly returns_set: boolean
  readonly language: string
  readonly has_source: boolean
  readonly source: string
  readonly object_file: string | null
  readonly sql_body: string | null
  readonly window: boolean
  readonly volatility: string
  readonly parallel: string
  readonly strict: boolean
  readonly security_definer: boolean
  readonly leakproof: boolean
  readonly cost: number
  readonly rows: number
  readonly support: string | null
  readonly transforms: readonly string[]
  readonly settings: readonly string[] | null
  /** The kind, schema and name of the type that it is a member of. */
  readonly part_of: readonly [kind: string, schema: string, name: string] | null
}

const volatilities: Readonly<Record<string, string>> = { i: 'IMMUTABLE', s: 'STABLE', v: 'VOLATILE' }
const parallels: Readonly<Record<string, string>> = { s: 'SAFE', r: 'RESTRICTED', u: 'UNSAFE' }

/** As `routineIdentity`, with the order of the SET clauses. */
export function codeIdentity(row: CodeRoutineRow): Identity {
  const settings = row.settings ?? []
  return { ...routineIdentity(row), ...givenOrder(settings, settings.toSorted()) }
}

/** Every attribute of a function or procedure. SET clauses are sorted: their order has no meaning. */
export function describeCodeRoutine(row: CodeRoutineRow, context: ReadContext): Attributes {
  const all = row.arguments ?? []
  return {
    arguments: all.map(({ mode, name, type }) => ({ mode, name, type })),
    argumentDefaults: all.map((argument) => argument.default),
    result: row.result,
    returnsSet: row.returns_set,
    language: row.language,
    body: row.has_source ? row.source : null,
    objectFile: row.object_file,
    sqlBody: row.sql_body,
    window: row.window,
    volatility: volatilities[row.volatility] ?? row.volatility,
    parallel: parallels[row.parallel] ?? row.parallel,
    strict: row.strict,
    securityDefiner: row.security_definer,
    leakproof: row.leakproof,
    cost: row.cost,
    rows: row.rows,
    support: row.support,
    transforms: row.transforms,
    settings: (row.settings ?? []).toSorted(),
    owner: context.role(row.owner),
  }
}

export const codeRoutineExpressions: readonly string[] = ['argumentDefaults', 'sqlBody']

/** The columns of pg_proc that the queries of functions, procedures and aggregates have no need to read. */
export const procColumnsIgnored: Readonly<Record<string, string>> = {
  'pg_proc.provariadic': 'the element type of the argument whose mode is VARIADIC',
  'pg_proc.pronargs': 'the length of proargtypes',
  'pg_proc.prorettype': 'printed by pg_get_function_result',
  'pg_proc.proacl': 'read by the kind privilege',
}
