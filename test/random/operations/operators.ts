// Operators over functions of the server, operator families and classes with indexes that use them, and casts between
// types of the user's own and the server's.
import { quoted } from '../names.ts'
import { int, text } from '../types.ts'
import { add, nameIn, pathIn } from '../world.ts'
import type { Build, Operation, Thing } from '../world.ts'
import { anySchema, anyTable } from './make.ts'
import { noteNamed } from './named.ts'

export const operatorOperations: readonly Operation[] = [
  { weight: 3, apply: makeOperator },
  { weight: 3, apply: makeClass },
  { weight: 3, apply: makeCast },
]

const symbols = ['===', '<<>>', '@@@', '~~~>', '##', '&&&', '|=|', '!!=', '<%>', '*<>*', '?|?', '^@^', '~`~', '->>>']

const equal = { integer: 'int4eq', text: 'texteq' } as const
const unequal = { integer: 'int4ne', text: 'textne' } as const

interface Operator extends Thing {
  readonly symbol: string
  readonly takes: 'integer' | 'text'
}

function noteOperator(build: Build, takes: Operator['takes']): Operator | undefined {
  const schema = anySchema(build)
  const free = symbols.filter((symbol) => !schema.routineNames.has(`${symbol} ${takes}`))
  if (free.length === 0) return undefined
  const symbol = build.choose.one(free)
  schema.routineNames.add(`${symbol} ${takes}`)
  const path = (): string => `${quoted(schema.name)}.${symbol} (${takes}, ${takes})`
  const operator: Operator = {
    label: 'OPERATOR',
    name: symbol,
    symbol: '',
    takes,
    path,
    used: () => schema.routineNames,
    needs: [schema],
    pins: 0,
    drop: () => `DROP OPERATOR ${path()}`,
    owner: () => `ALTER OPERATOR ${path()} OWNER TO`,
  }
  return add(build.world, Object.assign(operator, { symbol: `${quoted(schema.name)}.${symbol}` }))
}

// An operator that names one that is not there yet makes it: without a function until its own statement comes.
function makeOperator(build: Build): void {
  const { choose, run } = build
  const takes = choose.one(['integer', 'text'] as const)
  const first = noteOperator(build, takes)
  if (first === undefined) return
  const negator = choose.maybe(50) ? noteOperator(build, takes) : undefined
  const [symbol, other] = [first.symbol, negator?.symbol]
  const sides = `LEFTARG = ${takes}, RIGHTARG = ${takes}`
  const traits = [
    choose.maybe(50) ? `, COMMUTATOR = OPERATOR(${symbol})` : '',
    other === undefined ? '' : `, NEGATOR = OPERATOR(${other})`,
    choose.maybe(40) ? ', RESTRICT = eqsel, JOIN = eqjoinsel' : '',
    choose.maybe(40) ? ', HASHES, MERGES' : '',
  ]
  run(`CREATE OPERATOR ${symbol} (FUNCTION = ${equal[takes]}, ${sides}${traits.join('')})`)
  if (negator === undefined) return
  run(`CREATE OPERATOR ${other} (FUNCTION = ${unequal[takes]}, ${sides}, NEGATOR = OPERATOR(${symbol}))`)
  // Dropping one of the two takes back what the other says of it.
  negator.pins += 1
  first.pins += 1
}

const members = {
  integer:
    'OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >, FUNCTION 1 btint4cmp(integer, integer)',
  text: 'OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >, FUNCTION 1 bttextcmp(text, text)',
} as const

const loose = {
  integer: 'OPERATOR 1 < (integer, bigint), FUNCTION 1 (integer, bigint) btint48cmp(integer, bigint)',
  text: 'OPERATOR 5 > (name, text), FUNCTION 1 (name, text) btnametextcmp(name, text)',
} as const

/** An operator class in a family of its own or of others, and often an index that uses it. */
function makeClass(build: Build): void {
  const { world, choose, run } = build
  const takes = choose.one(['integer', 'text'] as const)
  const suffix = ' USING btree'
  const family = noteNamed(build, 'OPERATOR FAMILY', { suffix })
  run(`CREATE OPERATOR FAMILY ${family.path()}`)
  if (choose.maybe(40)) run(`ALTER OPERATOR FAMILY ${family.path()} ADD ${loose[takes]}`)
  const made = noteNamed(build, 'OPERATOR CLASS', { suffix, needs: [family] })
  run(
    `CREATE OPERATOR CLASS ${made.called()} FOR TYPE ${takes}${suffix} FAMILY ${family.called()} AS ${members[takes]}`,
  )
  const wanted = takes === 'integer' ? int : text
  const table = anyTable(build)
  const column = table.columns.find(({ type, generated }) => type === wanted && generated !== 'virtual')
  if (column === undefined) return
  const index: Thing = {
    label: 'INDEX',
    name: nameIn(table.schema, build, 'index'),
    path: () => pathIn(table.schema, index.name),
    used: () => table.schema.names,
    parent: table,
    needs: [column, made],
    pins: 0,
    drop: () => `DROP INDEX ${index.path()}`,
    rename: (to) => `ALTER INDEX ${index.path()} RENAME TO ${to}`,
  }
  run(`CREATE INDEX ${quoted(index.name)} ON ${table.path()} (${quoted(column.name)} ${made.called()} DESC)`)
  add(world, index)
}

// None is IMPLICIT: it could make an expression of another step ambiguous.
function makeCast(build: Build): void {
  const { world, choose, run } = build
  const able = world.types.filter(({ thing, spelled }) => thing?.label === 'TYPE' && !spelled().endsWith(']'))
  if (able.length === 0) return makeOperator(build)
  const [type, target] = [choose.one(able), choose.one(['jsonb', 'inet', 'numeric', 'uuid'])]
  const { thing } = type
  if (thing === undefined || world.things.some((one) => one.label === 'CAST' && one.needs.includes(thing))) return
  const path = (): string => `(${thing.path()} AS ${target})`
  const cast: Thing = {
    label: 'CAST',
    name: target,
    path,
    used: () => new Set(),
    needs: [thing],
    pins: 0,
    drop: () => `DROP CAST ${path()}`,
  }
  run(`CREATE CAST ${path()} WITH INOUT${choose.maybe(50) ? ' AS ASSIGNMENT' : ''}`)
  add(world, cast)
}
