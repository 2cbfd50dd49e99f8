// Owners are compared relative to whoever builds: what a history gives to a role of its own is no difference, wherever it
// is deployed, and what somebody gave to a third role afterwards always is.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { apply } from '../../src/commands/apply.ts'
import { compareSchemas } from '../../src/commands/compare-schemas.ts'
import { consolidate } from '../../src/commands/consolidate.ts'
import { rollback } from '../../src/commands/rollback.ts'
import { verify } from '../../src/commands/verify.ts'
import type { ScratchDatabase } from '../../src/server/database.ts'
import { useScratch } from '../support/scratch.ts'
import { urlOf } from '../support/url.ts'

const scratch = useScratch('embedded')
const env = {}
let folder: string
let server: { readonly scratch: string }
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pgfold-test-'))
  const db = await scratch.connected()
  server = { scratch: urlOf(db.address) }
  await db.execute('CREATE ROLE deployer SUPERUSER LOGIN; CREATE ROLE app_owner SUPERUSER LOGIN')
  await db.execute('CREATE ROLE other_owner; CREATE ROLE third; CREATE ROLE reader')
})
afterAll(() => rm(folder, { recursive: true }))

const own = `
  CREATE TABLE kept (id integer PRIMARY KEY);
  CREATE TABLE guarded (id integer);
  ALTER TABLE guarded ENABLE ROW LEVEL SECURITY;
  CREATE FUNCTION counted() RETURNS integer LANGUAGE sql AS 'SELECT 1';`
const made = `${own}
  CREATE SCHEMA app; CREATE TABLE app.a (id integer); CREATE TABLE app.b (id serial); CREATE TABLE app.c (id integer);
  CREATE TYPE app.state AS ENUM ('x'); CREATE VIEW app.v AS SELECT 1 AS one;`
const given = `
  ALTER SCHEMA app OWNER TO app_owner; ALTER TABLE app.a OWNER TO app_owner; ALTER TABLE app.b OWNER TO app_owner;
  ALTER TABLE app.c OWNER TO app_owner; ALTER TYPE app.state OWNER TO app_owner; ALTER VIEW app.v OWNER TO app_owner;
  GRANT SELECT ON app.a TO reader; GRANT SELECT ON kept TO app_owner; GRANT SELECT ON kept TO reader;
  REVOKE EXECUTE ON FUNCTION counted() FROM PUBLIC; GRANT EXECUTE ON FUNCTION counted() TO app_owner;
  CREATE POLICY own ON guarded TO app_owner USING (true);
  ALTER DEFAULT PRIVILEGES FOR ROLE app_owner GRANT SELECT ON TABLES TO reader;
  ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO app_owner;
  CREATE FOREIGN DATA WRAPPER w; CREATE SERVER s FOREIGN DATA WRAPPER w;
  CREATE USER MAPPING FOR app_owner SERVER s OPTIONS ("user" 'u');
  SET ROLE app_owner; GRANT INSERT ON app.a TO reader; RESET ROLE;`
const schemasGiven = `
  CREATE SCHEMA one AUTHORIZATION app_owner; CREATE TABLE one.t (id integer); ALTER TABLE one.t OWNER TO app_owner;
  CREATE SCHEMA two AUTHORIZATION other_owner; CREATE TABLE two.t (id integer); ALTER TABLE two.t OWNER TO other_owner;
  CREATE TABLE two.u (id integer); ALTER TABLE two.u OWNER TO other_owner;`

const histories = {
  'gives most of it to another role': { sql: made + given, table: 'kept', givenTable: 'app.a' },
  'gives nothing away': { sql: made, table: 'kept', givenTable: undefined },
  'gives two schemas to two roles': { sql: schemasGiven, table: undefined, givenTable: 'two.t' },
}

async function run(database: ScratchDatabase, sql: string): Promise<void> {
  const db = await database.connect()
  await db.execute(sql)
  await db.close()
}

async function bothWays(left: string, right: string): Promise<unknown[]> {
  const results = [
    await compareSchemas({ left, right, env, ...server }),
    await compareSchemas({ left: right, right: left, env, ...server }),
  ]
  return results.map(({ differences }) =>
    differences.map(({ kind, id, attribute, left: from, right: to }) => [kind, id, attribute, from, to].join(' ')),
  )
}

