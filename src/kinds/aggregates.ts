// Aggregates: a pg_proc row with a pg_aggregate row that names its support functions. Ordered-set and
// hypothetical-set aggregates have direct arguments before ORDER BY and the aggregated ones behind it.
import type { CatalogObject } from '../model/object.ts'
import { anyOutsideCatalog } from '../sql/filters.ts'
import { quoteLiteral, quotePath } from '../sql/quote.ts'
import { procColumnsIgnored } from './code-routine.ts'
import { defineKind } from './kind.ts'
import { alterOwner, ownerStatements } from './owner.ts'
import { fromRoutines, routineColumns, routineIdentity, routineSpelling } from './routine.ts'
import type { RoutineRow } from './routine.ts'

function functionName(column: string): string {
  return `case when ${column} <> 0 then ${column}::regproc::text end`
}

// Manual: CREATE AGGREGATE; catalogs pg_proc (prokind a) and pg_aggregate. pg_get_function_arguments prints
// the arguments as CREATE AGGREGATE takes them; an aggregate has no defaults.
const query = `
  select ${routineColumns},
    coalesce(nullif(pg_catalog.pg_get_function_arguments(p.oid), ''), '*') as arguments,
    p.proparallel::text as parallel,
    a.aggkind::text as kind,
    a.aggnumdirectargs as direct_arguments,
    ${functionName('a.aggtransfn')} as transition_function,
    pg_catalog.format_type(a.aggtranstype, null) as state_type,
    a.aggtransspace as state_space,
    ${functionName('a.aggfinalfn')} as final_function,
    a.aggfinalextra as final_extra,
    a.aggfinalmodify::text as final_modify,
    ${functionName('a.aggcombinefn')} as combine_function,
    ${functionName('a.aggserialfn')} as serial_function,
    ${functionName('a.aggdeserialfn')} as deserial_function,
    a.agginitval as initial_value,
    ${functionName('a.aggmtransfn')} as moving_transition_function,
    ${functionName('a.aggminvtransfn')} as moving_inverse_function,
    case when a.aggmtranstype <> 0 then pg_catalog.format_type(a.aggmtranstype, null) end as moving_state_type,
    a.aggmtransspace as moving_state_space,
    ${functionName('a.aggmfinalfn')} as moving_final_function,
    a.aggmfinalextra as moving_final_extra,
    a.aggmfinalmodify::text as moving_final_modify,
    a.aggminitval as moving_initial_value,
    (
      select pg_catalog.format('OPERATOR(%I.%s)', opn.nspname, op.oprname)
      from pg_catalog.pg_operator as op
      join pg_catalog.pg_namespace as opn on opn.oid = op.oprnamespace
      where op.oid = a.aggsortop
    ) as sort_operator
  ${fromRoutines(`p.prokind = 'a'`, 'join pg_catalog.pg_aggregate as a on a.aggfnoid = p.oid')}
  order by n.nspname, p.proname, signature`

interface Row extends RoutineRow {
  readonly arguments: string
  readonly parallel: string
  readonly kind: string
  readonly direct_arguments: number
  readonly transition_function: string
  readonly state_type: string
  readonly state_space: number
  readonly final_function: string | null
  readonly final_extra: boolean
  readonly final_modify: string
  readonly combine_function: string | null
  readonly serial_function: string | null
  readonly deserial_function: string | null
  readonly initial_value: string | null
  readonly moving_transition_function: string | null
  readonly moving_inverse_function: string | null
  readonly moving_state_type: string | null
  readonly moving_state_space: number
  readonly moving_final_function: string | null
  readonly moving_final_extra: boolean
  readonly moving_final_modify: string
  readonly moving_initial_value: string | null
  readonly sort_operator: string | null
}

const kindNames: Readonly<Record<string, string>> = { n: 'normal', o: 'ordered-set', h: 'hypothetical-set' }
const modifications: Readonly<Record<string, string>> = { r: 'READ_ONLY', s: 'SHAREABLE', w: 'READ_WRITE' }
const parallels: Readonly<Record<string, string>> = { s: 'SAFE', r: 'RESTRICTED', u: 'UNSAFE' }

