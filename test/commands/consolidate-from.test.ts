// Folding a live database: it is only read, and what is written is what folding its history would write.
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { archive } from '../../src/commands/archive.ts'
import { consolidate } from '../../src/commands/consolidate.ts'
import { readHistory } from '../../src/layouts/read-history.ts'
import type { Manifest } from '../../src/model/manifest.ts'
import type { Address } from '../../src/server/database.ts'
import { replay } from '../../src/server/replay.ts'
import { useScratch } from '../support/scratch.ts'

const example = join(dirname(fileURLToPath(import.meta.url)), '../../schema/migrations')

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pgfold-test-'))
})
afterAll(() => rm(folder, { recursive: true }))

const scratch = useScratch('embedded')
const env = {}

describe('the example', () => {
  it('folds into the statements that its history folds into', async () => {
    const live = await exampleDatabase()
    const [ofHistory, ofDatabase] = [join(folder, 'history'), join(folder, 'database')]
    const first = await consolidate({ history: example, out: ofHistory, rows: 'none' })
    const second = await consolidate({ from: live, out: ofDatabase, env, layout: 'hasura' })
    expect(second.witnesses.map(({ name, verdict }) => [name, verdict])).toEqual(
      first.witnesses.map(({ name }) => [name, 'agree']),
    )
    expect(second.witnesses[0]?.claim).toBe('database ≡ up.sql')
    for (const file of ['up.sql', 'down.sql']) {
      expect(await statementsOf(join(ofDatabase, file))).toBe(await statementsOf(join(ofHistory, file)))
    }
    expect(second.database).toMatch(/^pgfold_/u)
    expect(first.database).toBeUndefined()
    expect(second).toMatchObject({ proved: true, migrations: 0, fingerprint: first.fingerprint, rows: {} })
    expect(second.findings.map(({ code }) => code)).toEqual([
      'tracking-left-out',
      'tracking-left-out',
      'rows-not-carried',
    ])
    const manifest = await manifestOf(ofDatabase)
    expect(manifest).toMatchObject({ layout: 'database', history: '', line: '', sources: [] })
    expect(manifest.database).toMatch(/^pgfold_/u)
    expect(JSON.stringify(manifest)).not.toContain('host')

    // and into the same bytes from a database that up.sql built
    const built = await scratch.database(await readFile(join(ofDatabase, 'up.sql'), 'utf8'))
    const { proved, outOfDate } = await consolidate({ from: urlOf(built.address), out: ofDatabase, env, check: true })
    expect({ proved, outOfDate }).toEqual({ proved: true, outOfDate: [join(ofDatabase, 'manifest.json')] }) // names the database
  })

  async function exampleDatabase(): Promise<string> {
    const database = await scratch.server().createDatabase()
    const db = await database.connect()
    await replay(db, await readHistory(example))
    await db.execute(`CREATE SCHEMA hdb_catalog;
      CREATE TABLE hdb_catalog.schema_migrations (version bigint PRIMARY KEY, dirty boolean NOT NULL)`)
    await db.close()
    return urlOf(database.address)
  }
})

it('takes no row and no position of a sequence but those of tables that are named', async () => {
  const live = await scratch.database(
    `CREATE TABLE colour (id serial PRIMARY KEY, name text, at timestamptz DEFAULT now());
     INSERT INTO colour (name) VALUES ('red'), ('blue');
     CREATE TABLE visit (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, colour integer REFERENCES colour);
     INSERT INTO visit (colour) VALUES (1), (2);
     CREATE MATERIALIZED VIEW used AS SELECT colour FROM visit`,
  )
  const out = join(folder, 'rows')
  const result = await consolidate({ from: urlOf(live.address), out, env, rows: ['colour'] })
  expect(result).toMatchObject({ proved: true, rows: { 'public.colour': 2 }, frozen: [] })
  expect(result.findings).toEqual([])
  const upSql = await readFile(join(out, 'up.sql'), 'utf8')
  expect(upSql).toContain(`INSERT INTO public.colour`)
  expect(upSql).toContain(`'public.colour_id_seq'`)
  expect(upSql).not.toContain('visit_id_seq')
})

it('says with --check whether the database is still what was folded', async () => {
  const live = await scratch.database('CREATE TABLE t (id integer)')
  const [out, from] = [join(folder, 'check'), urlOf(live.address)]
  await consolidate({ from, out, env })
  const archiving = archive({ migrations: example, archived: join(folder, 'archived'), consolidated: out })
  await expect(archiving).rejects.toMatchObject({ code: 'nothing-to-archive', exitCode: 1 })
  const db = await live.connect()
  await db.execute('ALTER TABLE t ADD COLUMN name text')
  await db.close()
  const { outOfDate } = await consolidate({ from, out, env, check: true })
  expect(outOfDate).toContain(join(out, 'up.sql'))
})

