// Trees of tables: partitions of every strategy and in several levels, attached and detached, and inheritance from
// one table or several.
import { newName, quoted } from '../names.ts'
import { anyType, int } from '../types.ts'
import { isFree } from '../world.ts'
import type { Build, Column, Operation, Table } from '../world.ts'
import { definitionOf, divide, dropIfFree, family, makePartitioned, makeTable, noteColumn, noteTable } from './make.ts'

export const partitionOperations: readonly Operation[] = [
  { weight: 4, apply: makePartitioned },
  { weight: 9, apply: addPartition },
  { weight: 4, apply: attachPartition },
  { weight: 2, apply: detachPartition },
  { weight: 5, apply: inherit },
]

function anyPartitioned(build: Build, fits: (table: Table) => boolean = () => true): Table {
  const fitting = build.world.tables.filter((table) => table.partitioning !== undefined && fits(table))
  return fitting.length === 0 ? makePartitioned(build) : build.choose.one(fitting)
}

/** The bounds of the next partition. */
function nextBounds({ choose }: Build, { partitioning }: Table): string | undefined {
  if (partitioning === undefined) return undefined
  const { strategy, key } = partitioning
  if (strategy !== 'HASH' && !partitioning.hasDefault && choose.maybe(20)) {
    partitioning.hasDefault = true
    return 'DEFAULT'
  }
  const place = (partitioning.count += 1)
  const value = (number: number): string => (key.type === int ? String(number) : `'${String(number).padStart(4, '0')}'`)
  if (strategy === 'HASH') return place > 16 ? undefined : `FOR VALUES WITH (MODULUS 16, REMAINDER ${place - 1})`
  if (strategy === 'LIST') return `FOR VALUES IN (${value(2 * place)}, ${place === 1 ? 'NULL' : value(2 * place + 1)})`
  const from = place === 1 ? 'MINVALUE' : value(place * 10)
  return `FOR VALUES FROM (${from}) TO (${value((place + 1) * 10)})`
}

function levelOf(table: Table): number {
  return table.partitionOf === undefined ? 0 : levelOf(table.partitionOf) + 1
}

function addPartition(build: Build): void {
  const { choose, run } = build
  const parent = anyPartitioned(build)
  const bounds = nextBounds(build, parent)
  if (bounds === undefined) return
  const table = notePartition(build, parent, parent.columns)
  // A level below must not divide by what the keys above lack.
  const divided = levelOf(table) < 3 && hasNoKeys(table) && choose.maybe(35) ? divide(build, table) : undefined
  run(`CREATE TABLE ${table.path()} PARTITION OF ${parent.path()} ${bounds}${divided ? ` ${divided[0]}` : ''}`)
  if (divided) Object.assign(table, { partitioning: divided[1] })
}

function hasNoKeys(table: Table): boolean {
  for (let one: Table | undefined = table; one !== undefined; one = one.partitionOf)
    if (one.keys.length > 0 || one.hasPrimaryKey || one.hasUniqueIndex) return false
  return true
}

function notePartition(build: Build, parent: Table, columns: readonly Column[]): Table {
  const table = noteTable(build, { partitionOf: parent, columnNames: parent.columnNames })
  table.columns.push(...columns)
  return table
}

// A table of its own that becomes a partition: its columns have other numbers.
function attachPartition(build: Build): void {
  const { choose, run } = build
  const parent = anyPartitioned(build, (one) => !hasIdentity(one))
  if (hasIdentity(parent)) return
  const bounds = nextBounds(build, parent)
  if (bounds === undefined) return
  const table = notePartition(build, parent, parent.columns)
  const gap = choose.maybe(60) ? quoted(newName(choose, new Set(parent.columnNames.used), 'gap')) : undefined
  const including = choose.one(['CONSTRAINTS', 'CONSTRAINTS INCLUDING INDEXES INCLUDING DEFAULTS'])
  const like = `LIKE ${parent.path()} INCLUDING GENERATED INCLUDING ${including}`
  run(`CREATE TABLE ${table.path()} (${gap ? `${gap} text, ` : ''}${like})`)
  if (gap) run(`ALTER TABLE ${table.path()} DROP COLUMN ${gap}`)
  run(`ALTER TABLE ${parent.path()} ATTACH PARTITION ${table.path()} ${bounds}`)
}

function hasIdentity({ columns }: Table): boolean {
  return columns.some(({ isIdentity }) => isIdentity === true)
}

function detachPartition(build: Build): void {
  const { world } = build
  const table = world.tables.find((one) => one.partitionOf && !one.partitioning && isFree(world, one))
  if (table) dropIfFree(build, table)
}

function inherit(build: Build): void {
  const { world, choose, run } = build
  const able = world.tables.filter(canHaveHeirs)
  const first = able.length > 0 ? choose.one(able) : makeTable(build)
  const others = able.filter((one) => !meets(first, one))
  const parents = others.length > 0 && choose.maybe(40) ? [first, choose.one(others)] : [first]
  joinNames(world.tables, parents)
  const table = noteTable(build, { parents, columnNames: first.columnNames })
  table.columns.push(...new Set(parents.flatMap(({ columns }) => columns)))
  const own = choose.maybe(70) ? [noteColumn(build, table, { type: anyType(build) })] : []
  table.columns.push(...own)
  run(
    `CREATE TABLE ${table.path()} (${own.map(definitionOf).join(', ')}) INHERITS (${parents.map((one) => one.path()).join(', ')})`,
  )
}

function canHaveHeirs(table: Table): boolean {
  return table.partitioning === undefined && table.partitionOf === undefined && family(table).length < 5
}

/** Whether two tables cannot be parents of one: a name of theirs would stand for two columns. */
function meets(one: Table, other: Table): boolean {
  if (one.columnNames === other.columnNames || one.isUnlogged !== other.isUnlogged) return true
  return [...one.columnNames.used].some((name) => other.columnNames.used.has(name))
}

function joinNames(tables: readonly Table[], parents: readonly Table[]): void {
  const joined = new Set(parents.map(({ columnNames }) => columnNames.used))
  const used = new Set([...joined].flatMap((names) => [...names]))
  for (const { columnNames } of tables) if (joined.has(columnNames.used)) columnNames.used = used
}
