// Indexes of every method, on columns and expressions, on partitioned tables and on one level of them alone, and what
// rests on them: CLUSTER, replica identity. Extended statistics as well.
import { expression, operandsOf, scopeOf } from '../expressions.ts'
import { quoted } from '../names.ts'
import { int, text } from '../types.ts'
import { add, nameIn, pathIn } from '../world.ts'
import type { Build, Column, Operation, Table, Thing } from '../world.ts'
import { callable } from './columns.ts'
import { partitionKeys } from './constraints.ts'
import { anySchema, anyTable, family } from './make.ts'

export const indexOperations: readonly Operation[] = [
  { weight: 8, apply: makeIndex },
  { weight: 3, apply: makeUnique },
  { weight: 2, apply: restOnIndex },
  { weight: 3, apply: attachIndex },
  { weight: 3, apply: makeStatistics },
]

function noteIndex(build: Build, table: Table, needs: Iterable<Thing>): Thing {
  const index: Thing = {
    label: 'INDEX',
    name: nameIn(table.schema, build, 'index'),
    path: () => pathIn(table.schema, index.name),
    used: () => table.schema.names,
    parent: table,
    needs: [...needs],
    pins: 0,
    drop: () => `DROP INDEX ${index.path()}`,
    rename: (to) => `ALTER INDEX ${index.path()} RENAME TO ${to}`,
  }
  return add(build.world, index)
}

function indexable(table: Table): Column[] {
  return table.columns.filter(({ generated }) => generated !== 'virtual')
}

function makeIndex(build: Build): void {
  const { world, choose, run } = build
  const table = anyTable(build)
  const columns = indexable(table)
  const scope = scopeOf(build, operandsOf(columns), callable(world, 'IMMUTABLE'))
  const sorting = columns.filter(({ type }) => type.sorts)
  const method = choose.one(['btree', 'btree', 'hash', 'brin'] as const)
  const simple = choose.some(
    method === 'brin' || method === 'hash' ? sorting.filter(({ type }) => type === int || type === text) : sorting,
    method === 'hash' ? 1 : 3,
  )
  const order = (): string =>
    method === 'btree' && choose.maybe(30) ? choose.one([' DESC', ' NULLS FIRST', ' DESC NULLS LAST']) : ''
  const keys = simple.map(
    (column) => `${quoted(column.name)}${column.type === text && choose.maybe(20) ? ' COLLATE "C"' : ''}${order()}`,
  )
  if (method !== 'hash' && choose.maybe(40)) keys.push(`(${expression(scope, choose.one(['int', 'text']))})${order()}`)
  if (keys.length === 0) return
  const include = method === 'btree' && choose.maybe(15) ? choose.one(sorting) : undefined
  const where = choose.maybe(25) ? ` WHERE ${expression(scope, 'bool')}` : ''
  const index = noteIndex(build, table, [...simple, ...scope.needs, ...(include ? [include] : [])])
  const options = method === 'btree' && choose.maybe(15) ? ' WITH (fillfactor = 60)' : ''
  const only = table.partitioning && choose.maybe(30) ? 'ONLY ' : ''
  if (only) keepPartitions(table)
  run(
    `CREATE INDEX ${quoted(index.name)} ON ${only}${table.path()} USING ${method} (${keys.join(', ')})${include ? ` INCLUDE (${quoted(include.name)})` : ''}${options}${where}`,
  )
  const isExpression = keys.length > simple.length && !keys.at(-1)?.startsWith('("')
  if (!only && isExpression && choose.maybe(40)) {
    run(`ALTER INDEX ${index.path()} ALTER COLUMN ${keys.length} SET STATISTICS 77`)
  }
}

// An index that waits for those of partitions cannot be made again once the partitions are gone.
function keepPartitions(table: Table): void {
  for (const one of family(table)) one.pins += 1
}