export const aggregates = defineKind<Row>({
  name: 'aggregate',
  heading: 'Aggregates',
  rank: 74,
  addressedBy: 'pg_proc',
  isInSchema: true,
  catalogs: ['pg_proc', 'pg_aggregate'],
  columnsIgnored: procColumnsIgnored,
  query: () => query,
  emptyUnless: anyOutsideCatalog('pg_proc', 'pronamespace', `prokind = 'a'`),
  identify: routineIdentity,
  describe: (row, context) => ({
    arguments: row.arguments,
    aggregateKind: kindNames[row.kind] ?? row.kind,
    directArguments: row.direct_arguments,
    parallel: parallels[row.parallel] ?? row.parallel,
    transitionFunction: row.transition_function,
    stateType: row.state_type,
    stateSpace: row.state_space,
    finalFunction: row.final_function,
    finalExtra: row.final_extra,
    finalModify: modifications[row.final_modify] ?? row.final_modify,
    combineFunction: row.combine_function,
    serialFunction: row.serial_function,
    deserialFunction: row.deserial_function,
    initialValue: row.initial_value,
    movingTransitionFunction: row.moving_transition_function,
    movingInverseFunction: row.moving_inverse_function,
    movingStateType: row.moving_state_type,
    movingStateSpace: row.moving_state_space,
    movingFinalFunction: row.moving_final_function,
    movingFinalExtra: row.moving_final_extra,
    movingFinalModify: modifications[row.moving_final_modify] ?? row.moving_final_modify,
    movingInitialValue: row.moving_initial_value,
    sortOperator: row.sort_operator,
    owner: context.role(row.owner),
  }),
  minor: { owner: 'owners' },
  create: (object, view) => [createAggregate(object), ...ownerStatements(routineSpelling(object), object, view)],
  drop: (object) => [`DROP ${routineSpelling(object)}`],
  mayBeMadeAnew: true,
  alter: (before, after, view) => alterOwner(routineSpelling(after), { before, after }, view),
})

type Option = readonly [name: string, value: string | false | null]

function createAggregate(object: CatalogObject): string {
  const lines = [...stateOptions(object), ...movingOptions(object), ...otherOptions(object)].flatMap(([name, value]) =>
    value === null || value === false ? [] : [value === '' ? name : `${name} = ${value}`],
  )
  const name = quotePath(...object.identity.parts)
  return `CREATE AGGREGATE ${name}(${text(object, 'arguments')}) (\n  ${lines.join(',\n  ')}\n)`
}

function stateOptions(object: CatalogObject): Option[] {
  return [
    ['SFUNC', text(object, 'transitionFunction')],
    ['STYPE', text(object, 'stateType')],
    ['SSPACE', nonZero(object, 'stateSpace')],
    ['FINALFUNC', text(object, 'finalFunction')],
    ['FINALFUNC_EXTRA', object.attributes['finalExtra'] === true && ''],
    ['FINALFUNC_MODIFY', modification(object, 'finalModify')],
    ['COMBINEFUNC', text(object, 'combineFunction')],
    ['SERIALFUNC', text(object, 'serialFunction')],
    ['DESERIALFUNC', text(object, 'deserialFunction')],
    ['INITCOND', literal(object, 'initialValue')],
  ]
}

function movingOptions(object: CatalogObject): Option[] {
  const moving = object.attributes['movingTransitionFunction'] !== null
  return [
    ['MSFUNC', text(object, 'movingTransitionFunction')],
    ['MINVFUNC', text(object, 'movingInverseFunction')],
    ['MSTYPE', text(object, 'movingStateType')],
    ['MSSPACE', nonZero(object, 'movingStateSpace')],
    ['MFINALFUNC', text(object, 'movingFinalFunction')],
    ['MFINALFUNC_EXTRA', object.attributes['movingFinalExtra'] === true && ''],
    ['MFINALFUNC_MODIFY', moving && modification(object, 'movingFinalModify')],
    ['MINITCOND', literal(object, 'movingInitialValue')],
  ]
}

function otherOptions(object: CatalogObject): Option[] {
  const parallel = text(object, 'parallel')
  return [
    ['SORTOP', text(object, 'sortOperator')],
    ['PARALLEL', parallel !== 'UNSAFE' && parallel],
    ['HYPOTHETICAL', object.attributes['aggregateKind'] === 'hypothetical-set' && ''],
  ]
}

function text(object: CatalogObject, attribute: string): string | null {
  return object.attributes[attribute] as string | null
}

function literal(object: CatalogObject, attribute: string): string | null {
  const value = text(object, attribute)
  return value === null ? null : quoteLiteral(value)
}

function nonZero(object: CatalogObject, attribute: string): string | false {
  const value = object.attributes[attribute]
  return value !== 0 && String(value)
}

/** A normal aggregate's final function reads only unless it says otherwise; the others' may write. */
function modification(object: CatalogObject, attribute: string): string | false {
  const value = String(object.attributes[attribute])
  return value !== (object.attributes['aggregateKind'] === 'normal' ? 'READ_ONLY' : 'READ_WRITE') && value
}
