// What the server keeps of a database: each thing is named once somebody set it, and a new database has none.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readCatalog } from '../../src/catalog/read-catalog.ts'
import type { Database, ScratchServer } from '../../src/server/database.ts'
import { openScratchServer } from '../../src/server/scratch.ts'
import { quoteName } from '../../src/sql/quote.ts'
import { withDatabase } from '../support/with-database.ts'

let server: ScratchServer
beforeAll(async () => {
  server = await openScratchServer('embedded')
})
afterAll(() => server?.close())

async function subjects(db: Database): Promise<string[]> {
  const { findings } = await readCatalog(db)
  return findings.filter(({ code }) => code === 'outside-snapshot').map(({ subject }) => subject)
}

test('a database as CREATE DATABASE leaves it gives no finding', async () => {
  expect(await withDatabase(server, '', subjects)).toEqual([])
})

test('what is spelled out as it is by default gives none', async () => {
  const found = await withDatabase(server, '', async (db) => {
    const name = quoteName((await readCatalog(db)).database)
    await db.execute(`GRANT CONNECT ON DATABASE ${name} TO PUBLIC`)
    return subjects(db)
  })
  expect(found).toEqual([])
})

test('each thing that somebody set is named', async () => {
  const found = await withDatabase(server, '', async (db) => {
    const name = quoteName((await readCatalog(db)).database)
    await db.execute(`
      COMMENT ON DATABASE ${name} IS 'ours';
      REVOKE CONNECT ON DATABASE ${name} FROM PUBLIC;
      ALTER DATABASE ${name} CONNECTION LIMIT 90;
      GRANT SET ON PARAMETER log_min_messages TO pg_monitor;
      INSERT INTO pg_catalog.pg_shseclabel (classoid, objoid, provider, label)
        SELECT 'pg_database'::regclass, oid, 'acme', 'x' FROM pg_database WHERE datname = current_database()`)
    const all = await subjects(db)
    await db.execute(`
      DELETE FROM pg_catalog.pg_shseclabel;
      REVOKE SET ON PARAMETER log_min_messages FROM pg_monitor`)
    return all
  })
  expect(found).toEqual([
    'comment on the database',
    'connection limit of the database',
    'privileges on the database',
    'security label of the database',
    'privileges on the parameter log_min_messages',
  ])
})