function makeUnique(build: Build): void {
  const { world, choose, run } = build
  const table = anyTable(build)
  const key = partitionKeys(table)
  const others = indexable(table).filter((column) => column.type.sorts && !key.includes(column))
  const columns = [...key, ...(others.length > 0 ? choose.some(others, 2) : [])]
  if (columns.length === 0) return
  const index = noteIndex(build, table, columns)
  // A foreign key may come to rest on it.
  index.pins += 1
  for (const one of family(table)) one.hasUniqueIndex = true
  const nulls = world.major >= 15 && choose.maybe(25) ? ' NULLS NOT DISTINCT' : ''
  run(
    `CREATE UNIQUE INDEX ${quoted(index.name)} ON ${table.path()} (${columns.map(({ name }) => quoted(name)).join(', ')})${nulls}`,
  )
  const isWhole =
    !table.partitioning &&
    columns.every(({ notNull, hasOddNotNull }) => notNull && !hasOddNotNull) &&
    columns.every(({ generated }) => !generated)
  if (isWhole && choose.maybe(30)) {
    run(`ALTER TABLE ${table.path()} REPLICA IDENTITY USING INDEX ${quoted(index.name)}`)
  }
}

function restOnIndex(build: Build): void {
  const { choose, run } = build
  const table = anyTable(build)
  if (table.partitioning === undefined && choose.below(2) === 0 && table.keys[0]) {
    const [key] = table.keys
    key.thing.pins += 1
    return run(`ALTER TABLE ${table.path()} CLUSTER ON ${quoted(key.thing.name)}`)
  }
  return run(`ALTER TABLE ${table.path()} REPLICA IDENTITY ${choose.one(['FULL', 'NOTHING'])}`)
}

/** An index of one partition that a partitioned index of the level above takes over. */
function attachIndex(build: Build): void {
  const { world, choose, run } = build
  const leaves = world.tables.filter(({ partitionOf, partitioning }) => partitionOf && !partitioning)
  if (leaves.length === 0) return
  const leaf = choose.one(leaves)
  const above = leaf.partitionOf
  const column = leaf.columns.find(({ type }) => type === int)
  if (above === undefined || column === undefined) return
  const [whole, part] = [noteIndex(build, above, [column]), noteIndex(build, leaf, [column])]
  part.pins += 1
  keepPartitions(above)
  const key = `(${quoted(column.name)} DESC)`
  run(`CREATE INDEX ${quoted(whole.name)} ON ONLY ${above.path()} ${key}`)
  run(`CREATE INDEX ${quoted(part.name)} ON ${leaf.path()} ${key}`)
  run(`ALTER INDEX ${whole.path()} ATTACH PARTITION ${part.path()}`)
}

function makeStatistics(build: Build): void {
  const { world, choose, run } = build
  const table = anyTable(build)
  const columns = indexable(table).filter(({ type }) => type.sorts)
  if (columns.length < 2) return
  const [first, second] = columns
  if (first === undefined || second === undefined) return
  const scope = scopeOf(build, operandsOf(indexable(table)), callable(world, 'IMMUTABLE'))
  const isExpression = choose.maybe(50)
  const terms = isExpression
    ? `(${expression(scope, 'int')}), (${expression(scope, 'text')})`
    : `${quoted(second.name)}, ${quoted(first.name)}`
  const schema = anySchema(build)
  const statistics: Thing = {
    label: 'STATISTICS',
    name: nameIn(schema, build, 'statistics'),
    path: () => pathIn(schema, statistics.name),
    used: () => schema.names,
    parent: table,
    needs: isExpression ? [schema, ...scope.needs] : [schema, first, second],
    pins: 0,
    drop: () => `DROP STATISTICS ${statistics.path()}`,
    rename: (to) => `ALTER STATISTICS ${statistics.path()} RENAME TO ${to}`,
    owner: () => `ALTER STATISTICS ${statistics.path()} OWNER TO`,
  }
  const kinds = choose.maybe(50) ? ` (${choose.some(['ndistinct', 'dependencies', 'mcv'], 3).join(', ')})` : ''
  run(`CREATE STATISTICS ${statistics.path()}${kinds} ON ${terms} FROM ${table.path()}`)
  if (choose.maybe(30)) run(`ALTER STATISTICS ${statistics.path()} SET STATISTICS 55`)
  add(world, statistics)
}
