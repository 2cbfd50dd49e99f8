// Does pg-structure see the same? It looks at the databases after one dump and restore each, like pg_dump.
import { lineDifferences } from './line-differences.ts'
import { describeStructure } from './pg-structure.ts'
import { withConnection } from './subjects.ts'
import type { Court, Subject, Witness } from './witness.ts'

/** Compares what the npm package pg-structure reads. */
export function structureWitness(court: Court): Witness {
  return {
    name: 'pg-structure',
    compare: async (left, right) => {
      if (court.schemas)
        return { verdict: 'unavailable', detail: 'it looks at whole databases, and only some schemas were folded' }
      const [seenLeft, seenRight] = await Promise.all([structureOf(left), structureOf(right)])
      const detail = lineDifferences(seenLeft, seenRight)
      return detail === undefined ? { verdict: 'agree' } : { verdict: 'disagree', detail }
    },
  }
}

async function structureOf(subject: Subject): Promise<readonly string[]> {
  const { address } = await subject.restored()
  return withConnection(address, describeStructure)
}
