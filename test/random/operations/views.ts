// Views and materialized views, on tables, views and functions; renamed columns, defaults, replaced queries.
import { expression, operandsOf, scopeOf } from '../expressions.ts'
import { newName, quoted } from '../names.ts'
import { add, nameIn, pathIn } from '../world.ts'
import type { Build, Column, Operation, Relation, Thing } from '../world.ts'
import { callable } from './columns.ts'
import { anySchema, tablePrivileges } from './make.ts'
import { anyQuery } from './queries.ts'
import type { Query } from './queries.ts'

export const viewOperations: readonly Operation[] = [
  { weight: 10, apply: makeView },
  { weight: 4, apply: makeMaterialized },
  { weight: 3, apply: renameViewColumn },
  { weight: 2, apply: setViewDefault },
  { weight: 2, apply: replaceView },
]

function noteView(build: Build, query: Query, form: 'view' | 'materialized view'): Relation {
  const label = form === 'view' ? 'VIEW' : 'MATERIALIZED VIEW'
  const schema = anySchema(build)
  const view: Relation = {
    label,
    form,
    schema,
    columns: [],
    name: nameIn(schema, build, 'view'),
    path: () => pathIn(schema, view.name),
    used: () => schema.names,
    needs: [schema, ...query.needs],
    pins: 0,
    drop: () => `DROP ${label} ${view.path()}`,
    rename: (to) => `ALTER ${label} ${view.path()} RENAME TO ${to}`,
    owner: () => `ALTER ${label} ${view.path()} OWNER TO`,
    grant: { on: 'TABLE', privileges: tablePrivileges },
  }
  const names = new Set(query.columns.map(({ name }) => name))
  view.columns.push(...query.columns.map((column) => noteOutput(view, column, names)))
  add(build.world, view)
  for (const column of view.columns) add(build.world, column)
  return view
}

/** A column that a query gives. */
export function noteOutput(view: Relation, { name, type }: Query['columns'][number], names: Set<string>): Column {
  const column: Column = {
    label: 'COLUMN',
    name,
    path: () => `${view.path()}.${quoted(column.name)}`,
    used: () => names,
    parent: view,
    needs: [],
    pins: 0,
    type,
    notNull: false,
    generated: undefined,
    hasDefault: false,
    isIdentity: false,
    hasOddNotNull: false,
    ...(view.form === 'function'
      ? {}
      : { rename: (to) => `ALTER ${view.label} ${view.path()} RENAME COLUMN ${quoted(column.name)} TO ${to}` }),
  }
  return column
}

function makeView(build: Build): void {
  const { world, choose, run } = build
  const query = anyQuery(build)
  const view = noteView(build, query, 'view')
  const options = [
    ...(choose.maybe(15) ? ['security_barrier'] : []),
    ...(choose.maybe(15) && world.major >= 15 ? ['security_invoker = true'] : []),
  ]
  const list = options.length > 0 ? ` WITH (${options.join(', ')})` : ''
  run(`CREATE VIEW ${view.path()}${list} AS ${query.sql}`)
  world.views.push(view)
}

function makeMaterialized(build: Build): void {
  const { world, choose, run } = build
  const query = anyQuery(build)
  const view = noteView(build, query, 'materialized view')
  const isEmpty = world.isCyclic || choose.maybe(20)
  run(`CREATE MATERIALIZED VIEW ${view.path()} AS ${query.sql}${isEmpty ? ' WITH NO DATA' : ''}`)
  // What holds no data cannot be read when another one is filled.
  if (!isEmpty) world.views.push(view)
  if (choose.below(2) === 0) indexMaterialized(build, view)
}

function indexMaterialized(build: Build, view: Relation): void {
  const { run } = build
  const column = view.columns.find(({ type }) => type.sorts)
  if (column === undefined) return
  const index: Thing = {
    label: 'INDEX',
    name: nameIn(view.schema, build, 'index'),
    path: () => pathIn(view.schema, index.name),
    used: () => view.schema.names,
    parent: view,
    needs: [column],
    pins: 0,
    drop: () => `DROP INDEX ${index.path()}`,
    rename: (to) => `ALTER INDEX ${index.path()} RENAME TO ${to}`,
  }
  run(`CREATE INDEX ${quoted(index.name)} ON ${view.path()} (${quoted(column.name)} DESC)`)
  add(build.world, index)
}

function renameViewColumn(build: Build): void {
  const { world, choose, run } = build
  const views = world.views.filter(({ form }) => form === 'view')
  if (views.length === 0) return makeView(build)
  const column = choose.one(choose.one(views).columns)
  const old = column.name
  const name = newName(choose, column.used(), 'renamed')
  const statement = column.rename?.(quoted(name))
  column.used().delete(old)
  column.name = name
  if (statement !== undefined) run(statement)
}

function setViewDefault(build: Build): void {
  const { world, choose, run } = build
  const views = world.views.filter(({ form }) => form === 'view')
  if (views.length === 0) return makeView(build)
  const view = choose.one(views)
  const column = view.columns.find(({ type, hasDefault }) => type.family !== 'other' && !hasDefault)
  if (column === undefined) return
  column.hasDefault = true
  const scope = scopeOf(build, [], callable(world, 'IMMUTABLE', 'STABLE'))
  const text = expression(scope, column.type.family, 1)
  for (const need of scope.needs) need.pins += 1
  run(`ALTER VIEW ${view.path()} ALTER COLUMN ${quoted(column.name)} SET DEFAULT ${text}`)
}

/** Another query for a view: its own columns, through what has come to be since; sometimes through itself. */
function replaceView(build: Build): void {
  const { world, choose, run } = build
  const views = world.views.filter(({ form }) => form === 'view')
  const routines = callable(world, 'IMMUTABLE', 'STABLE', 'VOLATILE')
  const isFilled = world.things.some(({ label }) => label === 'MATERIALIZED VIEW')
  if (views.length === 0 || routines.length === 0 || isFilled) return makeView(build)
  const view = choose.one(views)
  // A text has a collation, which cannot change.
  if (view.columns.some(({ type }) => !['int', 'bool'].includes(type.family))) return makeView(build)
  const scope = scopeOf(build, operandsOf([]), routines)
  const list = view.columns.map(({ name, type }) => `NULL::${type.spelled()} AS ${quoted(name)}`)
  const condition = expression(scope, 'bool')
  for (const need of scope.needs) need.pins += 1
  world.isCyclic = true
  run(`CREATE OR REPLACE VIEW ${view.path()} AS SELECT ${list.join(', ')} WHERE ${condition}`)
}
