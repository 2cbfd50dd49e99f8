// A role that may do nothing, a role that may only read, and a database that takes no changes: each cutover says what it
// may not, and nothing was changed.
import { beforeAll, describe, expect, it } from 'vitest'
import { useScratch } from '../support/scratch.ts'
import { urlOf } from '../support/url.ts'
import { cutoverNames, errorOf, useCutovers } from './cutovers.ts'
import { countPoints } from './points.ts'

const live = useScratch('embedded')
beforeAll(async () => {
  const admin = await live.connected()
  await admin.execute(`create role may_nothing login; create role "may 'only' read" login;
    grant pg_read_all_data to "may 'only' read"`)
})
const cutovers = useCutovers(live)
const point = countPoints('without privileges', 15)

describe.each(cutoverNames)('%s', (name) => {
  it.each(['may_nothing', "may 'only' read"])('as the role %s', async (user) => {
    const database = await cutovers.begin(name)
    const db = urlOf({ ...database.address, user: encodeURIComponent(user) })
    const error = await errorOf(cutovers.run(name, database, { db }))
    expect(['cannot-apply', 'unreadable-records', 'statement-failed']).toContain(error?.code)
    expect([error?.message, ...(error?.details ?? [])].join('\n')).toMatch(/permission denied|may not create/u)
    expect(await cutovers.expectWhole(name, database, error)).toBe('before')
    point()
  })

  it('in a database that takes no changes', async () => {
    const database = await cutovers.begin(name)
    const env = { PGOPTIONS: '-c default_transaction_read_only=on' }
    const error = await errorOf(cutovers.run(name, database, { env }))
    expect([error?.message, ...(error?.details ?? [])].join('\n')).toMatch(/read-only/u)
    expect(await cutovers.expectWhole(name, database, error)).toBe('before')
    point()
  })
})
