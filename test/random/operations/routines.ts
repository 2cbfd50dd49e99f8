// Functions of every language and body, procedures and aggregates. A body that is kept as text names nothing that can
// be renamed; what a SQL-standard body names is known to the server.
import { expression, scopeOf } from '../expressions.ts'
import type { Operand } from '../expressions.ts'
import { newName, quoted } from '../names.ts'
import { anyType, bool, int, text } from '../types.ts'
import { add, pathIn } from '../world.ts'
import type { Build, Operation, Relation, Routine, Thing, Type } from '../world.ts'
import { callable } from './columns.ts'
import { anyRelation, anySchema } from './make.ts'
import { anyQuery } from './queries.ts'
import { noteOutput } from './views.ts'

export const routineOperations: readonly Operation[] = [
  { weight: 6, apply: makeScalar },
  { weight: 5, apply: makeReading },
  { weight: 4, apply: makeRows },
  { weight: 2, apply: makeProcedure },
  { weight: 2, apply: makeAggregate },
  { weight: 2, apply: makeWithDefaults },
]

interface NewRoutine {
  readonly label: string
  readonly takes: readonly Type[]
  readonly needs: Iterable<Thing>
}

type Plain = Thing & { readonly called: () => string }

function noteRoutine(build: Build, { label, takes, needs }: NewRoutine): Plain {
  const schema = anySchema(build)
  const called = (): string => pathIn(schema, thing.name)
  const path = (): string => `${called()}(${takes.map(signatureType).join(', ')})`
  const thing: Plain = {
    label,
    name: newName(build.choose, schema.routineNames, label.toLowerCase()),
    called,
    path,
    used: () => schema.routineNames,
    needs: [schema, ...needs],
    pins: 0,
    drop: () => `DROP ${label} ${path()}`,
    rename: (to) => `ALTER ${label} ${path()} RENAME TO ${to}`,
    owner: () => `ALTER ${label} ${path()} OWNER TO`,
    grant: { on: label === 'PROCEDURE' ? 'PROCEDURE' : 'FUNCTION', privileges: ['EXECUTE'] },
  }
  return add(build.world, thing)
}

function signatureType({ spelled }: Type): string {
  return spelled().replace(/^text COLLATE .*$/su, 'text')
}

function own(types: readonly Type[]): Thing[] {
  return types.flatMap(({ thing }) => (thing ? [thing] : []))
}

const scalars = [int, text, bool] as const

function makeScalar(build: Build): Routine {
  const { world, choose, run } = build
  const takes = Array.from({ length: choose.below(3) }, () => choose.one(scalars))
  const returns = choose.one(scalars)
  const form = choose.one(['text', 'plpgsql', 'atomic'] as const)
  const operands: Operand[] = takes.map((type, place) => ({ text: `$${place + 1}`, type, thing: nobody }))
  const volatility = choose.one(['IMMUTABLE', 'IMMUTABLE', 'STABLE', 'VOLATILE'] as const)
  const scope = scopeOf(build, operands, form === 'atomic' ? callable(world, volatility, 'IMMUTABLE') : [])
  const body = expression(scope, returns.family)
  scope.needs.delete(nobody)
  const made = noteRoutine(build, { label: 'FUNCTION', takes, needs: scope.needs })
  const head = `CREATE FUNCTION ${made.path()} RETURNS ${returns.spelled()} ${volatility}${traits(build)}`
  if (form === 'atomic') run(`${head} LANGUAGE sql RETURN ${body}`)
  else if (form === 'plpgsql') run(`${head} LANGUAGE plpgsql AS $body$ BEGIN RETURN ${body}; END $body$`)
  else run(`${head} LANGUAGE sql AS $body$ SELECT ${body} $body$`)
  return noteCallable(build, made, { takes, returns, volatility })
}

const nobody: Thing = { label: '', name: '', path: () => '', used: () => new Set(), needs: [], pins: 0 }

function traits({ choose }: Build): string {
  return [
    choose.maybe(20) ? ' STRICT' : '',
    choose.maybe(10) ? ' SECURITY DEFINER' : '',
    choose.maybe(10) ? ' LEAKPROOF' : '',
    choose.maybe(15) ? ' PARALLEL SAFE' : '',
    choose.maybe(15) ? ' COST 7' : '',
    choose.maybe(15) ? ` SET search_path = pg_catalog, "a b", ''` : '',
    choose.maybe(10) ? ` SET work_mem = '1MB'` : '',
  ].join('')
}

// The same object must stand in every list: it is one thing.
function noteCallable(build: Build, made: Plain, more: Pick<Routine, 'takes' | 'returns' | 'volatility'>): Routine {
  const routine = Object.assign(made, more)
  build.world.routines.push(routine)
  return routine
}

