// Constraints: keys, checks that call functions, foreign keys to any table, exclusions, names of NOT NULL.
import { expression, operandsOf, scopeOf } from '../expressions.ts'
import { newName, quoted } from '../names.ts'
import { add, everyName } from '../world.ts'
import type { Build, Column, Key, Operation, Table, Thing } from '../world.ts'
import { callable } from './columns.ts'
import { anyTable, family } from './make.ts'

export const constraintOperations: readonly Operation[] = [
  { weight: 6, apply: addKey },
  { weight: 6, apply: addCheck },
  { weight: 8, apply: addForeignKey },
  { weight: 2, apply: addExclusion },
  { weight: 3, apply: nameNotNull },
]

/** Notes a constraint; it shares the names of relations, since keys have indexes. */
function noteConstraint(build: Build, table: Table, needs: Iterable<Thing>): Thing {
  const { world } = build
  const name = newName(build.choose, everyName(world), 'constraint')
  for (const { names } of world.schemas) names.add(name)
  const constraint: Thing = {
    label: 'CONSTRAINT',
    name,
    path: () => `${quoted(constraint.name)} ON ${table.path()}`,
    used: () => everyName(world),
    parent: table,
    needs: [...needs],
    pins: 0,
    drop: () => `ALTER TABLE ${table.path()} DROP CONSTRAINT ${quoted(constraint.name)}`,
    rename: (to) => `ALTER TABLE ${table.path()} RENAME CONSTRAINT ${quoted(constraint.name)} TO ${to}`,
  }
  return add(world, constraint)
}

function keyColumns({ choose }: Build, table: Table, most: number): Column[] {
  const able = table.columns.filter(({ type, generated }) => type.sorts && generated !== 'virtual')
  const key = partitionKeys(table)
  const others = able.filter((column) => !key.includes(column))
  return [...key, ...(others.length > 0 && (key.length === 0 || choose.maybe(50)) ? choose.some(others, most) : [])]
}

/** The keys of a divided table and of all divided ones below it, which every unique index must hold. */
export function partitionKeys(table: Table): Column[] {
  return [...new Set(family(table).flatMap(({ partitioning }) => (partitioning ? [partitioning.key] : [])))]
}

/** Columns that are the whole of a key. */
function addKey(build: Build): Key {
  const { world, choose, run } = build
  const table = anyTable(build)
  const columns = keyColumns(build, table, 2)
  // NOT NULL is inherited: a child may have such a column from elsewhere.
  const isOdd = columns.some(({ hasOddNotNull }) => hasOddNotNull)
  const isPrimary = !table.hasPrimaryKey && !isOdd && table.parents.length === 0 && choose.below(2) === 0
  const thing = noteConstraint(build, table, columns)
  const deferrable = choose.maybe(20) ? ' DEFERRABLE INITIALLY DEFERRED' : ''
  const nulls = !isPrimary && world.major >= 15 && choose.maybe(20) ? ' NULLS NOT DISTINCT' : ''
  const list = columns.map(({ name }) => quoted(name)).join(', ')
  const kind = isPrimary ? 'PRIMARY KEY' : `UNIQUE${nulls}`
  run(`ALTER TABLE ${table.path()} ADD CONSTRAINT ${quoted(thing.name)} ${kind} (${list})${deferrable}`)
  if (isPrimary) {
    table.hasPrimaryKey = true
    for (const column of columns) column.notNull = true
  }
  const key = { thing, columns }
  if (deferrable === '') table.keys.push(key)
  if (deferrable === '' && isPrimary) table.primaryKey = key
  return key
}

function addCheck(build: Build): void {
  const { world, choose, run } = build
  const table = anyTable(build)
  const scope = scopeOf(build, operandsOf(table.columns), callable(world, 'IMMUTABLE', 'STABLE'))
  const body = expression(scope, 'bool')
  const constraint = noteConstraint(build, table, scope.needs)
  const isDivided = table.partitioning !== undefined
  const noInherit = !isDivided && choose.maybe(15)
  const state = choose.one(['', '', ' NOT VALID', world.major >= 18 ? ' NOT ENFORCED' : ''])
  const later = choose.fancy && !isDivided ? state : ''
  run(
    `ALTER TABLE ${table.path()} ADD CONSTRAINT ${quoted(constraint.name)} CHECK (${body})${noInherit ? ' NO INHERIT' : ''}${later}`,
  )
}

