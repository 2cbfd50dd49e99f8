// The text of CREATE TRIGGER, and the statements that set the state in which a trigger fires.
import { bareName } from '../model/object.ts'
import type { CatalogObject } from '../model/object.ts'
import { canonical } from '../model/value.ts'
import { quoteLiteral, quoteName, quotePath } from '../sql/quote.ts'
import { enablingWords } from './enabled.ts'
import { inGivenOrder } from './given-order.ts'
import type { RenderView } from './kind.ts'
import { commentsAgain } from './target.ts'

interface TriggerAttributes {
  /** Made by the trigger of the partitioned table; only its state is its own. */
  readonly inherited: boolean
  readonly timing: string
  readonly events: readonly string[]
  readonly columns: readonly string[]
  readonly level: string
  /** Without brackets around it. */
  readonly condition: string | null
  readonly function: string
  readonly arguments: readonly string[]
  readonly oldTable: string | null
  readonly newTable: string | null
  readonly constraint: boolean
  readonly fromTable: string | null
  readonly deferrable: boolean
  readonly initiallyDeferred: boolean
  readonly enabled: string
}

/** The trigger with its state; for one that the partitioned table makes, the state alone. */
export function createTrigger(object: CatalogObject): string[] {
  const { inherited, enabled } = attributesOf(object)
  if (inherited) return [setState(object, enabled)]
  return [triggerText(object), ...(enabled === 'origin' ? [] : [setState(object, enabled)])]
}

/** DROP TRIGGER; one that the partitioned table made gets the ordinary state back. */
export function dropTrigger(object: CatalogObject): string[] {
  if (attributesOf(object).inherited) return [setState(object, 'origin')]
  return [`DROP TRIGGER ${quoteName(bareName(object))} ON ${relationOf(object)}`]
}

/** A new state, or the trigger anew. */
export function alterTrigger(before: CatalogObject, after: CatalogObject, view: RenderView): string[] {
  const { enabled } = attributesOf(after)
  const onlyState = canonical({ ...before.attributes, enabled }) === canonical(after.attributes)
  return onlyState
    ? [setState(after, enabled)]
    : [...dropTrigger(before), ...createTrigger(after), ...commentsAgain(after, view)]
}

function triggerText(object: CatalogObject): string {
  const trigger = attributesOf(object)
  const { timing, condition, fromTable } = trigger
  const values = trigger.arguments.map(quoteLiteral).join(', ')
  return [
    `CREATE ${trigger.constraint ? 'CONSTRAINT ' : ''}TRIGGER ${quoteName(bareName(object))}`,
    `${timing} ${events(trigger, inGivenOrder(object, trigger.columns))} ON ${relationOf(object)}`,
    ...(fromTable === null ? [] : [`FROM ${fromTable}`]),
    ...deferral(trigger),
    ...transitionTables(trigger),
    `FOR EACH ${trigger.level}`,
    ...(condition === null ? [] : [`WHEN (${condition})`]),
    `EXECUTE FUNCTION ${trigger.function}(${values})`,
  ].join('\n  ')
}

function events({ events: all }: TriggerAttributes, columns: readonly string[]): string {
  const update = columns.length === 0 ? 'UPDATE' : `UPDATE OF ${columns.map(quoteName).join(', ')}`
  return all.map((event) => (event === 'UPDATE' ? update : event)).join(' OR ')
}

function deferral({ deferrable, initiallyDeferred }: TriggerAttributes): string[] {
  if (!deferrable) return []
  return [initiallyDeferred ? 'DEFERRABLE INITIALLY DEFERRED' : 'DEFERRABLE']
}

function transitionTables({ oldTable, newTable }: TriggerAttributes): string[] {
  const tables = [
    ...(oldTable === null ? [] : [`OLD TABLE AS ${quoteName(oldTable)}`]),
    ...(newTable === null ? [] : [`NEW TABLE AS ${quoteName(newTable)}`]),
  ]
  return tables.length === 0 ? [] : [`REFERENCING ${tables.join(' ')}`]
}

function setState(object: CatalogObject, state: string): string {
  return `ALTER TABLE ${relationOf(object)} ${enablingWords[state]} TRIGGER ${quoteName(bareName(object))}`
}

function relationOf(object: CatalogObject): string {
  return quotePath(...object.identity.parts.slice(0, -1))
}

function attributesOf(object: CatalogObject): TriggerAttributes {
  return object.attributes as unknown as TriggerAttributes
}
