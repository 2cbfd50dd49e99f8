// Do both hold the same rows, and do their sequences stand at the same place? Hashes are computed where the rows
// are; only what is left to a volatile default is not looked at.
import { hashRows } from '../catalog/row-hashes.ts'
import { readSequencePositions } from '../catalog/sequence-positions.ts'
import { count } from '../model/count.ts'
import { lineDifferences } from './line-differences.ts'
import type { Court, Subject, Witness } from './witness.ts'

/** Compares rows, materialized views and sequence positions. */
export function rowsWitness(court: Court): Witness {
  return {
    name: 'rows',
    compare: async (left, right) => {
      const [seenLeft, seenRight] = await Promise.all([rowFacts(left, court), rowFacts(right, court)])
      const detail = lineDifferences(seenLeft, seenRight)
      return detail === undefined ? { verdict: 'agree' } : { verdict: 'disagree', detail }
    },
  }
}

async function rowFacts({ address }: Subject, { ask, leftOut, includes }: Court): Promise<string[]> {
  return ask(address, async (db) => {
    const hashes = await hashRows(db, leftOut, includes)
    const positions = await readSequencePositions(db, includes)
    return [
      ...hashes.map(({ relation, rows, hash }) => `${relation}: ${count(rows, 'row')}, hash ${hash}`),
      ...positions.map(
        ({ sequence, lastValue, isCalled }) => `sequence ${sequence}: ${lastValue}, ${isCalled ? '' : 'not '}called`,
      ),
    ]
  })
}
