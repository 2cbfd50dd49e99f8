// A connection that a proxy cuts in the middle of a statement, at questions from the first to one of the last: half of the
// question arrives, or all of it, or half of the answer comes back. Once the answer to COMMIT alone is lost.
import { describe, expect, it } from 'vitest'
import type { PgfoldError } from '../../src/errors.ts'
import { useScratch } from '../support/scratch.ts'
import { cutoverNames, errorOf, useCutovers } from './cutovers.ts'
import type { CutoverName } from './cutovers.ts'
import { countPoints } from './points.ts'
import { openProxy, urlThrough } from './proxy.ts'
import type { Fate } from './proxy.ts'

const live = useScratch('embedded')
const cutovers = useCutovers(live)
const point = countPoints('connections cut', 35)

type Choose = (question: string, number: number) => Fate

/** Each connection begins with this one; the second of them asks who is in the way, only where something takes long. */
const isGreeting = (question: string): boolean => question.includes("'server_version_num'")
const isWatching = (question: string): boolean => question.includes('pg_blocking_pids')
const isCommit = (question: string): boolean => /^Q.{4}COMMIT\0/su.test(question)

/** Runs the cutover through a proxy, and holds that the database is whole. The first greeting has the number 0. */
async function through(name: CutoverName, choose: Choose): Promise<Disturbed> {
  const database = await cutovers.begin(name)
  let asked = -1
  const proxy = await openProxy(database.address, (question) => {
    const isOther = isWatching(question) || (isGreeting(question) && asked >= 0)
    return isOther ? 'pass' : choose(question, (asked += 1))
  })
  const error = await errorOf(cutovers.run(name, database, { db: urlThrough(proxy) }))
  await proxy.close()
  const ended = await cutovers.expectWhole(name, database, error)
  await database.drop()
  return { error, ended, asked }
}

interface Disturbed {
  readonly error: PgfoldError | undefined
  readonly ended: 'before' | 'after'
  readonly asked: number
}

/** Points of each cutover, from its first question on. */
const turns = 5
const fates = ['half asked', 'asked', 'half answered'] as const
describe.each(cutoverNames)('%s', (name) => {
  it('is as before or as after where a statement is cut', { timeout: 600_000 }, async () => {
    const { asked } = await through(name, () => 'pass')
    expect(asked).toBeGreaterThan(8)
    for (let turn = 0; turn < turns; turn += 1) {
      const cut = Math.floor((turn * asked) / turns)
      const fate = fates[turn % fates.length] ?? 'asked'
      const { error } = await through(name, (_, number) => (number === cut ? fate : 'pass'))
      expect(error, `${fate}, ${cut} of ${asked}`).toMatchObject({ exitCode: 2 })
      point()
    }
  })

  it('does not claim to know where the answer to COMMIT is lost', async () => {
    for (const [fate, expected] of [
      ['answer lost', 'after'],
      ['half asked', 'before'],
    ] as const) {
      const { error, ended } = await through(name, (question) => (isCommit(question) ? fate : 'pass'))
      expect(error).toMatchObject({
        code: 'commit-unknown',
        exitCode: 2,
        message: 'The connection was lost between COMMIT and its answer: everything was changed, or nothing was',
        hint: expect.stringMatching(name === 'apply' || name === 'apply force' ? /pgfold verify/u : /again/u) as string,
      })
      expect(ended).toBe(expected)
      point()
    }
  })
})
