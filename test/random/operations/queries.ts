// Queries for views and function bodies, over tables, views and functions: joins, groups by a primary key, unions,
// windows, subqueries, whole rows.
import { expression, operandsOf, scopeOf } from '../expressions.ts'
import type { Scope } from '../expressions.ts'
import { newName, quoted } from '../names.ts'
import { bool, int, text } from '../types.ts'
import type { Build, Family, Relation, Table, Thing, Type } from '../world.ts'
import { callable } from './columns.ts'
import { anyRelation } from './make.ts'

export interface Query {
  readonly sql: string
  readonly columns: readonly { readonly name: string; readonly type: Type }[]
  readonly needs: ReadonlySet<Thing>
}

const typeOf: Readonly<Record<Family, Type>> = { int, text, bool, other: text }
const families = ['int', 'text', 'bool'] as const

interface Draft {
  readonly build: Build
  readonly relation: Relation
  readonly scope: Scope
  /** Output expressions with their types. */
  readonly outputs: { readonly sql: string; readonly type: Type }[]
}

export function anyQuery(build: Build, relation = anyRelation(build)): Query {
  const scope = scopeOf(
    build,
    operandsOf(relation.columns, 'a'),
    callable(build.world, 'IMMUTABLE', 'STABLE', 'VOLATILE'),
  )
  scope.needs.add(relation)
  const draft: Draft = { build, relation, scope, outputs: [] }
  const forms = [simple, simple, joined, grouped, united, windowed]
  const key = relation.form === 'table' ? (relation as Table).primaryKey : undefined
  if (key) return byPrimaryKey(draft, key.columns, key.thing)
  return (build.choose.fancy ? build.choose.one(forms) : simple)(draft)
}

function addExpressions(draft: Draft, most: number): void {
  const { choose } = draft.build
  for (const family of choose.some(families, most)) {
    draft.outputs.push({ sql: expression(draft.scope, family), type: typeOf[family] })
  }
}

function addColumns({ relation, outputs, scope, build }: Draft, fits: (type: Type) => boolean = () => true): void {
  for (const column of build.choose.some(
    relation.columns.filter(({ type }) => fits(type)),
    4,
  )) {
    scope.needs.add(column)
    outputs.push({ sql: `a.${quoted(column.name)}`, type: column.type })
  }
}

function finish({ build, scope, outputs }: Draft, rest: string, head = ''): Query {
  const names = new Set<string>()
  const columns = outputs.map(({ type }) => ({ name: newName(build.choose, names, 'out'), type }))
  const list = outputs.map(({ sql }, place) => `${sql} AS ${quoted(columns[place]?.name ?? '')}`).join(', ')
  return { sql: `${head}SELECT ${list} ${rest}`, columns, needs: scope.needs }
}

function where({ scope, build }: Draft): string {
  if (!build.choose.maybe(50)) return ''
  if (build.choose.below(3) > 0) return ` WHERE ${expression(scope, 'bool')}`
  const inner = anyRelation(build)
  scope.needs.add(inner)
  const both = { ...scope, operands: [...scope.operands, ...operandsOf(inner.columns, 'e')] }
  return ` WHERE EXISTS (SELECT 1 FROM ${inner.path()} e WHERE ${expression(both, 'bool', 1)})`
}

function simple(draft: Draft): Query {
  const { relation, build, scope } = draft
  if (build.choose.maybe(15)) {
    for (const column of relation.columns) scope.needs.add(column)
    if (relation.form === 'table') (relation as Table).isColumnType = true // its columns are counted from now on
    const columns = relation.columns.map(({ name, type }) => ({ name, type }))
    return { sql: `SELECT * FROM ${relation.path()} a${where(draft)}`, columns, needs: scope.needs }
  }
  addColumns(draft)
  addExpressions(draft, 2)
  if (relation.form === 'table' && build.choose.maybe(10)) {
    ;(relation as Table).isColumnType = true
    draft.outputs.push({
      sql: 'a',
      type: { spelled: relation.path, family: 'other', sorts: false, thing: relation },
    })
  }
  const end = build.choose.maybe(15) ? ' ORDER BY 1 LIMIT 10 OFFSET 1' : ''
  return finish(draft, `FROM ${relation.path()} a${where(draft)}${draft.outputs[0]?.type.sorts ? end : ''}`)
}

