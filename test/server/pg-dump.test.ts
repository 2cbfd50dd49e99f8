import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import type { Database } from '../../src/server/database.ts'
import { dumpByWebAssembly } from '../../src/server/pg-dump-bridge.ts'
import { dumpSchema, dumpToFile, restoreSchemaDump } from '../../src/server/pg-dump.ts'
import { useScratch } from '../support/scratch.ts'
import { serverSpecs } from '../support/servers.ts'
import { inSmallPieces, openProxy, withChangedParameters } from './piecemeal-proxy.ts'

const folder = mkdtempSync(join(tmpdir(), 'pgfold-test-'))
afterAll(() => rmSync(folder, { recursive: true }))

const schema = `
  create schema "Ünï";
  create type "Ünï".mood as enum ('sad', '\\restrict');
  create table "Ünï"."a b" (id int generated always as identity primary key, mood "Ünï".mood, note text);
  create view "Ünï".v as select id, note from "Ünï"."a b" where note is not null;
  create function "Ünï".f() returns text language sql as $$ select 'multi
line' $$;
  insert into "Ünï"."a b" (note) select repeat('ö', 100) from generate_series(1, 3000);
  grant select on "Ünï".v to public;
  select lo_from_bytea(0, 'large object')`

describe.each(serverSpecs)('pg_dump of %s', (spec) => {
  const scratch = useScratch(spec)

  test('a schema dump, restored, dumps to the same text', async () => {
    const original = await scratch.connected(schema)
    const dump = await dumpSchema(original)
    expect(dump.program).toMatch(/^pg_dump \d+(\.\d+| \(WebAssembly\))$/u)
    expect(dump.text).toContain('CREATE TABLE "Ünï"."a b" (')
    expect(dump.text).not.toMatch(/^\\|^GRANT|OWNER TO|INSERT|^COPY/mu)
    const copy = await scratch.connected()
    await restoreSchemaDump(copy, dump)
    expect(await dumpSchema(copy)).toEqual(dump)
    expect(await copy.query('show search_path')).toEqual([{ search_path: '"$user", public' }])
  })

  test('owners and privileges are there when they are asked for', async () => {
    const database = await scratch.connected(schema)
    const { text } = await dumpSchema(database, { owners: true, privileges: true })
    expect(text).toMatch(/^ALTER (TABLE|VIEW) "Ünï"\.v OWNER TO postgres;$/mu)
    expect(text).toContain('GRANT SELECT ON TABLE "Ünï".v TO PUBLIC;')
  })

  test('the native and the WebAssembly pg_dump describe the same schema', async () => {
    const database = await scratch.connected(schema)
    const native = await dumpSchema(database)
    const text = await dumpByWebAssembly(database.address, ['--schema-only', '--no-owner', '--no-privileges'])
    const copy = await scratch.connected()
    await restoreSchemaDump(copy, { text, program: 'WebAssembly' })
    expect((await dumpSchema(copy)).text).toBe(native.text)
  })

  test('thousands of objects, and replies of many megabytes', async () => {
    const database = await scratch.connected(`
      do $$ begin for i in 1..300 loop execute format('create table t%s (id int primary key, x text)', i); end loop; end $$;
      insert into t1 select i, repeat('x', 10000) from generate_series(1, 1000) as i`)
    const text = await dumpByWebAssembly(database.address, ['--rows-per-insert=100'])
    expect(text.match(/^CREATE TABLE /gmu)).toHaveLength(300)
    expect(text.length).toBeGreaterThan(10_000_000)
  })

  test('a backup holds the rows too, only its owner may read it, and it appears when it is complete', async () => {
    const database = await scratch.connected(schema)
    const file = join(folder, `${spec.replace(':', '-')}.sql`)
    await dumpToFile(database, file, '5s')
    const text = readFileSync(file, 'utf8')
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(text).toContain('-- PostgreSQL database dump complete')
    expect(text.match(/ö{100}/gu)).toHaveLength(3000)
    expect(text).toContain(Buffer.from('large object').toString('hex'))
  })

  test('a failed dump says why, and leaves no file', async () => {
    const database = await scratch.connected(
      `${schema}; drop role if exists dump_reader; create role dump_reader login`,
    )
    const reader = { ...database, address: { ...database.address, user: 'dump_reader', password: 's3cret' } }
    const file = join(folder, 'failed.sql')
    const failed = dumpToFile(reader, file, '5s')
    await expect(failed).rejects.toMatchObject({ code: 'pg-dump-failed' })
    const { details } = (await failed.catch((error: unknown) => error)) as { details: readonly string[] }
    expect(details.join('\n')).toMatch(/permission denied/u)
    expect(details.join('\n')).not.toContain('s3cret')
    expect(existsSync(file)).toBe(false)
    expect(readdirSync(folder).filter((name) => name.startsWith('failed'))).toEqual([])
  })
})

test('a server newer than every pg_dump is refused by name', async () => {
  const database = { address: {}, serverVersion: 990_000 } as unknown as Database
  await expect(dumpSchema(database)).rejects.toMatchObject({
    code: 'no-pg-dump',
    hint: 'Install the client programs of PostgreSQL 99.',
  })
})

describe('the WebAssembly pg_dump', () => {
  const scratch = useScratch('embedded')

  test.each([
    ['in small pieces', inSmallPieces],
    ['with changed parameters behind them', withChangedParameters],
  ])('gets the same replies %s', async (_, cut) => {
    const { address } = await scratch.connected('create table t (x int); create view v as select x from t')
    const proxy = await openProxy(address, cut)
    const dumps = [proxy.address, address].map((each) => dumpByWebAssembly(each, ['--schema-only']))
    const [behindProxy, direct] = (await Promise.all(dumps)).map((text) => text.replaceAll(/restrict \w+/gu, ''))
    expect(behindProxy).toBe(direct)
    await proxy.close()
  })

  test('runs several times at once', async () => {
    const { address } = await scratch.connected('create table t (x int)')
    const dumps = Array.from({ length: 8 }, () => dumpByWebAssembly(address, ['--schema-only']))
    for (const text of await Promise.all(dumps)) expect(text).toContain('CREATE TABLE public.t (')
  })
})

describe('a connection that breaks during a dump', () => {
  const scratch = useScratch('embedded')

  test('ends it with an error', async () => {
    const database = await scratch.connected('create table t (x int)')
    await database.execute('begin; lock table t')
    const dump = dumpByWebAssembly(database.address, ['--schema-only'])
    const refused = expect(dump).rejects.toMatchObject({ code: 'pg-dump-failed' })
    const watcher = await scratch.connected()
    await untilRow(
      watcher,
      `select pg_terminate_backend(pid) from pg_stat_activity
       where wait_event_type = 'Lock' and datname = '${database.address.database}'`,
    )
    await refused
    await database.execute('rollback')
  })
})

async function untilRow(database: Database, sql: string): Promise<void> {
  while ((await database.query(sql)).length === 0);
}
