// What steps ask for and, where there is none yet, make: a schema to put things in, a table to work on.
import { newName, quoted } from '../names.ts'
import { anyType, int, text } from '../types.ts'
import { add, forget, isFree, nameIn, pathIn, schemaNamed } from '../world.ts'
import type { Build, Column, ColumnNames, Partitioning, Relation, Schema, Table, Thing, Type } from '../world.ts'

export function anySchema(build: Build): Schema {
  const { world, choose } = build
  return world.schemas.length < 3 && choose.maybe(25) ? makeSchema(build) : choose.one(world.schemas)
}

export function makeSchema({ world, choose, run }: Build): Schema {
  const owner = choose.maybe(20) ? ` AUTHORIZATION ${quoted(choose.one(world.roles))}` : ''
  const name = newName(choose, world.names, 'schema')
  // No schema of a user may be called pg_….
  const schema = schemaNamed(name.replace(/^pg_/u, 'PG_'), world)
  run(`CREATE SCHEMA ${schema.path()}${owner}`)
  world.schemas.push(schema)
  return add(world, schema)
}

export function anyTable(build: Build, fits: (table: Table) => boolean = () => true): Table {
  const fitting = build.world.tables.filter(fits)
  return fitting.length === 0 || build.choose.below(12) === 0 ? makeTable(build) : build.choose.one(fitting)
}

export function anyRelation(build: Build): Relation {
  const all: Relation[] = [...build.world.tables, ...build.world.views]
  return all.length === 0 ? makeTable(build) : build.choose.one(all)
}

/** A column as a table's statement writes it; `mark` is for what makes it special. */
export interface NewColumn {
  readonly type: Type
  readonly notNull?: boolean
  readonly generated?: 'stored' | 'virtual'
  readonly hasDefault?: boolean
  readonly isIdentity?: boolean
  readonly needs?: readonly Thing[]
}

/** Notes a column of a table; the statement is the caller's. */
export function noteColumn(build: Build, table: Table, column: NewColumn): Column {
  const { world, choose } = build
  const made: Column = {
    label: 'COLUMN',
    name: newName(choose, table.columnNames.used, 'c'),
    path: () => `${table.path()}.${quoted(made.name)}`,
    used: () => table.columnNames.used,
    parent: table,
    needs: [...(column.type.thing ? [column.type.thing] : []), ...(column.needs ?? [])],
    pins: 0,
    type: column.type,
    notNull: column.notNull ?? false,
    generated: column.generated,
    hasDefault: column.hasDefault ?? false,
    isIdentity: column.isIdentity ?? false,
    hasOddNotNull: false,
    drop: () => `ALTER TABLE ${table.path()} DROP COLUMN ${quoted(made.name)}`,
    rename: (to) => `ALTER TABLE ${table.path()} RENAME COLUMN ${quoted(made.name)} TO ${to}`,
  }
  return add(world, made)
}

export const tablePrivileges = ['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']

interface NewTable {
  readonly parents?: readonly Table[]
  readonly isUnlogged?: boolean
  readonly columnNames?: ColumnNames
  readonly partitionOf?: Table
}

/** Notes a table without columns; the statement is the caller's. */
export function noteTable(build: Build, options: NewTable = {}): Table {
  const { world } = build
  const schema = anySchema(build)
  const { parents = [], partitionOf } = options
  const above = partitionOf ? [partitionOf] : parents
  const table: Table = {
    label: 'TABLE',
    form: 'table',
    schema,
    name: nameIn(schema, build, 'table'),
    path: () => pathIn(schema, table.name),
    used: () => schema.names,
    needs: [schema, ...above],
    pins: 0,
    columns: [],
    columnNames: options.columnNames ?? { used: new Set() },
    parents: [...above],
    children: [],
    keys: [],
    partitionOf,
    hasPrimaryKey: false,
    hasUniqueIndex: false,
    isUnlogged: options.isUnlogged ?? false,
    isColumnType: false,
    // What foreign keys refer to is not dropped while it is a partition.
    drop: () =>
      partitionOf ? `${detachment(partitionOf, table)};\nDROP TABLE ${table.path()}` : `DROP TABLE ${table.path()}`,
    rename: (to) => `ALTER TABLE ${table.path()} RENAME TO ${to}`,
    owner: () => `ALTER TABLE ${table.path()} OWNER TO`,
    grant: { on: 'TABLE', privileges: tablePrivileges },
  }
  world.tables.push(table)
  for (const one of above) one.children.push(table)
  return add(world, table)
}

function detachment(parent: Table, table: Table): string {
  return `ALTER TABLE ${parent.path()} DETACH PARTITION ${table.path()}`
}

/** An ordinary table of a few columns, the first of them a number. */
export function makeTable(build: Build): Table {
  const { choose, run } = build
  const isUnlogged = choose.maybe(8)
  const table = noteTable(build, { isUnlogged })
  const types = [int, text, ...Array.from({ length: choose.below(4) }, () => anyType(build))]
  for (const type of types) table.columns.push(noteColumn(build, table, { type, notNull: choose.maybe(30) }))
  const options = choose.maybe(10) ? ' WITH (fillfactor = 70, autovacuum_enabled = off)' : ''
  run(`CREATE ${isUnlogged ? 'UNLOGGED ' : ''}TABLE ${table.path()} (${definitionsOf(table)})${options}`)
  return table
}

function definitionsOf(table: Table): string {
  return table.columns.map(definitionOf).join(', ')
}

export function definitionOf(column: Column): string {
  return `${quoted(column.name)} ${column.type.spelled()}${column.notNull ? ' NOT NULL' : ''}`
}

/** A table that is divided by one of its first two columns. */
export function makePartitioned(build: Build): Table {
  const { choose, run } = build
  const made = noteTable(build)
  for (const type of [int, text, ...(choose.maybe(60) ? [anyType(build)] : [])])
    made.columns.push(noteColumn(build, made, { type }))
  const [clause, partitioning] = divide(build, made)
  run(`CREATE TABLE ${made.path()} (${definitionsOf(made)}) ${clause}`)
  return Object.assign(made, { partitioning })
}

/** The clause PARTITION BY, and what is to be remembered of it. */
export function divide({ choose }: Build, table: Table): [string, Partitioning] {
  const strategy = choose.one(['RANGE', 'LIST', 'HASH'] as const)
  const fitting = table.columns.filter(({ type }) => type === int || type === text)
  const key = choose.one(fitting)
  key.pins += 1 // a key is never dropped
  return [`PARTITION BY ${strategy} (${quoted(key.name)})`, { strategy, key, count: 0, hasDefault: false }]
}

/** Every table below this one, itself included. */
export function family(table: Table): Table[] {
  return [table, ...table.children.flatMap(family)]
}

/** Drops a thing that nothing needs; false where something does. */
export function dropIfFree({ world, run }: Build, thing: Thing): boolean {
  if (thing.drop === undefined || !isFree(world, thing)) return false
  run(thing.drop())
  forget(world, thing)
  return true
}