function addForeignKey(build: Build): void {
  const { world, choose, run } = build
  const target = anyTable(build, ({ keys }) => keys.length > 0)
  const key = target.keys.length > 0 ? choose.one(target.keys) : addKeyTo(build, target)
  const table = anyTable(build, (one) => isMatch(one, target) && canRefer(one, key))
  const columns = canRefer(table, key) && isMatch(table, target) ? referring(table, key, build) : undefined
  if (columns === undefined || key === undefined) return
  const constraint = noteConstraint(build, table, [
    ...columns,
    ...key.columns,
    ...target.keys.map(({ thing }) => thing),
  ])
  const state = [
    choose.maybe(20) ? ' MATCH FULL' : '',
    choose.maybe(25) ? ` ON DELETE ${choose.one(['CASCADE', 'SET NULL', 'SET DEFAULT', 'RESTRICT'])}` : '',
    choose.maybe(25) ? ` ON UPDATE CASCADE` : '',
    choose.maybe(25) ? choose.one([' DEFERRABLE', ' DEFERRABLE INITIALLY DEFERRED']) : '',
    table.partitioning === undefined && target.partitioning === undefined && choose.maybe(25)
      ? choose.one([' NOT VALID', world.major >= 18 ? ' NOT ENFORCED' : ''])
      : '',
  ]
  run(
    `ALTER TABLE ${table.path()} ADD CONSTRAINT ${quoted(constraint.name)} FOREIGN KEY (${listed(columns)}) REFERENCES ${target.path()} (${listed(key.columns)})${state.join('')}`,
  )
}

// A tree of partitions cannot refer to one of its own tables, but to itself.
function isMatch(table: Table, target: Table): boolean {
  const isOwn = table !== target && rootOf(table) === rootOf(target)
  return table.isUnlogged === target.isUnlogged && !isOwn
}

function rootOf(table: Table): Table {
  return table.partitionOf === undefined ? table : rootOf(table.partitionOf)
}

function listed(columns: readonly Column[]): string {
  return columns.map(({ name }) => quoted(name)).join(', ')
}

function addKeyTo(build: Build, table: Table): Key | undefined {
  if (table.partitionOf !== undefined) return undefined
  const columns = keyColumns(build, table, 1)
  const thing = noteConstraint(build, table, columns)
  build.run(`ALTER TABLE ${table.path()} ADD CONSTRAINT ${quoted(thing.name)} UNIQUE (${listed(columns)})`)
  const key = { thing, columns }
  table.keys.push(key)
  return key
}

function canRefer(table: Table, key: Key | undefined): boolean {
  return key !== undefined && key.columns.every(({ type }) => fitting(table, type.spelled()).length > 0)
}

function referring(table: Table, key: Key | undefined, { choose }: Build): Column[] | undefined {
  if (key === undefined) return undefined
  const taken = new Set<Column>()
  for (const { type } of key.columns) {
    const rest = fitting(table, type.spelled()).filter((column) => !taken.has(column))
    if (rest.length === 0) return undefined
    taken.add(choose.one(rest))
  }
  return [...taken]
}

// Generated columns may refer, but nothing may be set in them.
function fitting({ columns }: Table, spelled: string): Column[] {
  return columns.filter(({ type, generated }) => type.spelled() === spelled && !generated)
}

function addExclusion(build: Build): void {
  const { choose, run } = build
  const table = anyTable(build, ({ partitioning }) => partitioning === undefined)
  if (table.partitioning !== undefined) return
  const columns = choose.some(
    table.columns.filter(({ type, generated }) => type.sorts && generated !== 'virtual'),
    2,
  )
  const scope = scopeOf(build, operandsOf(table.columns.filter(({ generated }) => generated !== 'virtual')))
  const where = choose.maybe(50) ? ` WHERE (${expression(scope, 'bool')})` : ''
  const constraint = noteConstraint(build, table, [...columns, ...scope.needs])
  const elements = columns.map(({ name }) => `${quoted(name)} WITH =`).join(', ')
  run(`ALTER TABLE ${table.path()} ADD CONSTRAINT ${quoted(constraint.name)} EXCLUDE USING btree (${elements})${where}`)
}

// Since 18 a NOT NULL is a constraint with a name.
function nameNotNull(build: Build): void {
  const { world, choose, run } = build
  if (world.major < 18) return
  const table = anyTable(build, (one) => one.parents.length === 0 && one.children.length === 0)
  const able = table.columns.filter(({ notNull }) => !notNull)
  if (able.length === 0 || table.parents.length > 0 || table.children.length > 0) return
  const column = choose.one(able)
  const constraint = noteConstraint(build, table, [column])
  constraint.pins += 1 // a primary key may come to need it
  const state = table.partitioning ? '' : choose.one(['', ' NO INHERIT', ' NOT VALID'])
  run(
    `ALTER TABLE ${table.path()} ADD CONSTRAINT ${quoted(constraint.name)} NOT NULL ${quoted(column.name)}${choose.fancy ? state : ''}`,
  )
  column.notNull = true
  column.hasOddNotNull = true
}
