// The replication slot of a subscription lies on the publisher. With its slot a subscription could only be dropped
// outside a transaction, by a server that reaches the publisher, so it is dropped without; the slot then keeps WAL
// there until somebody drops it (manual, "DROP SUBSCRIPTION" and "Replication Slot Management").
import type { Finding } from '../model/finding.ts'
import type { CatalogObject } from '../model/object.ts'
import { quoteLiteral } from '../sql/quote.ts'
import { noteAbove } from './notes.ts'

/** Drops it alone, with a comment that names the slot. */
export function dropSubscription(object: CatalogObject): string[] {
  const { id } = object
  const drop = dropOfSlot(object)
  const note =
    drop === undefined
      ? ''
      : noteAbove(['The replication slot stays on the publisher, where it keeps WAL. To drop it there:', `${drop};`])
  return [
    `${note}ALTER SUBSCRIPTION ${id} DISABLE`,
    `ALTER SUBSCRIPTION ${id} SET (slot_name = NONE)`,
    `DROP SUBSCRIPTION ${id}`,
  ]
}

/** What dropping it leaves on the publisher. */
export function slotLeftFinding(object: CatalogObject): Finding | undefined {
  const drop = dropOfSlot(object)
  if (drop === undefined) return undefined
  return {
    code: 'subscription-slot-left',
    severity: 'warning',
    subject: `subscription ${object.id}`,
    message: `dropping subscription ${object.id} leaves its replication slot on the publisher, where it keeps WAL: run ${drop} there`,
  }
}

/** What creating it leaves to a person. */
export function notEnabledFinding({ id }: CatalogObject): Finding {
  return {
    code: 'subscription-not-enabled',
    severity: 'warning',
    subject: `subscription ${id}`,
    message: `up.sql never connects: make the slot on the publisher, then run ALTER SUBSCRIPTION ${id} ENABLE and ALTER SUBSCRIPTION ${id} REFRESH PUBLICATION`,
  }
}

function dropOfSlot({ attributes }: CatalogObject): string | undefined {
  const { slotName } = attributes
  return typeof slotName === 'string' ? `SELECT pg_drop_replication_slot(${quoteLiteral(slotName)})` : undefined
}
