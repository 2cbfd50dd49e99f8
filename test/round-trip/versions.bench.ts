// The bench of versions: every corpus case on this version and on a newer one holds the same schema.
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { reader, writer } from '../../src/self-test/mutation.ts'
import type { ScratchServer } from '../../src/server/database.ts'
import { openScratchServer } from '../../src/server/scratch.ts'
import { compareOnBoth } from '../support/compare-versions.ts'
import { everythingFor } from '../support/everything.ts'
import { roundTripCases } from '../support/round-trip-cases.ts'
import { majorOf } from '../support/servers.ts'

/** To the next version, which is all that the short form takes; and from the oldest ones to the newest. */
const newerThan: Readonly<Record<string, readonly string[]>> = {
  'installed:14': ['installed:15', 'embedded'],
  'installed:15': ['installed:16', 'embedded'],
  'installed:16': ['installed:17'],
  'installed:17': ['embedded'],
}

const spec = process.env['PGFOLD_ROUND_TRIP'] ?? 'embedded'
const newerSpecs = (newerThan[spec] ?? []).slice(0, process.env['PGFOLD_ROUND_TRIP_SHORT'] ? 1 : undefined)

describe.each(newerSpecs)('against %s', (newerSpec) => {
  let older: ScratchServer
  let newer: ScratchServer
  beforeAll(async () => {
    older = await openScratchServer(spec)
    newer = await openScratchServer(newerSpec)
  })
  afterAll(async () => {
    await older?.close()
    await newer?.close()
  })

  it('everything', async () => {
    await Promise.all([older, newer].map((server) => server.ensureRoles([reader, writer])))
    const sql = everythingFor(majorOf(spec))
    const { found, findings } = await compareOnBoth({ older, newer }, sql, sql)
    expect([...found.map(({ difference }) => difference), ...findings]).toEqual([])
  })

  it.each(roundTripCases(spec))('$name', async ({ file, roles }) => {
    const sql = readFileSync(file, 'utf8')
    await older.ensureRoles(roles)
    await newer.ensureRoles(roles)
    const { found, findings } = await compareOnBoth({ older, newer }, sql, sql)
    expect([...found.map(({ difference }) => difference), ...findings]).toEqual([])
  })
})
