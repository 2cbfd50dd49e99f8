// Publications: of all tables, of schemas, of tables with lists of columns and conditions on rows. A condition may name
// only what is the server's own (manual, "Row Filters").
import { literal, newText, quoted } from '../names.ts'
import type { Build, Column, Operation, Table, Thing } from '../world.ts'
import { anySchema, anyTable } from './make.ts'
import { noteGlobal } from './named.ts'

export const publicationOperations: readonly Operation[] = [{ weight: 4, apply: makePublication }]

function makePublication(build: Build): void {
  const { world, choose, run } = build
  const form = choose.below(5)
  const isWhole = choose.maybe(50)
  const options = [
    ...(choose.maybe(40)
      ? [`publish = '${choose.some(['insert', 'update', 'delete', 'truncate'], 3).join(', ')}'`]
      : []),
    ...(isWhole ? ['publish_via_partition_root = true'] : []),
    ...(world.major >= 18 && choose.maybe(40) ? ['publish_generated_columns = stored'] : []),
  ]
  const ending = options.length > 0 ? ` WITH (${options.join(', ')})` : ''
  if (form === 0) return run(`CREATE PUBLICATION ${noteGlobal(build, 'PUBLICATION').path()} FOR ALL TABLES${ending}`)
  if (form === 1 && world.major >= 15) {
    const schema = anySchema(build)
    const made = noteGlobal(build, 'PUBLICATION', { needs: [schema] })
    return run(`CREATE PUBLICATION ${made.path()} FOR TABLES IN SCHEMA ${schema.path()}${ending}`)
  }
  const tables = new Set(
    Array.from({ length: 1 + choose.below(2) }, () => anyTable(build, ({ isUnlogged }) => !isUnlogged)),
  )
  const parts = [...tables]
    .filter(({ isUnlogged }) => !isUnlogged)
    .map((table) => partOf(build, table, { isWhole, isOne: tables.size === 1 }))
  const made = noteGlobal(build, 'PUBLICATION', { needs: new Set(parts.flatMap(({ needs }) => needs)) })
  const list = parts.map(({ sql }) => sql).join(', ')
  return run(`CREATE PUBLICATION ${made.path()}${list === '' ? '' : ` FOR TABLE ${list}`}${ending}`)
}

interface Part {
  readonly sql: string
  readonly needs: readonly Thing[]
}

interface Wanted {
  /** Rows of partitions count as those of the divided table. */
  readonly isWhole: boolean
  /** There is no other table, which could be a child of this one. */
  readonly isOne: boolean
}

/** One table, with what is left of it. */
function partOf(build: Build, table: Table, { isWhole, isOne }: Wanted): Part {
  const { world, choose } = build
  const only = table.children.length > 0 && !table.partitioning && (!isOne || choose.maybe(50)) ? 'ONLY ' : ''
  const plain = table.columns.filter(({ generated }) => !generated)
  // What is left out of a divided table must be so for its partitions too.
  const isTaken = world.major >= 15 && (table.partitioning === undefined || isWhole)
  const columns = isTaken && choose.maybe(40) ? choose.some(plain, 3) : []
  const filtered = isTaken && choose.maybe(50) ? plain.find(isFilterable) : undefined
  const list = columns.length > 0 ? ` (${columns.map(({ name }) => quoted(name)).join(', ')})` : ''
  const where = filtered ? ` WHERE (${condition(build, filtered)})` : ''
  return {
    sql: `${only}${table.path()}${list}${where}`,
    needs: [table, ...columns, ...(filtered ? [filtered] : [])],
  }
}

function isFilterable({ type }: Column): boolean {
  return type.thing === undefined && (type.family === 'int' || type.family === 'text')
}

function condition({ choose }: Build, { name, type }: Column): string {
  const column = quoted(name)
  const some = literal(newText(choose))
  if (type.family === 'int') {
    return choose.one([`${column} > 5`, `${column} BETWEEN 1 AND 9 OR ${column} IS NULL`, `${column} IN (1, 2)`])
  }
  return choose.one([`${column} IN ('a', ${some})`, `length(${column}) > 3`, `${column} IS DISTINCT FROM ${some}`])
}
