import { existsSync, statSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { openScratchServer } from '../../src/server/scratch.ts'
import { serverSpecs } from '../support/servers.ts'

describe.each(serverSpecs)('scratch server %s', (spec) => {
  test('answers, copies, drops, and is gone when it is closed', async () => {
    const server = await openScratchServer(spec)
    const database = await server.createDatabase()
    const connection = await database.connect()
    expect(server.label).toBe(`${spec.replace(/:.*/u, '')} ${connection.serverLabel}`)
    expect(server.serverVersion).toBe(connection.serverVersion)
    await connection.execute("create table t as select 'ä'::text as letter")
    await connection.close()

    const copy = await server.copyDatabase(database)
    const inCopy = await copy.connect()
    expect(await inCopy.query('select upper(letter) as letter from t')).toEqual([{ letter: 'Ä' }])
    await copy.drop() // also with a connection open
    await expect(inCopy.query('select 1')).rejects.toMatchObject({ code: 'connection-lost' })
    await expect(copy.connect()).rejects.toMatchObject({ code: 'unknown-database' })
    await inCopy.close()

    await server.close()
    await server.close()
    expect(existsSync(database.address.host)).toBe(false)
    await expect(database.connect()).rejects.toMatchObject({ code: 'connection-refused' })
  })

  test('creates the roles that it lacks, without login, and says which', async () => {
    const server = await openScratchServer(spec)
    try {
      expect(await server.ensureRoles(['postgres', 'app "reader"', 'other', 'other'])).toEqual([
        'app "reader"',
        'other',
      ])
      expect(await server.ensureRoles(['other'])).toEqual([])
      const connection = await (await server.createDatabase()).connect()
      const query =
        "select rolname as name, rolcanlogin as login from pg_roles where rolname ~ '^app|^other' order by 1"
      expect(await connection.query(query)).toEqual([
        { name: 'app "reader"', login: false },
        { name: 'other', login: false },
      ])
      await connection.close()
    } finally {
      await server.close()
    }
  })

  test('takes publications and thousands of objects in one transaction without a warning', async () => {
    const server = await openScratchServer(spec)
    try {
      const connection = await (await server.createDatabase()).connect()
      await connection.execute(`
        do $$ begin for i in 1..7000 loop execute format('create table t%s ()', i); end loop; end $$;
        create publication p for all tables`)
      expect(await connection.query("select current_setting('wal_level') as level")).toEqual([{ level: 'logical' }])
      await connection.close()
    } finally {
      await server.close()
    }
  })

  test('lets nobody else in', async () => {
    const server = await openScratchServer(spec)
    const { address } = await server.createDatabase()
    const { mode } = statSync(address.host)
    await server.close()
    expect(mode & 0o777).toBe(0o700)
  })
})

test('two at once do not meet', async () => {
  const servers = await Promise.all([openScratchServer('embedded'), openScratchServer('embedded')])
  try {
    const databases = await Promise.all(servers.map((server) => server.createDatabase()))
    expect(new Set(databases.map(({ address }) => address.host)).size).toBe(2)
  } finally {
    await Promise.all(servers.map((server) => server.close()))
  }
})

test.each(['embeded', 'installed:x', ''])('does not know the scratch server "%s"', async (spec) => {
  await expect(openScratchServer(spec)).rejects.toMatchObject({ code: 'unknown-scratch' })
})

test('a major version that is not installed is an error that lists those that are', async () => {
  await expect(openScratchServer('installed:9')).rejects.toMatchObject({
    code: 'no-installed-server',
    message: 'No PostgreSQL 9 server is installed on this machine',
  })
})
