// Columns that come, change and go: defaults of every sort, generated ones, identity, storage, statistics.
import { expression, operandsOf, scopeOf } from '../expressions.ts'
import { quoted } from '../names.ts'
import { anyType, bool, constantOf, int, text } from '../types.ts'
import type { Build, Column, Operation, Routine, Table, Thing, World } from '../world.ts'
import { anyTable, dropIfFree, family, noteColumn } from './make.ts'
import type { NewColumn } from './make.ts'
import { makeSequence } from './sequences.ts'

export const columnOperations: readonly Operation[] = [
  { weight: 8, apply: addColumn },
  { weight: 4, apply: addGenerated },
  { weight: 3, apply: addIdentity },
  { weight: 5, apply: dropColumn },
  { weight: 6, apply: setDefault },
  { weight: 3, apply: changeNullability },
  { weight: 3, apply: setColumnOption },
  { weight: 2, apply: widen },
]

/** Tables whose own statement says what their columns are, and whose row type is no column's. */
function takesColumns(table: Table): boolean {
  return table.partitionOf === undefined && family(table).every(({ isColumnType }) => !isColumnType)
}

/** Functions that may be called by what is kept in the catalog. */
export function callable(world: World, ...kept: readonly Routine['volatility'][]): Routine[] {
  return world.routines.filter(({ volatility }) => kept.includes(volatility))
}

/** Adds a column to a table and to all below it. */
function alterAdd(
  build: Build,
  table: Table,
  options: { readonly column: NewColumn; readonly clause: string },
): Column {
  const column = noteColumn(build, table, options.column)
  build.run(
    `ALTER TABLE ${table.path()} ADD COLUMN ${quoted(column.name)} ${options.column.type.spelled()}${options.clause}`,
  )
  for (const each of new Set(family(table))) each.columns.push(column)
  return column
}

function addColumn(build: Build): void {
  const { choose } = build
  const table = anyTable(build, takesColumns)
  const type = anyType(build)
  const given = choose.maybe(40) ? defaultOf(build, type) : undefined
  const notNull = choose.maybe(20)
  const column = { type, notNull, hasDefault: given !== undefined, needs: given?.needs ?? [] }
  const clause = `${given ? ` DEFAULT ${given.text}` : ''}${notNull ? ' NOT NULL' : ''}`
  alterAdd(build, table, { column, clause })
}

function defaultOf(build: Build, type: Column['type']): { text: string; needs: Thing[] } | undefined {
  const { world, choose } = build
  if (type === int && choose.maybe(30)) {
    const sequence = world.sequences.length > 0 ? choose.one(world.sequences) : makeSequence(build)
    return { text: `nextval(${sequenceLiteral(sequence)})`, needs: [sequence] }
  }
  if ((type === int || type === text || type === bool) && choose.maybe(60)) {
    const scope = scopeOf(build, [], callable(world, 'IMMUTABLE', 'STABLE', 'VOLATILE'))
    return { text: `(${expression(scope, type.family)})`, needs: [...scope.needs] }
  }
  const constant = constantOf(type, build)
  return constant === undefined ? undefined : { text: constant, needs: [] }
}

function sequenceLiteral(sequence: Thing): string {
  const path = sequence.path()
  return `E'${path.replaceAll('\\', '\\\\').replaceAll("'", "''")}'::regclass`
}

function addGenerated(build: Build): void {
  const { world, choose } = build
  const table = anyTable(build, takesColumns)
  const isVirtual = world.major >= 18 && choose.maybe(40)
  const type = choose.one([int, text, bool])
  const usable = table.columns.filter(({ generated, type: own }) => !generated && !(isVirtual && own.thing))
  if (!usable.some(({ type: own }) => own.family === 'text')) return addColumn(build)
  const called = isVirtual ? [] : callable(world, 'IMMUTABLE')
  const scope = { ...scopeOf(build, operandsOf(usable), called), noTexts: true }
  const clause = ` GENERATED ALWAYS AS (${expression(scope, type.family)}) ${isVirtual ? 'VIRTUAL' : 'STORED'}`
  const generated = isVirtual ? ('virtual' as const) : ('stored' as const)
  alterAdd(build, table, { column: { type, generated, needs: [...scope.needs] }, clause })
}

function addIdentity(build: Build): void {
  const { choose } = build
  const table = anyTable(build, (one) => takesColumns(one) && one.children.length === 0 && one.parents.length === 0)
  const options = choose.maybe(60) ? ' (START 7 INCREMENT BY -3 MINVALUE -1000 MAXVALUE 50 CACHE 2 CYCLE)' : ''
  const clause = ` GENERATED ${choose.one(['ALWAYS', 'BY DEFAULT'])} AS IDENTITY${options}`
  alterAdd(build, table, { column: { type: int, notNull: true, hasDefault: true, isIdentity: true }, clause })
}

function dropColumn(build: Build): void {
  const { choose } = build
  const table = anyTable(build, (one) => one.partitionOf === undefined && one.parents.length === 0)
  const free = table.columns.filter(({ pins }) => pins === 0)
  // What goes away leaves a gap in the attribute numbers.
  if (free.length < 2) return void alterAdd(build, table, { column: { type: int }, clause: '' })
  dropIfFree(build, choose.one(free))
}

function setDefault(build: Build): void {
  const { choose, run } = build
  const table = anyTable(build)
  const able = table.columns.filter(({ generated, hasDefault }) => !generated && !hasDefault)
  if (able.length === 0) return
  const column = choose.one(able)
  const given = defaultOf(build, column.type)
  if (given === undefined) return
  for (const need of given.needs) need.pins += 1
  const only = table.children.length > 0 && choose.maybe(50) ? 'ONLY ' : ''
  run(`ALTER TABLE ${only}${table.path()} ALTER COLUMN ${quoted(column.name)} SET DEFAULT ${given.text}`)
}

function changeNullability(build: Build): void {
  const { choose, run } = build
  const table = anyTable(build, (one) => one.partitionOf === undefined && one.parents.length === 0)
  const able = table.columns.filter(({ hasOddNotNull }) => !hasOddNotNull)
  if (able.length === 0) return
  const column = choose.one(able)
  run(`ALTER TABLE ${table.path()} ALTER COLUMN ${quoted(column.name)} SET NOT NULL`)
  column.notNull = true
}

function setColumnOption(build: Build): void {
  const { choose, run } = build
  const table = anyTable(build)
  const column = choose.one(table.columns.filter(({ generated }) => generated !== 'virtual'))
  const isText = column.type === text
  const clause = choose.one([
    'SET STATISTICS 250',
    'SET (n_distinct = -0.5)',
    ...(isText ? ['SET STORAGE EXTERNAL', 'SET STORAGE MAIN', 'SET COMPRESSION pglz'] : []),
  ])
  const only = choose.maybe(30) ? 'ONLY ' : ''
  run(`ALTER TABLE ${only}${table.path()} ALTER COLUMN ${quoted(column.name)} ${clause}`)
}

function widen(build: Build): void {
  const { choose, run } = build
  const table = anyTable(build, (one) => one.parents.length === 0 && takesColumns(one))
  const free = table.columns.filter(({ pins, type }) => pins === 0 && type === text)
  if (free.length === 0) return
  const column = choose.one(free)
  run(`ALTER TABLE ${table.path()} ALTER COLUMN ${quoted(column.name)} TYPE varchar(${10 + choose.below(50)})`)
}
