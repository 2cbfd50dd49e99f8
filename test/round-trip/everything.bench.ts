// The bench of round trips, for the database with everything that the self-test changes: folded as a live database and
// proved, folded again from its up.sql to the same statements, equal to its own dump and restore, and the same
// on a newer version.
import { copyFile, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { consolidate } from '../../src/commands/consolidate.ts'
import { buildEverything } from '../../src/commands/self-test-databases.ts'
import type { ScratchDatabase, ScratchServer } from '../../src/server/database.ts'
import { openScratchServer } from '../../src/server/scratch.ts'
import { afterDumpAndRestore } from '../support/dump-and-restore.ts'
import { differingLines } from '../support/round-trip.ts'
import { urlOf } from '../support/url.ts'

const spec = process.env['PGFOLD_ROUND_TRIP'] ?? 'embedded'

// Labels of a provider that no server here has loaded, written into the catalog itself; and an extension that was given
// a table, which CREATE EXTENSION does not make: no script can, and a fold refuses both.
const beyondScripts = ['security-label', 'extension-table']

let server: ScratchServer
let everything: ScratchDatabase
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pgfold-test-'))
  server = await openScratchServer(spec)
  everything = await buildEverything(server, beyondScripts)
})
afterAll(async () => {
  await server?.close()
  await rm(folder, { recursive: true })
})

it('everything folds from the live database, is proved, and folds again to the same', async () => {
  const [first, second] = [join(folder, 'first'), join(folder, 'second')]
  const live = await consolidate({ from: urlOf(everything.address), out: first, scratch: spec })
  expect(live.witnesses.filter(({ verdict }) => verdict === 'disagree')).toEqual([])
  expect(live.proved).toBe(true)
  const schema = join(folder, 'schema.sql')
  await copyFile(join(first, 'up.sql'), schema)
  const again = await consolidate({ history: schema, out: second, scratch: spec, layout: 'plain' })
  expect(again.proved).toBe(true)
  for (const name of ['up.sql', 'down.sql']) {
    const [before, after] = await Promise.all([first, second].map((each) => readFile(join(each, name), 'utf8')))
    expect(differingLines(name, before ?? '', after ?? '')).toEqual([])
  }
})

it('everything equals its own dump and restore', async () => {
  const db = await everything.connect()
  try {
    expect(await afterDumpAndRestore(db, server)).toEqual({ differences: [], findings: [] })
  } finally {
    await db.close()
  }
})