describe.each(Object.entries(histories))('a history that %s', (name, { sql, table, givenTable }) => {
  const place = (): { history: string; consolidated: string } => ({
    history: join(folder, `${name}.sql`),
    consolidated: join(folder, name),
  })
  beforeAll(async () => {
    const { history, consolidated } = place()
    await writeFile(history, sql)
    expect(await consolidate({ history, out: consolidated, ...server })).toMatchObject({ proved: true })
  })

  it.each(['deployer', 'app_owner'])('is the same where %s applied it', async (user) => {
    const { history, consolidated } = place()
    const live = await scratch.database()
    const options = { db: urlOf({ ...live.address, user }), consolidated, env, ...server }
    await apply({ ...options, backups: folder, lockTimeout: '5s', yes: true })
    expect(await verify(options)).toMatchObject({ verdict: 'identical', findings: [], differences: [] })
    expect(await verify({ ...options, db: urlOf(live.address) })).toMatchObject({ verdict: 'identical' })
    for (const other of [history, join(consolidated, 'snapshot.json')])
      expect(await bothWays(other, options.db)).toEqual([[], []])

    for (const moved of [table, givenTable]) {
      if (moved === undefined) continue
      await run(live, `ALTER TABLE ${moved} OWNER TO third`)
      const { differences } = await verify(options)
      expect(differences).toMatchObject([{ kind: 'table', attribute: 'owner', right: 'third' }])
      for (const found of await bothWays(history, options.db))
        expect(found).toEqual([expect.stringMatching(/^table \S+ owner .*third/u)])
      await run(
        live,
        `ALTER TABLE ${moved} OWNER TO ${moved === table ? user : moved.startsWith('two') ? 'other_owner' : 'app_owner'}`,
      )
    }
    expect(await verify(options)).toMatchObject({ verdict: 'identical' })
  })
})

describe('rolled back', () => {
  const granted = `${own}
    GRANT SELECT ON kept TO app_owner; GRANT SELECT ON kept TO reader; CREATE POLICY own ON guarded TO app_owner USING (true);
    REVOKE EXECUTE ON FUNCTION counted() FROM PUBLIC; GRANT EXECUTE ON FUNCTION counted() TO app_owner;
    CREATE FOREIGN DATA WRAPPER w; CREATE SERVER s FOREIGN DATA WRAPPER w; CREATE USER MAPPING FOR app_owner SERVER s;`
  const ofRole = 'ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO app_owner;'

  async function applied(name: string, sql: string, user: string): Promise<Parameters<typeof rollback>[0]> {
    const history = join(folder, `${name}.sql`)
    const consolidated = join(folder, name)
    await writeFile(history, sql)
    await consolidate({ history, out: consolidated, ...server })
    const live = await scratch.database()
    const options = { consolidated, env, ...server, backups: folder, lockTimeout: '5s', yes: true }
    await apply({ ...options, db: urlOf({ ...live.address, user }) })
    return { ...options, db: urlOf(live.address) }
  }
  const as = (user: string, db = ''): string => db.replace(/\/\/[^@]*@/u, `//${user}@`)

  it.each([
    ['deployer', 'deployer'],
    ['deployer', 'another role'],
    ['app_owner', 'app_owner'],
    ['app_owner', 'another role'],
  ])('what %s applied is taken back by %s', async (user, by) => {
    const options = await applied(`${user} by ${by}`, granted, user)
    const db = by === user ? as(user, options.db) : options.db
    expect(await verify(options)).toMatchObject({ verdict: 'identical' })
    expect(await rollback({ ...options, ...(db === undefined ? {} : { db }) })).toMatchObject({ done: true })
    const empty = await scratch.database()
    expect(await bothWays(urlOf(empty.address), options.db ?? '')).toEqual([[], []])
  })

  it('is refused where down.sql would take from a role what it has of itself', async () => {
    const options = await applied('of itself', own + ofRole, 'app_owner')
    const error = { code: 'not-undone', exitCode: 1, details: ['extra: default-privilege tables'] }
    await expect(rollback({ ...options, db: as('app_owner', options.db) })).rejects.toMatchObject(error)
  })

  it('is refused where the default privileges are those of another role', async () => {
    const options = await applied('of another', own + ofRole, 'deployer')
    const error = { code: 'not-undone', details: ['still there: default-privilege tables'] }
    await expect(rollback(options)).rejects.toMatchObject({ ...error, hint: expect.stringContaining('deployer') })
    expect(await rollback({ ...options, db: as('deployer', options.db) })).toMatchObject({ done: true })
  })
})
