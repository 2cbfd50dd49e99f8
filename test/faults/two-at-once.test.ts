// The same cutover twice at once on one database: one does it, and the other one finds it done, or says that somebody is
// at work, or that the database was changed meanwhile. Behind both it is as after one.
import { expect, it } from 'vitest'
import type { AdoptResult } from '../../src/model/adoption.ts'
import { useScratch } from '../support/scratch.ts'
import { cutoverNames, stateOf, useCutovers } from './cutovers.ts'
import { countPoints } from './points.ts'

const live = useScratch('embedded')
const cutovers = useCutovers(live)
const point = countPoints('two at once', 5)

const refusals = /^(?:locked|changed-meanwhile|in-the-way|nothing-to-roll-back|nothing-to-undo)$/u

it.each(cutoverNames)('%s', async (name) => {
  const database = await cutovers.begin(name)
  const outcomes = await Promise.allSettled([cutovers.run(name, database), cutovers.run(name, database)])
  const done = outcomes.filter((one) => one.status === 'fulfilled' && (one.value as Pick<AdoptResult, 'done'>).done)
  expect(done.length).toBeGreaterThan(0)
  if (name !== 'apply force') expect(done).toHaveLength(1) // which does it again
  for (const one of outcomes) {
    if (one.status === 'rejected')
      expect(one.reason).toMatchObject({ code: expect.stringMatching(refusals) as string, exitCode: 1 })
  }
  expect(await stateOf(database.address)).toBe((await cutovers.states(name)).after)
  point()
})
