// Random schemas: histories that are valid by the way they are made, each judged by every witness. A failure is
// shrunk, printed with its seed and written as a corpus case. `npm run random` makes more of them, on more servers.
import { mkdtemp, mkdir, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { array, asyncProperty, boolean, check, nat, noShrink, record } from 'fast-check'
import type { Arbitrary, RunDetails } from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ScratchServer } from '../../src/server/database.ts'
import { openScratchServer } from '../../src/server/scratch.ts'
import { quoteName } from '../../src/sql/quote.ts'
import { generate, totalWeight } from './generate.ts'
import type { RandomHistory, Step } from './generate.ts'
import { judge } from './judge.ts'

const count = Number(process.env['PGFOLD_RANDOM_COUNT'] ?? 25)
const seed = Number(process.env['PGFOLD_RANDOM_SEED'] ?? 20_180_918)
const isThorough = process.env['PGFOLD_RANDOM_COUNT'] !== undefined
const most = isThorough ? 40 : 15
const specs = (process.env['PGFOLD_RANDOM_SERVERS'] ?? 'embedded').split(' ')

const roles = ['reader', 'Odd "role"']

const step: Arbitrary<Step> = record({
  operation: noShrink(nat(totalWeight - 1)),
  seed: noShrink(nat()),
  fancy: boolean(),
})
const steps = array(step, { minLength: 2, maxLength: most, size: 'max' })

describe.concurrent.each(specs)('random schemas on %s', (spec) => {
  let server: ScratchServer
  beforeAll(async () => {
    server = await openScratchServer(spec)
    await makeRoles(server)
  })
  afterAll(() => server?.close())

  it(`${count} of them fold and are proved`, async () => {
    const major = Math.floor(server.serverVersion / 10_000)
    const property = asyncProperty(steps, async (chosen) => {
      const problems = await judge(server, generate(chosen, major, roles), isThorough)
      if (problems.length > 0) throw new Error(problems.join('\n'))
    })
    const found = await check(property, { seed, numRuns: count })
    const [chosen] = found.counterexample ?? []
    if (chosen !== undefined) expect.fail(await report(generate(chosen, major, roles), found))
  }, 3_600_000)
})

/** Superusers, so that what they own may read everything. */
async function makeRoles(server: ScratchServer): Promise<void> {
  const scratch = await server.createDatabase()
  const db = await scratch.connect()
  for (const role of roles) await db.execute(`CREATE ROLE ${quoteName(role)} SUPERUSER`)
  await db.close()
  await scratch.drop()
}

/** What failed, and where the shrunk history stands as a corpus case. */
async function report(history: RandomHistory, found: RunDetails<[Step[]]>): Promise<string> {
  const folder = join(await mkdtemp(join(tmpdir(), 'pgfold-random-')), `random--seed-${found.seed}`)
  await mkdir(folder)
  const schema = history.migrations.join('\n')
  await writeFile(join(folder, 'schema.sql'), schema)
  const error = found.errorInstance instanceof Error ? found.errorInstance.message : String(found.errorInstance)
  // Other servers may be at work for long: what is known stands there at once.
  await writeFile(join(folder, 'problem.txt'), `${error}\n\nthe change:\n${history.mutation}`)
  return [
    `seed ${found.seed}, path ${found.counterexamplePath}, after ${found.numRuns} runs and ${found.numShrinks} shrinks`,
    error,
    `-- written to ${folder}`,
    schema,
    `-- then`,
    history.mutation,
  ].join('\n')
}
