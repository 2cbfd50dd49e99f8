// The bench of round trips (`npm run roundtrip`): every corpus case on one server version folds and is proved by all
// witnesses, folds again to the same bytes, and equals its own dump and restore. Each version is a project of
// vitest.roundtrip.config.ts.
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { ScratchServer } from '../../src/server/database.ts'
import { openScratchServer } from '../../src/server/scratch.ts'
import { roundTripCases } from '../support/round-trip-cases.ts'
import { roundTripFaults } from '../support/round-trip.ts'

const spec = process.env['PGFOLD_ROUND_TRIP'] ?? 'embedded'

let server: ScratchServer
beforeAll(async () => {
  server = await openScratchServer(spec)
})
afterAll(() => server?.close())

it.each(roundTripCases(spec))('$name', async (one) => {
  expect(await roundTripFaults(one, server)).toEqual([])
})
