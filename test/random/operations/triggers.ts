// What acts on rows: triggers on tables, partitions and views, some of them disabled; rules; policies with subqueries.
import { expression, operandsOf, scopeOf } from '../expressions.ts'
import { newName, quoted } from '../names.ts'
import { add, everyName, pathIn } from '../world.ts'
import type { Build, Operation, Relation, Table, Thing } from '../world.ts'
import { callable } from './columns.ts'
import { anyRelation, anySchema, anyTable, family } from './make.ts'

export const triggerOperations: readonly Operation[] = [
  { weight: 6, apply: makeTrigger },
  { weight: 2, apply: makeViewTrigger },
  { weight: 3, apply: makeRule },
  { weight: 5, apply: makePolicy },
  { weight: 1, apply: setRowSecurity },
]

function anyTriggerFunction(build: Build): Thing {
  const { world, choose, run } = build
  if (world.triggerFunctions.length > 0 && choose.below(4) > 0) return choose.one(world.triggerFunctions)
  const schema = anySchema(build)
  const made: Thing = {
    label: 'FUNCTION',
    name: newName(choose, schema.routineNames, 'acts'),
    path: () => `${pathIn(schema, made.name)}()`,
    used: () => schema.routineNames,
    needs: [schema],
    pins: 0,
    drop: () => `DROP FUNCTION ${made.path()}`,
    rename: (to) => `ALTER FUNCTION ${made.path()} RENAME TO ${to}`,
    owner: () => `ALTER FUNCTION ${made.path()} OWNER TO`,
    grant: { on: 'FUNCTION', privileges: ['EXECUTE'] },
  }
  run(`CREATE FUNCTION ${made.path()} RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$`)
  world.triggerFunctions.push(made)
  return add(world, made)
}

/** A part of a relation with a name of its own in it. */
function notePart(build: Build, label: string, part: { relation: Relation; needs: Iterable<Thing> }): Thing {
  const { relation, needs } = part
  const name = newName(build.choose, everyName(build.world), label.toLowerCase())
  build.world.names.add(name)
  const thing: Thing = {
    label,
    name,
    path: () => `${quoted(thing.name)} ON ${relation.path()}`,
    used: () => everyName(build.world),
    parent: relation,
    needs: [...needs],
    pins: 0,
    drop: () => `DROP ${label} ${thing.path()}`,
    rename: (to) => `ALTER ${label} ${thing.path()} RENAME TO ${to}`,
  }
  return add(build.world, thing)
}

function makeTrigger(build: Build): void {
  const { world, choose, run } = build
  const table = anyTable(build)
  const acts = anyTriggerFunction(build)
  const [isRow, isConstraint] = [choose.below(3) > 0, choose.maybe(15)]
  const timing = isConstraint ? 'AFTER' : choose.one(['BEFORE', 'AFTER'])
  const column = choose.one(table.columns)
  const isUpdateOf = choose.maybe(30)
  const event = isUpdateOf ? `UPDATE OF ${quoted(column.name)}` : choose.one(['INSERT', 'UPDATE', 'INSERT OR UPDATE'])
  // Before a row is written its generated columns are not known.
  const known = table.columns.filter(({ generated }) => !generated)
  const scope = scopeOf(build, operandsOf(known, 'NEW'), callable(world, 'IMMUTABLE', 'STABLE', 'VOLATILE'))
  const when = (isRow || isConstraint) && choose.maybe(40) ? ` WHEN (${expression(scope, 'bool')})` : ''
  const needs = [acts, ...scope.needs, ...(isUpdateOf ? [column] : [])]
  const trigger = notePart(build, 'TRIGGER', { relation: table, needs })
  const kind = isConstraint ? 'CONSTRAINT TRIGGER' : 'TRIGGER'
  const deferrable = isConstraint && choose.below(2) === 0 ? ' DEFERRABLE INITIALLY DEFERRED' : ''
  run(
    `CREATE ${kind} ${quoted(trigger.name)} ${timing} ${event} ON ${table.path()}${deferrable} FOR EACH ${isRow || isConstraint ? 'ROW' : 'STATEMENT'}${when} EXECUTE FUNCTION ${acts.path().replace(/\(\)$/u, '')}('a', '''b')`,
  )
  setState(build, table, { trigger, isRow: isRow || isConstraint })
}