/** A function whose SQL-standard body reads tables, views and other functions. */
function makeReading(build: Build): void {
  const query = anyQuery(build)
  const made = noteRoutine(build, { label: 'FUNCTION', takes: [int], needs: query.needs })
  build.run(
    `CREATE FUNCTION ${made.path()} RETURNS integer STABLE LANGUAGE sql BEGIN ATOMIC SELECT count(*)::integer + $1 FROM (${query.sql}) q; END`,
  )
  noteCallable(build, made, { takes: [int], returns: int, volatility: 'STABLE' })
}

/** A function that returns rows: of a relation, or of columns of its own; queries read it like a view. */
function makeRows(build: Build): void {
  const { choose, run } = build
  const relation = anyRelation(build)
  if (relation.form !== 'function' && choose.below(2) === 0) return makeSetOf(build, relation)
  const query = anyQuery(build, relation)
  const columns = query.columns.filter(({ type }) => !type.spelled().includes('COLLATE'))
  if (columns.length < query.columns.length) return
  const made = noteRoutine(build, {
    label: 'FUNCTION',
    takes: [],
    needs: [...query.needs, ...own(columns.map(({ type }) => type))],
  })
  const table = columns.map(({ name, type }) => `${quoted(name)} ${type.spelled()}`).join(', ')
  run(
    `CREATE FUNCTION ${made.path()} RETURNS TABLE (${table}) STABLE ROWS 5 LANGUAGE sql BEGIN ATOMIC ${query.sql}; END`,
  )
  noteSource(build, made, query.columns)
}

function makeSetOf(build: Build, relation: Relation): void {
  const { run } = build
  if (relation.form === 'table') Object.assign(relation, { isColumnType: true })
  const made = noteRoutine(build, { label: 'FUNCTION', takes: [], needs: [relation, ...relation.columns] })
  run(
    `CREATE FUNCTION ${made.path()} RETURNS SETOF ${relation.path()} STABLE LANGUAGE sql BEGIN ATOMIC SELECT * FROM ${relation.path()}; END`,
  )
  const columns = relation.columns
  const source: Relation = Object.assign(made, { schema: relation.schema, form: 'function' as const, columns })
  build.world.views.push(source)
}

function noteSource(build: Build, made: Thing, columns: readonly { name: string; type: Type }[]): void {
  const [schema] = build.world.schemas
  if (schema === undefined) return
  const source: Relation = Object.assign(made, { schema, form: 'function' as const, columns: [] })
  const names = new Set(columns.map(({ name }) => name))
  source.columns.push(...columns.map((column) => noteOutput(source, column, names)))
  build.world.views.push(source)
}

function makeProcedure(build: Build): void {
  const { choose, run } = build
  const types = [anyType(build), anyType(build)]
  const query = anyQuery(build)
  const made = noteRoutine(build, { label: 'PROCEDURE', takes: types, needs: [...own(types), ...query.needs] })
  const body = choose.below(2) === 0 ? `AS 'SELECT 1'` : `BEGIN ATOMIC ${query.sql}; END`
  run(`CREATE PROCEDURE ${made.path()} LANGUAGE sql ${body}`)
}

function makeAggregate(build: Build): void {
  const { choose, run } = build
  const step = build.world.routines.find(
    ({ takes, returns, volatility }) =>
      volatility !== 'VOLATILE' && takes.length === 2 && takes[0] === returns && takes[1] === int,
  )
  const made = noteRoutine(build, { label: 'AGGREGATE', takes: [int], needs: step ? [step] : [] })
  const [sfunc, stype] = step ? [step.called(), step.returns.spelled()] : ['int4pl', 'integer']
  const start =
    stype === 'integer' ? `, initcond = '0'` : stype === 'boolean' ? `, initcond = 'true'` : `, initcond = 'x'`
  run(
    `CREATE AGGREGATE ${made.path()} (sfunc = ${sfunc}, stype = ${stype}${start}${choose.maybe(30) ? ', parallel = safe' : ''})`,
  )
}

/** Defaults of arguments call other functions, and arguments have any type. */
function makeWithDefaults(build: Build): void {
  const { world, run } = build
  const other = anyType(build)
  const scope = scopeOf(build, [], callable(world, 'IMMUTABLE', 'STABLE', 'VOLATILE'))
  const text1 = expression(scope, 'int', 1)
  const made = noteRoutine(build, { label: 'FUNCTION', takes: [other, int], needs: [...own([other]), ...scope.needs] })
  run(
    `CREATE FUNCTION ${made.called()}("select" ${signatureType(other)}, "a ""b" integer DEFAULT ${text1}) RETURNS text LANGUAGE plpgsql AS $body$ BEGIN RETURN 'x'; END $body$`,
  )
}
