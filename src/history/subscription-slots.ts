// Which DROP SUBSCRIPTION the server takes inside a transaction block: that of a subscription without a slot, since
// only the slot lies on another server (manual, "DROP SUBSCRIPTION"). That it has none is known where a statement
// before it in the same script has said so, with slot_name = NONE.
import type { StatementFacts } from './statement-facts.ts'

/** The statements of one script, where the drops that need no transaction of their own say so. */
export function withSlots<Facts extends StatementFacts>(statements: readonly Facts[]): Facts[] {
  const slotless = new Set<string>()
  return statements.map((statement) => {
    const { slot, transaction } = statement
    // What is undone may be that the slot was taken away.
    if (transaction === 'rollback' || transaction === 'savepoint') slotless.clear()
    if (slot === undefined) return statement
    const isSlotless = slotless.has(slot.subscription)
    if (slot.becomes === 'none') slotless.add(slot.subscription)
    else slotless.delete(slot.subscription)
    return slot.becomes === 'dropped' && isSlotless ? { ...statement, needsOwnTransaction: false } : statement
  })
}