// A trigger of a partitioned table stands on each partition, and may be off on one of them alone.
function setState({ choose, run }: Build, table: Table, made: { trigger: Thing; isRow: boolean }): void {
  if (!choose.maybe(40)) return
  const tables = made.isRow && table.partitioning ? family(table) : [table]
  const one = choose.one(tables)
  const only = one.partitioning && choose.below(2) === 0 ? 'ONLY ' : ''
  const state = choose.one(['DISABLE', 'ENABLE REPLICA', 'ENABLE ALWAYS'])
  run(`ALTER TABLE ${only}${one.path()} ${state} TRIGGER ${quoted(made.trigger.name)}`)
}

function makeViewTrigger(build: Build): void {
  const { world, choose, run } = build
  const views = world.views.filter(({ form }) => form === 'view')
  if (views.length === 0) return makeTrigger(build)
  const view = choose.one(views)
  const acts = anyTriggerFunction(build)
  const trigger = notePart(build, 'TRIGGER', { relation: view, needs: [acts] })
  run(
    `CREATE TRIGGER ${quoted(trigger.name)} INSTEAD OF INSERT OR DELETE ON ${view.path()} FOR EACH ROW EXECUTE FUNCTION ${acts.path()}`,
  )
}

function makeRule(build: Build): void {
  const { world, choose, run } = build
  const views = world.views.filter(({ form }) => form === 'view')
  const relation = views.length > 0 && choose.below(2) === 0 ? choose.one(views) : anyTable(build)
  const known = operandsOf(relation.columns, 'OLD')
  const scope = scopeOf(build, known, callable(world, 'IMMUTABLE', 'STABLE', 'VOLATILE'))
  const isAlso = relation.form === 'table'
  const event = choose.one(['UPDATE', 'DELETE'])
  const where = isAlso && choose.maybe(50) ? ` WHERE ${expression(scope, 'bool')}` : ''
  const action =
    isAlso && choose.maybe(50) ? `SELECT ${expression(scope, 'int')}, ${expression(scope, 'text')}` : 'NOTHING'
  const rule = notePart(build, 'RULE', { relation, needs: scope.needs })
  run(
    `CREATE RULE ${quoted(rule.name)} AS ON ${event} TO ${relation.path()}${where} DO ${isAlso ? 'ALSO' : 'INSTEAD'} ${action}`,
  )
  if (isAlso && choose.maybe(25)) run(`ALTER TABLE ${relation.path()} DISABLE RULE ${quoted(rule.name)}`)
}

function makePolicy(build: Build): void {
  const { world, choose, run } = build
  const table = anyTable(build)
  const other = anyRelation(build)
  const scope = scopeOf(
    build,
    operandsOf(table.columns, table.path()),
    callable(world, 'IMMUTABLE', 'STABLE', 'VOLATILE'),
  )
  const isDeep = choose.maybe(50)
  const both = { ...scope, operands: [...operandsOf(table.columns), ...operandsOf(other.columns, 's')] }
  // Columns of the table are named by its name alone, which a subquery must not hide.
  const own = { ...scope, operands: operandsOf(table.columns) }
  const using = isDeep
    ? `(SELECT count(*) FROM ${other.path()} s WHERE ${expression({ ...both, operands: operandsOf(other.columns, 's') }, 'bool')}) > ${expression(own, 'int')}`
    : expression(own, 'bool')
  if (isDeep) scope.needs.add(other)
  const check = expression(own, 'bool', 1)
  const command = choose.one(['ALL', 'UPDATE', 'SELECT', 'DELETE', 'INSERT'])
  const policy = notePart(build, 'POLICY', { relation: table, needs: scope.needs })
  const clauses = [
    command === 'INSERT' ? '' : ` USING (${using})`,
    command === 'ALL' || command === 'UPDATE' || command === 'INSERT' ? ` WITH CHECK (${check})` : '',
  ]
  const to = choose.maybe(40) ? ` TO ${choose.some([...world.roles.map(quoted), 'CURRENT_USER'], 2).join(', ')}` : ''
  run(
    `CREATE POLICY ${policy.path()} AS ${choose.maybe(30) ? 'RESTRICTIVE' : 'PERMISSIVE'} FOR ${command}${to}${clauses.join('')}`,
  )
}

function setRowSecurity(build: Build): void {
  const { choose, run } = build
  const table = anyTable(build)
  run(`ALTER TABLE ${table.path()} ${choose.one(['ENABLE', 'FORCE'])} ROW LEVEL SECURITY`)
}
