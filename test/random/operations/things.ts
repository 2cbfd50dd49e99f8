// What can be done to anything: a comment, another name, another owner, privileges, and taking it away again.
import { literal, newName, newText, quoted } from '../names.ts'
import { isFree } from '../world.ts'
import type { Build, Operation, Relation, Thing } from '../world.ts'
import { anySchema, dropIfFree, makeSchema, makeTable } from './make.ts'

export const thingOperations: readonly Operation[] = [
  { weight: 1, apply: makeSchema },
  { weight: 6, apply: makeTable },
  { weight: 10, apply: comment },
  { weight: 8, apply: rename },
  { weight: 5, apply: changeOwner },
  { weight: 6, apply: grant },
  { weight: 3, apply: grantColumns },
  { weight: 2, apply: setDefaultPrivileges },
  { weight: 6, apply: drop },
]

/** A thing that can do this; a table is made where there is none. */
function anyThing(build: Build, can: (thing: Thing) => boolean): Thing {
  const fitting = build.world.things.filter(can)
  return fitting.length === 0 ? makeTable(build) : build.choose.one(fitting)
}

function comment(build: Build): void {
  const { choose, run } = build
  const thing = anyThing(build, ({ label }) => label !== '')
  run(`COMMENT ON ${thing.label} ${thing.path()} IS ${literal(newText(choose))}`)
}

function rename(build: Build): void {
  const { choose, run, world } = build
  const thing = anyThing(build, (one) => one.rename !== undefined)
  const chosen = newName(choose, thing.used(), 'renamed')
  const name = thing.label === 'SCHEMA' ? chosen.replace(/^pg_/u, 'PG_') : chosen
  const statement = thing.rename?.(quoted(name))
  if (statement === undefined) return
  if (thing.label === 'CONSTRAINT') for (const { names } of world.schemas) names.add(name)
  thing.name = name
  run(statement)
}

function changeOwner(build: Build): void {
  const { choose, run, world } = build
  const thing = anyThing(build, ({ owner }) => owner !== undefined)
  run(`${thing.owner?.()} ${quoted(choose.one(world.roles))}`)
}

function anyRole({ choose, world }: Build): string {
  return choose.one([...world.roles.map(quoted), 'PUBLIC'])
}

function grant(build: Build): void {
  const { choose, run } = build
  const thing = anyThing(build, (one) => one.grant !== undefined)
  if (thing.grant === undefined) return
  const privileges = choose.some(thing.grant.privileges, 3).join(', ')
  const role = anyRole(build)
  const option = role !== 'PUBLIC' && choose.maybe(30) ? ' WITH GRANT OPTION' : ''
  if (choose.maybe(30)) run(`REVOKE ALL ON ${thing.grant.on} ${thing.path()} FROM ${role}`)
  else run(`GRANT ${privileges} ON ${thing.grant.on} ${thing.path()} TO ${role}${option}`)
}

function grantColumns(build: Build): void {
  const { choose, run, world } = build
  const relations: Relation[] = [...world.tables, ...world.views.filter(({ form }) => form !== 'function')]
  const relation = relations.length > 0 ? choose.one(relations) : makeTable(build)
  const columns = choose.some(relation.columns, 2).map(({ name }) => quoted(name))
  run(
    `GRANT ${choose.one(['SELECT', 'UPDATE', 'INSERT'])} (${columns.join(', ')}) ON ${relation.path()} TO ${anyRole(build)}`,
  )
}

function setDefaultPrivileges(build: Build): void {
  const { choose, run, world } = build
  const role = choose.maybe(50) ? ` FOR ROLE ${quoted(choose.one(world.roles))}` : ''
  const where = choose.maybe(50) ? ` IN SCHEMA ${anySchema(build).path()}` : ''
  const what = choose.one(['SELECT ON TABLES', 'EXECUTE ON FUNCTIONS', 'USAGE ON SEQUENCES', 'USAGE ON TYPES'])
  run(`ALTER DEFAULT PRIVILEGES${role}${where} GRANT ${what} TO ${anyRole(build)}`)
}

function drop(build: Build): void {
  const { choose, world } = build
  const able = world.things.filter((thing) => thing.drop !== undefined && isFree(world, thing) && !isLast(thing))
  if (able.length > 0) dropIfFree(build, choose.one(able))
}

// A table keeps a column.
function isLast({ label, parent }: Thing): boolean {
  return label === 'COLUMN' && ((parent as Relation | undefined)?.columns.length ?? 0) < 3
}
