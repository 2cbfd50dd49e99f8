// Types of the user's own: enums whose labels come late, domains with checks that call functions, composites of
// composites, ranges, and the row types of tables.
import { expression, scopeOf } from '../expressions.ts'
import { literal, newName, newText, quoted } from '../names.ts'
import { anyType, int, text } from '../types.ts'
import { add, nameIn, pathIn } from '../world.ts'
import type { Build, Operation, Thing, Type } from '../world.ts'
import { callable } from './columns.ts'
import { anySchema, anyTable, family } from './make.ts'

export const typeOperations: readonly Operation[] = [
  { weight: 3, apply: makeEnum },
  { weight: 3, apply: makeDomain },
  { weight: 3, apply: makeComposite },
  { weight: 2, apply: makeRange },
  { weight: 2, apply: useRowType },
  { weight: 1, apply: useArray },
]

function noteType(build: Build, label: string, needs: readonly Thing[]): Thing {
  const schema = anySchema(build)
  const thing: Thing = {
    label,
    name: nameIn(schema, build, label.toLowerCase()),
    path: () => pathIn(schema, thing.name),
    used: () => schema.names,
    needs: [schema, ...needs],
    pins: 0,
    drop: () => `DROP ${label} ${thing.path()}`,
    rename: (to) => `ALTER ${label} ${thing.path()} RENAME TO ${to}`,
    owner: () => `ALTER ${label} ${thing.path()} OWNER TO`,
    grant: { on: label, privileges: ['USAGE'] },
  }
  return add(build.world, thing)
}

function noteUse(build: Build, thing: Thing, traits: Pick<Type, 'family' | 'sorts'> & Partial<Type>): void {
  build.world.types.push({ spelled: thing.path, thing, ...traits })
}

function makeEnum(build: Build): void {
  const { choose, run } = build
  const thing = noteType(build, 'TYPE', [])
  const labels = new Set<string>()
  const first = newName(choose, labels, 'label')
  run(`CREATE TYPE ${thing.path()} AS ENUM (${literal(first)})`)
  const [before, after] = [newName(choose, labels, 'label'), newName(choose, labels, 'label')]
  run(`ALTER TYPE ${thing.path()} ADD VALUE ${literal(before)} BEFORE ${literal(first)}`)
  if (choose.maybe(60)) run(`ALTER TYPE ${thing.path()} ADD VALUE ${literal(after)} AFTER ${literal(before)}`)
  noteUse(build, thing, { family: 'other', sorts: true, constant: () => `${literal(first)}::${thing.path()}` })
}

function makeDomain(build: Build): void {
  const { world, choose, run } = build
  const base = choose.one([int, text, ...world.types.filter(({ thing }) => thing?.label === 'DOMAIN')])
  const value = { text: 'VALUE', type: base, thing: base.thing ?? { ...nothing } }
  const scope = scopeOf(build, [value], callable(world, 'IMMUTABLE', 'STABLE'))
  const check = expression(scope, 'bool')
  const thing = noteType(build, 'DOMAIN', [
    ...[...scope.needs].filter(({ label }) => label !== ''),
    ...(base.thing ? [base.thing] : []),
  ])
  run(`CREATE DOMAIN ${thing.path()} AS ${base.spelled()}`)
  const name = quoted(newName(choose, new Set(), 'check'))
  const state = choose.maybe(20) ? ' NOT VALID' : ''
  run(`ALTER DOMAIN ${thing.path()} ADD CONSTRAINT ${name} CHECK (${check})${state}`)
  if (choose.maybe(30)) run(`COMMENT ON CONSTRAINT ${name} ON DOMAIN ${thing.path()} IS ${literal(newText(choose))}`)
  if (base.family === 'text' && choose.maybe(40))
    run(`ALTER DOMAIN ${thing.path()} SET DEFAULT ${literal(newText(choose))}`)
  noteUse(build, thing, { family: base.family, sorts: true })
}

const nothing: Thing = { label: '', name: '', path: () => '', used: () => new Set(), needs: [], pins: 0 }

function makeComposite(build: Build): void {
  const { choose, run } = build
  const types = Array.from({ length: 1 + choose.below(3) }, () => anyType(build))
  const thing = noteType(
    build,
    'TYPE',
    types.flatMap((type) => (type.thing ? [type.thing] : [])),
  )
  const names = new Set<string>()
  const [first, ...rest] = types.map((type) => `${quoted(newName(choose, names, 'part'))} ${type.spelled()}`)
  run(`CREATE TYPE ${thing.path()} AS (${first})`)
  for (const part of rest) run(`ALTER TYPE ${thing.path()} ADD ATTRIBUTE ${part}`)
  if (choose.maybe(40)) {
    const gap = quoted(newName(choose, names, 'gap'))
    run(`ALTER TYPE ${thing.path()} ADD ATTRIBUTE ${gap} int`)
    run(`ALTER TYPE ${thing.path()} DROP ATTRIBUTE ${gap}`)
  }
  noteUse(build, thing, { family: 'other', sorts: false })
}

function makeRange(build: Build): void {
  const { choose, run } = build
  const thing = noteType(build, 'TYPE', [])
  const subtype = choose.one(['int4', 'text, collation = "C"', 'float8, subtype_diff = float8mi', 'date'])
  run(`CREATE TYPE ${thing.path()} AS RANGE (subtype = ${subtype})`)
  noteUse(build, thing, { family: 'other', sorts: true })
}

/** A column of a table's row type; a table is never given a column again then. */
function useRowType(build: Build): void {
  const { world, choose } = build
  const table = anyTable(build)
  for (const one of family(table)) one.isColumnType = true
  table.isColumnType = true
  if (choose.below(2) === 0) world.types.push({ spelled: table.path, family: 'other', sorts: false, thing: table })
  else world.types.push({ spelled: () => `${table.path()}[]`, family: 'other', sorts: false, thing: table })
}

function useArray({ world, choose }: Build): void {
  const able = world.types.filter(
    ({ thing, isCollated }) => thing !== undefined && thing.label !== 'TABLE' && !isCollated,
  )
  if (able.length === 0) return
  const type = choose.one(able)
  if (type.spelled().endsWith(']')) return
  world.types.push({
    spelled: () => `${type.spelled()}[]`,
    family: 'other',
    sorts: false,
    ...(type.thing && { thing: type.thing }),
  })
}
