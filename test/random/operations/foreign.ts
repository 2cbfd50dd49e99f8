// Foreign data wrappers without a handler, their servers, user mappings and foreign tables, by themselves and as
// partitions. Nothing can read such a table, so that only views of its own see it.
import { literal, newName, newText, quoted } from '../names.ts'
import { int, text } from '../types.ts'
import { add } from '../world.ts'
import type { Build, Operation, Thing } from '../world.ts'
import { tablePrivileges } from './make.ts'
import { noteGlobal, noteNamed } from './named.ts'

export const foreignOperations: readonly Operation[] = [
  { weight: 2, apply: makeServer },
  { weight: 2, apply: makeMapping },
  { weight: 4, apply: makeForeignTable },
  { weight: 2, apply: makeForeignPartition },
]

/** A list of options in parentheses, or nothing. */
function someOptions({ choose }: Build): string {
  if (!choose.maybe(60)) return ''
  const names = new Set<string>()
  const count = 1 + choose.below(2)
  const list = Array.from(
    { length: count },
    () => `${quoted(optionName(newName(choose, names, 'option')))} ${literal(newText(choose))}`,
  )
  return ` OPTIONS (${list.join(', ')})`
}

// The server keeps options as name=value, so that no name has an equals sign.
function optionName(name: string): string {
  return name.replaceAll('=', 'is')
}

function makeWrapper(build: Build): Thing {
  const wrapper = noteGlobal(build, 'FOREIGN DATA WRAPPER', {
    grant: { on: 'FOREIGN DATA WRAPPER', privileges: ['USAGE'] },
  })
  build.run(`CREATE FOREIGN DATA WRAPPER ${wrapper.path()}${someOptions(build)}`)
  return wrapper
}

function makeServer(build: Build): Thing {
  const { world, choose, run } = build
  const known = world.things.filter(({ label }) => label === 'FOREIGN DATA WRAPPER')
  const wrapper = known.length > 0 && choose.below(3) > 0 ? choose.one(known) : makeWrapper(build)
  const grant = { on: 'FOREIGN SERVER', privileges: ['USAGE'] }
  // The user mappings go with it.
  const server = noteGlobal(build, 'SERVER', { needs: [wrapper], grant, dropping: ' CASCADE' })
  const version = choose.maybe(40) ? ` TYPE ${literal(newText(choose))} VERSION '1.0'` : ''
  run(`CREATE SERVER ${server.path()}${version} FOREIGN DATA WRAPPER ${wrapper.path()}${someOptions(build)}`)
  return server
}

function anyServer(build: Build): Thing {
  const known = build.world.things.filter(({ label }) => label === 'SERVER')
  return known.length > 0 ? build.choose.one(known) : makeServer(build)
}

function makeMapping(build: Build): void {
  const { world, choose, run } = build
  const server = anyServer(build)
  const user = choose.one([...world.roles.map(quoted), 'PUBLIC'])
  run(`CREATE USER MAPPING IF NOT EXISTS FOR ${user} SERVER ${server.path()}${someOptions(build)}`)
}

function noteForeign(build: Build, needs: readonly Thing[]): Thing {
  const table = noteNamed(build, 'FOREIGN TABLE', { needs, grant: { on: 'TABLE', privileges: tablePrivileges } })
  return table
}

function makeForeignTable(build: Build): void {
  const { choose, run } = build
  const server = anyServer(build)
  const table = noteForeign(build, [server])
  const names = new Set<string>()
  const [first, second] = [quoted(newName(choose, names, 'c')), quoted(newName(choose, names, 'c'))]
  const state = choose.maybe(30) ? ' NOT NULL' : ''
  const columns = [
    `${first} integer${someOptions(build)}${choose.maybe(30) ? ' DEFAULT 7' : ''}${state}`,
    `${second} ${choose.maybe(50) ? `varchar(20)${someOptions(build)}` : `text${someOptions(build)} COLLATE "C"`}`,
    ...(choose.maybe(40) ? [`CONSTRAINT ${quoted(newName(choose, names, 'check'))} CHECK (${first} > 5)`] : []),
    ...(choose.maybe(30)
      ? [`${quoted(newName(choose, names, 'g'))} integer GENERATED ALWAYS AS (${first} * 2) STORED`]
      : []),
  ]
  run(`CREATE FOREIGN TABLE ${table.path()} (${columns.join(', ')}) SERVER ${server.path()}${someOptions(build)}`)
  if (choose.maybe(40)) run(`ALTER FOREIGN TABLE ${table.path()} ALTER COLUMN ${second} SET STATISTICS 33`)
  if (choose.maybe(40)) dropColumn(build, table, newName(choose, names, 'gap'))
  if (choose.maybe(40)) viewOf(build, table, `${first}, ${second} AS "x y"`)
}

function dropColumn({ run }: Build, table: Thing, name: string): void {
  run(`ALTER FOREIGN TABLE ${table.path()} ADD COLUMN ${quoted(name)} text`)
  run(`ALTER FOREIGN TABLE ${table.path()} DROP COLUMN ${quoted(name)}`)
}

function viewOf(build: Build, table: Thing, list: string): void {
  const view = noteNamed(build, 'VIEW', { needs: [table], grant: { on: 'TABLE', privileges: tablePrivileges } })
  build.run(`CREATE VIEW ${view.path()} AS SELECT ${list} FROM ${table.path()} WHERE true`)
}

/** A tree of its own: a foreign partition forbids much to the tables above it, such as unique indexes. */
function makeForeignPartition(build: Build): void {
  const { world, choose, run } = build
  const server = anyServer(build)
  const whole = noteNamed(build, 'TABLE', { grant: { on: 'TABLE', privileges: tablePrivileges } })
  const key = choose.one([int, text])
  const names = new Set<string>()
  const [first, second] = [quoted(newName(choose, names, 'key')), quoted(newName(choose, names, 'c'))]
  run(
    `CREATE TABLE ${whole.path()} (${first} ${key.spelled()}, ${second} text DEFAULT 'd') PARTITION BY LIST (${first})`,
  )
  if (choose.maybe(40)) run(`CREATE INDEX ON ${whole.path()} (${second})`)
  const local = noteNamed(build, 'TABLE', { needs: [whole] })
  run(`CREATE TABLE ${local.path()} PARTITION OF ${whole.path()} FOR VALUES IN ('1', '2')`)
  const distant = noteForeign(build, [whole, server])
  const options = someOptions(build)
  if (choose.below(2) === 0) {
    const own = choose.maybe(50) ? ` (${second} DEFAULT 'e')` : ''
    run(
      `CREATE FOREIGN TABLE ${distant.path()} PARTITION OF ${whole.path()}${own} DEFAULT SERVER ${server.path()}${options}`,
    )
    return
  }
  run(
    `CREATE FOREIGN TABLE ${distant.path()} (${second} text, ${first} ${key.spelled()}) SERVER ${server.path()}${options}`,
  )
  run(`ALTER TABLE ${whole.path()} ATTACH PARTITION ${distant.path()} FOR VALUES IN ('7', NULL)`)
  if (choose.maybe(40)) add(world, checkOn(build, whole, first))
}

function checkOn(build: Build, table: Thing, column: string): Thing {
  const name = quoted(newName(build.choose, new Set(), 'check'))
  build.run(`ALTER TABLE ${table.path()} ADD CONSTRAINT ${name} CHECK (${column} IS NOT NULL)`)
  return {
    label: 'CONSTRAINT',
    name,
    path: () => `${name} ON ${table.path()}`,
    used: () => new Set(),
    parent: table,
    needs: [],
    pins: 0,
  }
}
