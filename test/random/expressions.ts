// Expressions over columns, constants and functions, of the three families of types that have operators enough. What
// they name is collected, since it cannot be dropped any more.
import { literal, newText, quoted } from './names.ts'
import type { Build, Column, Family, Routine, Thing, Type } from './world.ts'

/** A column as an expression writes it. */
export interface Operand {
  readonly text: string
  readonly type: Type
  readonly thing: Thing
}

/** Where an expression stands: what it may name. */
export interface Scope {
  readonly build: Build
  readonly operands: readonly Operand[]
  readonly routines: readonly Routine[]
  /** What it named. */
  readonly needs: Set<Thing>
  /** Texts are columns only: the server computes constants of a new generated column before it knows their collation. */
  readonly noTexts?: boolean
}

/** Columns under an alias or by themselves. */
export function operandsOf(columns: readonly Column[], alias?: string): Operand[] {
  return columns.map((column) => ({
    text: alias === undefined ? quoted(column.name) : `${alias}.${quoted(column.name)}`,
    type: column.type,
    thing: column,
  }))
}

export function scopeOf(build: Build, operands: readonly Operand[], routines: readonly Routine[] = []): Scope {
  return { build, operands, routines, needs: new Set() }
}

export function expression(scope: Scope, family: Family, depth = 2): string {
  if (family === 'int') return intExpression(scope, depth)
  if (family === 'text') return textExpression(scope, depth)
  return boolExpression(scope, depth)
}

function leaf(scope: Scope, family: Family, constant: () => string): string {
  const fitting = scope.operands.filter(({ type }) => type.family === family)
  const isConstant = scope.build.choose.below(4) === 0 && !(scope.noTexts && family === 'text')
  if (fitting.length === 0 || isConstant) return constant()
  const { text, thing } = scope.build.choose.one(fitting)
  scope.needs.add(thing)
  return text
}

/** A call of a function that returns this family, if there is one to be had. */
function call(scope: Scope, family: Family, depth: number): string | undefined {
  const { build, routines, needs } = scope
  const fitting = routines.filter(({ returns }) => returns.family === family)
  if (fitting.length === 0 || !build.choose.maybe(50)) return undefined
  const routine = build.choose.one(fitting)
  needs.add(routine)
  const given = routine.takes.map((taken) => expression(scope, taken.family, depth - 1))
  return `${routine.called()}(${given.join(', ')})`
}

function intExpression(scope: Scope, depth: number): string {
  const { choose } = scope.build
  const constant = (): string => String(choose.below(100) - 50)
  if (depth === 0) return leaf(scope, 'int', constant)
  const called = call(scope, 'int', depth)
  if (called !== undefined) return called
  const inner = (): string => intExpression(scope, depth - 1)
  return choose.one([
    () => leaf(scope, 'int', constant),
    () => `(${inner()} + ${inner()})`,
    () => `-(${inner()})`,
    () => `length(${textExpression(scope, depth - 1)})`,
    () => `CASE WHEN ${boolExpression(scope, depth - 1)} THEN ${inner()} ELSE 0 END`,
    () => `coalesce(${inner()}, ${inner()})`,
    () => `(${inner()} # ${inner()})`,
    () => `GREATEST(${inner()}, 1)`,
    () => `(ARRAY[${inner()}, 2])[1]`,
  ])()
}

function textExpression(scope: Scope, depth: number): string {
  const { choose } = scope.build
  const constant = (): string => `${literal(newText(choose))}::text`
  if (depth === 0) return leaf(scope, 'text', constant)
  const called = call(scope, 'text', depth)
  if (called !== undefined) return called
  const inner = (): string => textExpression(scope, depth - 1)
  return choose.one([
    () => leaf(scope, 'text', constant),
    () => `(${inner()} || ${inner()})`,
    () => `upper(${inner()})`,
    () => `substring(${inner()} from 1 for 2)`,
    () => `trim(both 'x' from ${inner()})`,
    () => `nullif(${inner()}, '')`,
    () => `(${inner()} COLLATE "C")`,
    () => `CASE ${intExpression(scope, depth - 1)} WHEN 1 THEN ${inner()} END`,
  ])()
}

function boolExpression(scope: Scope, depth: number): string {
  const { choose } = scope.build
  if (depth === 0) return leaf(scope, 'bool', () => 'true')
  const called = call(scope, 'bool', depth)
  if (called !== undefined) return called
  const [int, text] = [(): string => intExpression(scope, depth - 1), (): string => textExpression(scope, depth - 1)]
  const inner = (): string => boolExpression(scope, depth - 1)
  return choose.one([
    () => leaf(scope, 'bool', () => 'true'),
    () => `(${int()} < ${int()})`,
    () => `(${int()} BETWEEN 1 AND ${int()})`,
    () => `(${text()} IN ('a', ${literal(newText(choose))}))`,
    () => `(${text()} NOT LIKE '%x_')`,
    () => `(${text()} IS DISTINCT FROM ${text()})`,
    () => `(${int()} IS NOT NULL)`,
    () => `(${inner()} OR NOT ${inner()})`,
    () => `(${inner()} AND ${inner()})`,
    () => `(${int()} = ANY (ARRAY[1, ${int()}]))`,
    () => `((${int()}, ${text()}) <= (1, 'b'))`,
  ])()
}
