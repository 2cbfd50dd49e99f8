import { expect, test } from 'vitest'
import type { Address } from '../../src/server/database.ts'
import { openScratchServer } from '../../src/server/scratch.ts'
import { useScratch } from '../support/scratch.ts'

const scratch = useScratch('embedded')

test('what was made on a given server is dropped when it is closed, and nothing else', async () => {
  const database = await scratch.connected('create role given_before')
  const server = await openScratchServer(urlOf(database.address))
  expect(server.label).toBe(`${database.serverLabel} at ${database.address.host}`)
  const first = await server.createDatabase()
  const copy = await server.copyDatabase(first)
  expect(await server.ensureRoles(['given_before', 'given_new'])).toEqual(['given_new'])
  await database.execute('create role given_replayed')
  await server.adoptRoles(['given_replayed', 'given_dropped_again'])
  const names = [first.name, copy.name, 'given_new', 'given_replayed', 'given_before', database.address.database]
  const existing = async (): Promise<readonly string[]> => {
    const rows = await database.query<{ name: string }>(
      'select datname as name from pg_database where datname = any ($1) union all select rolname from pg_roles where rolname = any ($1)',
      [names],
    )
    return rows.map(({ name }) => name).toSorted()
  }
  expect(await existing()).toEqual(names.toSorted())
  await copy.connect() // a connection that is still open does not keep a scratch database
  await server.close()
  await server.close()
  expect(await existing()).toEqual(['given_before', database.address.database].toSorted())
})

test('a role that may not create databases is told so', async () => {
  const { address } = await scratch.connected('create role given_plain login')
  await expect(openScratchServer(urlOf({ ...address, user: 'given_plain' }))).rejects.toMatchObject({
    code: 'may-not-create-databases',
    message: `The role "given_plain" may not create databases at ${address.host}`,
    hint: expect.stringContaining('ALTER ROLE given_plain CREATEDB') as unknown,
  })
})

test('a role that may create databases but no roles is enough', async () => {
  const { address } = await scratch.connected('create role given_maker login createdb')
  const server = await openScratchServer(urlOf({ ...address, user: 'given_maker' }))
  const connection = await (await server.createDatabase()).connect()
  await connection.execute('create table t ()')
  await connection.close()
  await server.close()
})

function urlOf({ host, user, database }: Address): string {
  return `postgresql://${user}@/${database}?host=${encodeURIComponent(host)}`
}
