// Tables whose constraints have the names of another table's: made by LIKE, put in the place of a renamed one, or
// taken away from their parent.
import { quoted } from '../names.ts'
import type { Build, Operation, Table } from '../world.ts'
import { definitionOf, makeTable, noteColumn, noteTable } from './make.ts'

export const copyOperations: readonly Operation[] = [
  { weight: 2, apply: copyLike },
  { weight: 2, apply: replace },
  { weight: 2, apply: leaveParent },
]

function copyLike(build: Build): void {
  const original = makeTable(build)
  const copy = noteCopy(build, original)
  build.run(`CREATE TABLE ${copy.path()} (LIKE ${original.path()} INCLUDING ALL)`)
}

// The new one gets the name that the old one had.
function replace(build: Build): void {
  const original = makeTable(build)
  const copy = noteCopy(build, original)
  if (copy.schema === original.schema) {
    build.run(`ALTER TABLE ${original.path()} RENAME TO ${quoted(copy.name)}`)
    const { name } = original
    original.name = copy.name
    copy.name = name
  }
  build.run(`CREATE TABLE ${copy.path()} (${copy.columns.map(definitionOf).join(', ')})`)
}

function leaveParent(build: Build): void {
  const parent = makeTable(build)
  const child = noteCopy(build, parent)
  build.run(`CREATE TABLE ${child.path()} () INHERITS (${parent.path()})`)
  build.run(`ALTER TABLE ${child.path()} NO INHERIT ${parent.path()}`)
}

function noteCopy(build: Build, original: Table): Table {
  const copy = noteTable(build)
  for (const { name, type, notNull } of original.columns) {
    const column = noteColumn(build, copy, { type, notNull })
    column.name = name
    copy.columnNames.used.add(name)
    copy.columns.push(column)
  }
  return copy
}
