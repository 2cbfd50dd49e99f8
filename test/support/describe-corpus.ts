// Every corpus case is folded and proved: the replayed schema equals what up.sql builds by all witnesses, and
// down.sql leaves an empty database. On an installed server a database and its own dump and restore compare equal as
// well; the bench of round trips asks that of every case, on every version.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ScratchServer } from '../../src/server/database.ts'
import { openScratchServer } from '../../src/server/scratch.ts'
import { corpusCases } from './corpus.ts'
import { disagreements } from './round-trip.ts'
import { majorOf } from './servers.ts'
import { shareOf } from './share.ts'

/** The tests of the corpus on one server; each server has a file of its own, so that they run side by side. */
export function describeCorpus(spec: string): void {
  describe(`the corpus on ${spec}`, () => {
    let server: ScratchServer
    beforeAll(async () => {
      server = await openScratchServer(spec)
    })
    afterAll(() => server?.close())

    it.each(shareOf(corpusCases(majorOf(spec))))('folds and proves $name', async (one) => {
      expect(await disagreements(one, server, { restoring: spec !== 'embedded' })).toEqual([])
    })
  })
}