function joined(draft: Draft): Query {
  const { build, relation, scope } = draft
  const other = anyRelation(build)
  scope.needs.add(other)
  const both: Draft = {
    ...draft,
    scope: { ...scope, operands: [...scope.operands, ...operandsOf(other.columns, 'b')] },
  }
  addColumns(both)
  addExpressions(both, 3)
  const kind = build.choose.one(['JOIN', 'LEFT JOIN', 'FULL JOIN', 'CROSS JOIN LATERAL'])
  const from = `FROM ${relation.path()} a`
  if (kind === 'CROSS JOIN LATERAL') {
    return finish(
      both,
      `${from} CROSS JOIN LATERAL (SELECT * FROM ${other.path()} s WHERE ${expression(scope, 'bool', 1)}) b`,
    )
  }
  // A full join wants a condition that can be merged or hashed.
  const on = kind === 'FULL JOIN' ? 'true' : expression(both.scope, 'bool', 1)
  return finish(both, `${from} ${kind} ${other.path()} b ON ${on}${where(both)}`)
}

function grouped(draft: Draft): Query {
  const { relation, scope, outputs } = draft
  addExpressions(draft, 2)
  const places = outputs.map((_, place) => place + 1).join(', ')
  const condition = where(draft)
  const [number, string] = [expression(scope, 'int', 1), expression(scope, 'text', 1)]
  outputs.push({ sql: 'count(*)::integer', type: int }, { sql: `max(${string})`, type: text })
  outputs.push({ sql: `(sum(${number}) FILTER (WHERE ${expression(scope, 'bool', 1)}))::integer`, type: int })
  return finish(draft, `FROM ${relation.path()} a${condition} GROUP BY ${places} HAVING count(*) > 0`)
}

function byPrimaryKey(draft: Draft, columns: readonly { readonly name: string }[], key: Thing): Query {
  const { relation, scope, outputs } = draft
  scope.needs.add(key)
  addColumns(draft)
  addExpressions(draft, 1)
  outputs.push({ sql: 'count(*)::integer', type: int })
  const list = columns.map(({ name }) => `a.${quoted(name)}`).join(', ')
  return finish(draft, `FROM ${relation.path()} a${where(draft)} GROUP BY ${list}`)
}

function united(draft: Draft): Query {
  const { build, relation } = draft
  addExpressions(draft, 2)
  const other = anyQuery({ ...build, choose: { ...build.choose, fancy: false } })
  const head = `WITH w AS (${other.sql}) `
  const values = draft.outputs.map(({ type }) => (type === int ? '1' : type === bool ? 'true' : "'x'::text")).join(', ')
  for (const need of other.needs) draft.scope.needs.add(need)
  const kind = build.choose.one(['UNION', 'UNION ALL', 'EXCEPT', 'INTERSECT ALL'])
  return finish(draft, `FROM ${relation.path()} a ${kind} SELECT ${values} FROM w`, head)
}

function windowed(draft: Draft): Query {
  const { relation, scope, outputs } = draft
  addColumns(draft)
  const order = expression(scope, 'int', 1)
  outputs.push({
    sql: `(row_number() OVER (PARTITION BY ${expression(scope, 'text', 1)} ORDER BY (${order}) DESC))::integer`,
    type: int,
  })
  outputs.push({ sql: `(ARRAY(SELECT 1 WHERE ${expression(scope, 'bool', 1)}))[1]`, type: int })
  return finish(draft, `FROM ${relation.path()} a${where(draft)}`)
}
