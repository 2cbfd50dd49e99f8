// While a cutover is at work nobody else writes into the tables that it changes or drops: what it has looked at stays as it
// was until COMMIT. The proxy holds a question back that comes behind the lock, while somebody tries.
import { expect, it } from 'vitest'
import { isServerError } from '../../src/server/replay-error.ts'
import { using } from '../cutover/project.ts'
import { useScratch } from '../support/scratch.ts'
import { errorOf, useCutovers } from './cutovers.ts'
import type { CutoverName } from './cutovers.ts'
import { countPoints } from './points.ts'
import { openProxy, urlThrough } from './proxy.ts'
import type { Fate } from './proxy.ts'

const live = useScratch('embedded')
const cutovers = useCutovers(live)
const point = countPoints('writers that wait for a cutover', 4)

const row = `insert into public.migrations values ('003_later.sql')`
const customer = `insert into shop.customers (id, email) values (9, 'ninth@example.com')`

const writers: readonly (readonly [name: CutoverName, when: string, write: string])[] = [
  ['apply force', 'DROP TABLE shop.orders', customer.replace('email', 'nickname')],
  ['rollback', 'DROP VIEW shop.open_orders', customer],
  ['adopt', 'CREATE TABLE public.migrations_before_pgfold', row],
  ['adopt --undo', 'DELETE FROM public.migrations', row],
]

const lockNotAvailable = '55P03'

it.each(writers)('%s, before %s: %s', async (name, when, write) => {
  const database = await cutovers.begin(name)
  const tried: (string | undefined)[] = []
  const proxy = await openProxy(database.address, async (question): Promise<Fate> => {
    if (tried.length > 0 || !question.includes(when)) return 'pass'
    tried.push('written')
    await using(database, async (db) => {
      await db.execute(`set lock_timeout = '50ms'`)
      await db.execute(write).catch((error: unknown) => {
        if (isServerError(error)) tried[0] = error.code
      })
    })
    return 'pass'
  })
  const error = await errorOf(cutovers.run(name, database, { db: urlThrough(proxy) }))
  await proxy.close()
  expect(tried).toEqual([lockNotAvailable])
  expect(await cutovers.expectWhole(name, database, error)).toBe('after')
  point()
})
