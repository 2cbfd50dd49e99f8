// Statements of a script in the fewest round trips that mean the same: a transaction block is one, and so are definitions
// that follow each other (several statements of one simple query form one implicit transaction, manual "Multiple
// Statements in a Simple Query").
import type { Statement } from '../history/statements.ts'

/** A statement of the history, or the BEGIN and COMMIT that its runner puts around a script. */
export type Step = Statement | Pick<Statement, 'text' | 'transaction'>

export const begin: Step = { text: 'BEGIN', transaction: 'begin' }
export const commit: Step = { text: 'COMMIT', transaction: 'commit' }

/**
 * Steps that mean the same sent together as sent one by one, in groups; each other step is a group of its own,
 * as is each step of a transaction that takes more than one round trip.
 */
export function roundTrips(steps: readonly Step[]): Step[][] {
  const groups: Step[][] = []
  let open = false
  for (let at = 0; at < steps.length;) {
    const length = open ? 1 : Math.max(1, blockLength(steps, at), definitionsLength(steps, at))
    const group = steps.slice(at, at + length)
    for (const step of group) open = isOpenAfter(step, open)
    groups.push(group)
    at += length
  }
  return groups
}

/** Whether a transaction block is open behind a step. */
export function isOpenAfter(step: Step, open: boolean): boolean {
  switch (step.transaction) {
    case 'begin':
      return true
    case 'commit':
    case 'rollback':
      return 'chained' in step && step.chained === true
    case 'prepared':
      return false
    default:
      return open
  }
}

/** From a BEGIN to the COMMIT or ROLLBACK that ends it; 0 where that cannot be one round trip. */
function blockLength(steps: readonly Step[], start: number): number {
  if (steps[start]?.transaction !== 'begin') return 0
  for (let at = start + 1; at < steps.length; at += 1) {
    const step = steps[at]
    if (step === undefined || !mayShareRoundTrip(step)) return 0
    if (step.transaction === 'commit' || step.transaction === 'rollback') return at - start + 1
  }
  return 0
}

function mayShareRoundTrip(step: Step): boolean {
  if (step.transaction === 'prepared' || ('chained' in step && step.chained === true)) return false
  return !('copyData' in step) || step.copyData === undefined
}

function definitionsLength(steps: readonly Step[], start: number): number {
  const isDefinition = (step: Step): boolean => 'definesOnly' in step && step.definesOnly && !step.needsOwnTransaction
  const end = steps.findIndex((step, index) => index >= start && !isDefinition(step))
  return (end === -1 ? steps.length : end) - start
}
