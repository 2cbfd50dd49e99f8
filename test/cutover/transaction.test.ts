// What the role or the session has as a default does not decide how a cutover ends.
import { describe, expect, it } from 'vitest'
import { inCutoverTransaction } from '../../src/cutover/transaction.ts'
import { useScratch } from '../support/scratch.ts'
import { serverSpecs } from '../support/servers.ts'

describe.each(serverSpecs)('on %s', (spec) => {
  const scratch = useScratch(spec)

  it('runs without limits of time, and reads what is there by then', async () => {
    const db = await scratch.connected()
    const names = ['statement_timeout', 'idle_in_transaction_session_timeout', 'transaction_timeout']
    const settings = `select name, setting from pg_catalog.pg_settings where name = any ($1) order by name`
    await db.execute(`set default_transaction_isolation = 'repeatable read'`)
    for (const { name } of await db.query<{ name: string }>(settings, [names]))
      await db.execute(`set ${name} = '10min'`)
    const within = await inCutoverTransaction(db, { lockTimeout: '7s', ifUnknown: '' }, async () => [
      ...(await db.query<{ setting: string }>(settings, [names])).map(({ setting }) => setting),
      ...(await db.query(
        "select current_setting('transaction_isolation') as level, current_setting('lock_timeout') as wait",
      )),
    ])
    const limits = db.serverVersion < 170000 ? ['0', '0'] : ['0', '0', '0']
    expect(within).toEqual([...limits, { level: 'read committed', wait: '7s' }])
  })
})