it('proves who owns what, whoever runs up.sql', async () => {
  const live = await scratch.database(
    `CREATE ROLE "Live Owner"; CREATE ROLE live_helper; CREATE ROLE live_reader;
     ALTER SCHEMA public OWNER TO "Live Owner"; SET ROLE "Live Owner";
     CREATE TABLE t (id integer); CREATE TABLE u (id integer);
     GRANT SELECT ON t TO live_reader; ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO live_reader;
     RESET ROLE; ALTER TABLE u OWNER TO live_helper; CREATE SCHEMA app AUTHORIZATION "Live Owner"`,
  )
  const out = join(folder, 'owners')
  const result = await consolidate({ from: urlOf(live.address), out, env })
  expect(result.witnesses.filter(({ verdict }) => verdict !== 'agree')).toEqual([])
  const roles = result.findings.filter(({ code }) => code === 'role-created-on-scratch')
  expect(roles.map(({ subject }) => subject)).toEqual(['live_helper', 'live_reader'])
  expect(await readFile(join(out, 'up.sql'), 'utf8')).not.toContain('Live Owner')
})

it('refuses what the role may not read', async () => {
  const live = await scratch.database(
    `CREATE ROLE live_stranger LOGIN; CREATE TABLE open (id integer); GRANT SELECT ON open TO live_stranger;
     CREATE TABLE closed (id integer); CREATE SCHEMA inner_room; CREATE TABLE inner_room.t (id integer)`,
  )
  const folding = consolidate({
    from: urlOf({ ...live.address, user: 'live_stranger' }),
    out: join(folder, 'refused'),
    env,
  })
  await expect(folding).rejects.toMatchObject({
    code: 'unverified',
    exitCode: 1,
    details: [
      'table inner_room.t: no SELECT on it, or no USAGE on its schema',
      'table public.closed: no SELECT on it, or no USAGE on its schema',
    ],
    hint: 'Connect as the owner or a superuser, or grant the role pg_read_all_data.',
  })
})

it('asks a role that may read all rows for no more than it lacks, and says of large objects what it knows', async () => {
  const live = await scratch.database(
    `CREATE ROLE live_everywhere LOGIN; GRANT pg_read_all_data TO live_everywhere; SELECT lo_create(1);
     CREATE FOREIGN DATA WRAPPER w; CREATE SERVER s FOREIGN DATA WRAPPER w; CREATE USER MAPPING FOR PUBLIC SERVER s`,
  )
  const from = urlOf({ ...live.address, user: 'live_everywhere' })
  await expect(consolidate({ from, out: join(folder, 'mapping'), env })).rejects.toMatchObject({
    code: 'unverified',
    hint: 'Connect as a superuser: no other role is shown all options of user mappings and all connection strings.',
  })
  const db = await live.connect()
  await db.execute('DROP SERVER s CASCADE; CREATE ROLE live_blind LOGIN')
  await db.close()
  const blind = urlOf({ ...live.address, user: 'live_blind' })
  const { findings } = await consolidate({ from: blind, out: join(folder, 'blind'), env })
  expect(findings.filter(({ code }) => code === 'large-object-content')).toMatchObject([
    { message: 'what 1 large object may hold is not compared and not carried; this role may not look' },
  ])
})

describe('--schema', () => {
  const sql = `CREATE SCHEMA base; CREATE TYPE base.mood AS ENUM ('good'); CREATE SCHEMA app;
    CREATE TABLE app.t (mood base.mood); CREATE SCHEMA other; CREATE TABLE other.u (id integer)`

  it('carries the named schemas and names what they need of others', async () => {
    const live = await scratch.database(sql)
    const result = await consolidate({
      from: urlOf(live.address),
      out: join(folder, 'schemas'),
      env,
      schemas: ['app', 'base'],
    })
    expect(result).toMatchObject({ proved: true, objects: { schema: 2, enum: 1, table: 1, column: 1 } })
    const alone = await consolidate({
      from: urlOf(live.address),
      out: join(folder, 'schema'),
      env,
      schemas: ['app'],
    })
    expect(alone.proved).toBe(false)
    expect(alone.findings.filter(({ code }) => code === 'outside-schema')).toEqual([
      {
        code: 'outside-schema',
        severity: 'warning',
        subject: 'enum base.mood',
        message: 'column app.t.mood needs it, and its schema is not folded: it must exist where up.sql runs',
      },
    ])
  })

  it('refuses a schema that is not there', async () => {
    const live = await scratch.database(sql)
    const folding = consolidate({ from: urlOf(live.address), out: join(folder, 'none'), env, schemas: ['nowhere'] })
    await expect(folding).rejects.toMatchObject({ code: 'unknown-schema', exitCode: 2 })
  })
})

function urlOf({ host, port, user, database }: Address): string {
  return `postgres://${user}@/${database}?host=${encodeURIComponent(host)}&port=${port}`
}

// Comments say what was folded, and blank lines stand around them.
async function statementsOf(file: string): Promise<string> {
  return (await readFile(file, 'utf8')).replaceAll(/^(?:--.*)?\n/gmu, '')
}

async function manifestOf(out: string): Promise<Manifest> {
  return JSON.parse(await readFile(join(out, 'manifest.json'), 'utf8')) as Manifest
}
