// Does pg-structure see the same? If not at once, it looks at the databases again after one dump and restore each, like
// pg_dump: expressions do not print the same way twice. A live database it never asks.
import type { Address } from '../server/database.ts'
import { lineDifferences } from './line-differences.ts'
import { describeStructure } from './pg-structure.ts'
import { withConnection } from './subjects.ts'
import type { Court, Witness } from './witness.ts'

/** Compares what the npm package pg-structure reads. */
export function structureWitness(court: Court): Witness {
  return {
    name: 'pg-structure',
    compare: async (left, right) => {
      if (court.schemas)
        return { verdict: 'unavailable', detail: 'it looks at whole databases, and only some schemas were folded' }
      if (left.isOurs && right.isOurs && (await differencesIn(left.address, right.address)) === undefined)
        return { verdict: 'agree' }
      const [restoredLeft, restoredRight] = await Promise.all([left.restored(), right.restored()])
      const detail = await differencesIn(restoredLeft.address, restoredRight.address)
      return detail === undefined ? { verdict: 'agree' } : { verdict: 'disagree', detail }
    },
  }
}

async function differencesIn(left: Address, right: Address): Promise<string | undefined> {
  const [seenLeft, seenRight] = await Promise.all([
    withConnection(left, describeStructure),
    withConnection(right, describeStructure),
  ])
  return lineDifferences(seenLeft, seenRight)
}
