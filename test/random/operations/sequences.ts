// Sequences by themselves, and such as a column owns.
import { quoted } from '../names.ts'
import { int } from '../types.ts'
import { add, nameIn, pathIn } from '../world.ts'
import type { Build, Operation, Thing } from '../world.ts'
import { anySchema, anyTable } from './make.ts'

export const sequenceOperations: readonly Operation[] = [
  { weight: 3, apply: makeSequence },
  { weight: 3, apply: ownSequence },
]

export function makeSequence(build: Build): Thing {
  const { world, choose, run } = build
  const schema = anySchema(build)
  const sequence: Thing = {
    label: 'SEQUENCE',
    name: nameIn(schema, build, 'sequence'),
    path: () => pathIn(schema, sequence.name),
    used: () => schema.names,
    needs: [schema],
    pins: 0,
    drop: () => `DROP SEQUENCE ${sequence.path()}`,
    rename: (to) => `ALTER SEQUENCE ${sequence.path()} RENAME TO ${to}`,
    owner: () => `ALTER SEQUENCE ${sequence.path()} OWNER TO`,
    grant: { on: 'SEQUENCE', privileges: ['USAGE', 'SELECT', 'UPDATE'] },
  }
  const options = [
    choose.maybe(30) ? ` AS ${choose.one(['smallint', 'bigint'])}` : '',
    choose.maybe(30) ? ' INCREMENT BY -2' : '',
    choose.maybe(20) ? ' CACHE 10' : '',
    choose.maybe(20) ? ' CYCLE' : '',
  ]
  run(
    `CREATE ${choose.maybe(10) && world.major >= 15 ? 'UNLOGGED ' : ''}SEQUENCE ${sequence.path()}${options.join('')}`,
  )
  world.sequences.push(sequence)
  return add(world, sequence)
}

// An owned sequence has the owner and the schema of its table.
function ownSequence(build: Build): void {
  const { world, run } = build
  const table = anyTable(build, (one) => one.partitionOf === undefined)
  const column = table.columns.find(({ type, hasDefault, generated }) => type === int && !hasDefault && !generated)
  if (column === undefined) return
  const name = nameIn(table.schema, build, 'owned')
  const path = (): string => pathIn(table.schema, sequence.name)
  const sequence: Thing = {
    label: 'SEQUENCE',
    name,
    path,
    used: () => table.schema.names,
    parent: column,
    needs: [column],
    pins: 0,
    rename: (to) => `ALTER SEQUENCE ${path()} RENAME TO ${to}`,
    grant: { on: 'SEQUENCE', privileges: ['USAGE', 'SELECT', 'UPDATE'] },
  }
  run(`CREATE SEQUENCE ${path()}`)
  run(`ALTER TABLE ${table.path()} OWNER TO CURRENT_USER`)
  column.hasDefault = true
  add(world, sequence)
  run(`ALTER SEQUENCE ${path()} OWNED BY ${table.path()}.${quoted(column.name)}`)
}
