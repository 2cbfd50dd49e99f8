// Every corpus case is folded and proved: the replayed schema equals what up.sql builds by all witnesses, and
// down.sql leaves an empty database.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fold } from '../../src/commands/fold.ts'
import { readHistory } from '../../src/layouts/read-history.ts'
import type { WitnessVerdict } from '../../src/model/manifest.ts'
import { proveConsolidation } from '../../src/prove/prove-consolidation.ts'
import type { ScratchServer } from '../../src/server/database.ts'
import { openScratchServer } from '../../src/server/scratch.ts'
import { corpusCases } from './corpus.ts'
import type { CorpusCase } from './corpus.ts'

/** The tests of the corpus on one server; each server has a file of its own, so that they run side by side. */
export function describeCorpus(spec: string): void {
  describe(`the corpus on ${spec}`, () => {
    let server: ScratchServer
    beforeAll(async () => {
      server = await openScratchServer(spec)
    })
    afterAll(() => server?.close())

    const major = spec === 'embedded' ? 18 : Number(spec.split(':')[1])
    it.each(corpusCases(major))('folds and proves $name', async (one) => {
      expect(await disagreements(one, server)).toEqual([])
    })
  })
}

async function disagreements({ file, roles }: CorpusCase, server: ScratchServer): Promise<WitnessVerdict[]> {
  await server.ensureRoles(roles)
  const history = await readHistory(file, { layout: 'plain' })
  const folded = await fold(server, history, {
    prelude: [],
    rows: 'auto',
    copy: false,
    allowUnmodelled: [],
    shownAs: file,
    progress: () => undefined,
  })
  await folded.replayed.db.close()
  const verdicts = await proveConsolidation({
    scratch: server,
    history: folded.replayed.scratch,
    before: folded.beforeDatabase,
    up: folded.upSql,
    down: folded.downSql,
    leftOut: folded.rows.settled.leftOut,
  })
  await folded.replayed.scratch.drop()
  await folded.beforeDatabase.drop()
  return verdicts.filter((one) => one.verdict !== 'agree' && !isBeyondPgStructure(one))
}

// pg-structure stops at some names and types (a quoted schema's domain, a built-in trigger function, interval
// fields). It says so, and the other three witnesses stand.
function isBeyondPgStructure({ name, verdict }: WitnessVerdict): boolean {
  return name === 'pg-structure' && verdict === 'unavailable'
}
