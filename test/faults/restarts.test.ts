// The server is ended at once and started again on its data, in the middle of a cutover: before its transaction, in it,
// and before COMMIT. What was not committed is gone, and the message says so.
import { rm } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cutoverNames, errorOf, useCutovers } from './cutovers.ts'
import type { Live } from './cutovers.ts'
import { serverFolder, startOwnServer } from './own-server.ts'
import type { OwnServer } from './own-server.ts'
import { countPoints } from './points.ts'
import { openProxy, urlThrough } from './proxy.ts'
import type { Fate } from './proxy.ts'

let server: OwnServer
const folder = serverFolder()
beforeAll(async () => {
  server = await startOwnServer(folder)
})
afterAll(async () => {
  await server.stop()
  await rm(folder, { recursive: true, maxRetries: 10 })
})
const live: Live = { database: (...sql) => server.database(...sql), server: () => server.server() }
const cutovers = useCutovers(live)
const point = countPoints('restarts of the server', 15)

const moments = [
  ['before its transaction', /pg_try_advisory_xact_lock/u, 'connection-lost'],
  ['in it', /^Q....(?:CREATE|DROP|LOCK)/su, 'connection-lost'],
  ['before COMMIT', /^Q....COMMIT\0/su, 'commit-unknown'],
] as const

describe.each(cutoverNames)('%s', (name) => {
  it.each(moments)('restarted %s', async (_, when, code) => {
    const database = await cutovers.begin(name)
    let restarted: Promise<void> | undefined
    const proxy = await openProxy(database.address, async (question): Promise<Fate> => {
      if (restarted !== undefined || !when.test(question)) return 'pass'
      restarted = server.restart()
      await restarted
      return 'pass' // to nobody: the connection went with the server
    })
    const error = await errorOf(cutovers.run(name, database, { db: urlThrough(proxy) }))
    await restarted
    await proxy.close()
    expect(error).toMatchObject({ code, exitCode: 2 })
    expect(await cutovers.expectWhole(name, database, error)).toBe('before')
    point()
  })
})
