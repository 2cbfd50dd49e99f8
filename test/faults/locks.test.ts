// Another session holds a lock: on what is read first, and on what has to change in the end. Nobody waits for ever, the
// session is named, with what it asked last but for its secrets, and nothing was changed.
import { describe, expect, it } from 'vitest'
import { connect } from '../../src/server/connection.ts'
import type { Database } from '../../src/server/database.ts'
import { folderWith } from '../layouts/folders.ts'
import { useScratch } from '../support/scratch.ts'
import { errorOf, useCutovers } from './cutovers.ts'
import { countPoints } from './points.ts'

const live = useScratch('embedded')
const cutovers = useCutovers(live)
const point = countPoints('locks held', 12)
const secret = 'TopSecretPw'

/** A session in a transaction that holds the lock; what it asked last holds a password. */
async function hold(db: Database, lock: string): Promise<number> {
  await db.execute(`begin; lock table ${lock} mode`)
  await db.execute(`create role somebody password '${secret}'`)
  const [row] = await db.query<{ pid: number }>('select pg_backend_pid() as pid')
  await db.execute(`alter role somebody password '${secret}'`)
  return row?.pid ?? 0
}

describe.each([
  ['apply', 'public.migrations in access exclusive'],
  ['apply', 'public.migrations in share'],
  ['apply force', 'shop.customers in access exclusive'],
  ['apply force', 'shop.customers in access share'],
  ['rollback', 'shop.orders in access exclusive'],
  ['rollback', 'shop.orders in access share'],
  ['adopt', 'public.migrations in access exclusive'],
  ['adopt', 'public.migrations in row exclusive'],
  ['adopt --undo', 'public.migrations in access exclusive'],
  ['adopt --undo', 'public.migrations in row exclusive'],
  ['adopt --undo', 'public.migrations_before_pgfold in access share'],
] as const)('%s', (name, lock) => {
  it(`names who holds ${lock} mode`, async () => {
    const database = await cutovers.begin(name)
    const holder = await connect(database.address)
    await holder.execute("set application_name = 'runner at work'")
    const pid = await hold(holder, lock)
    const error = await errorOf(cutovers.run(name, database, { lockTimeout: '1s' }))
    await holder.close()
    expect(error).toMatchObject({
      code: 'lock-timeout',
      exitCode: 1,
      details: [
        'canceling statement due to lock timeout',
        expect.stringMatching(
          new RegExp(
            `^held by process ${pid} of user "postgres" \\(runner at work\\), idle in transaction, .*: alter role`,
            'u',
          ),
        ),
      ],
      hint: expect.stringContaining('--lock-timeout') as string,
    })
    expect(error?.details.join('\n')).not.toContain(secret)
    expect(await cutovers.expectWhole(name, database, error)).toBe('before')
    point()
  })
})

it('a backup does not wait for a table of somebody else either', async () => {
  const backups = await folderWith({})
  const database = await cutovers.begin('rollback')
  const holder = await database.connect()
  await holder.execute('create table public.elsewhere (id int)')
  await holder.execute('begin; lock table public.elsewhere')
  const error = await errorOf(cutovers.run('rollback', database, { lockTimeout: '500ms', backup: true, backups }))
  await holder.execute('rollback')
  await holder.execute('drop table public.elsewhere')
  await holder.close()
  expect(error).toMatchObject({ code: 'backup-failed', exitCode: 2 })
  expect(error?.details.join('\n')).toMatch(/timeout/u)
  expect(await cutovers.expectWhole('rollback', database, error)).toBe('before')
  point()
})
