// Folding what a command builds: what it is given, what is left of it, and how it fails.
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { archive } from '../../src/commands/archive.ts'
import { consolidate } from '../../src/commands/consolidate.ts'
import type { Manifest } from '../../src/model/manifest.ts'
import { useScratch } from '../support/scratch.ts'
import { urlOf } from '../support/url.ts'
import { createProject } from '../runners/project.ts'

const scratch = useScratch('embedded')
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pgfold-test-'))
})
afterAll(() => rm(folder, { recursive: true }))

/** Sends a statement a line. */
const sender = (sql: string): string => `
  const { Client } = require('pg')
  async function main() {
    const client = new Client({ connectionString: process.env.DIRECT_URL })
    await client.connect()
    await client.query(${JSON.stringify(sql)})
    await client.end()
    console.log('sent to', process.env.DB_NAME)
    console.error(process.env.DB_NAME === process.env.PGDATABASE && process.env.PGHOST === process.env.DB_HOST)
  }
  main().catch((error) => { console.error(error); process.exitCode = 1 })`

async function commandFor(sql: string): Promise<string> {
  const project = await createProject({ 'send.js': sender(sql) }, 'send.js')
  removals.push(project.remove)
  return project.command
}

/** The server of these tests, which saves each of them one of its own. */
async function given(): Promise<string> {
  return urlOf((await scratch.database()).address)
}

const removals: (() => Promise<void>)[] = []
afterAll(() => Promise.all(removals.map((remove) => remove())))

it('runs the command twice, shows its output, and settles what differs', async () => {
  const run = await commandFor(`
    CREATE ROLE run_reader;
    CREATE TABLE colour (id serial PRIMARY KEY, name text, at timestamptz NOT NULL DEFAULT now(), code uuid);
    INSERT INTO colour (name, code) VALUES ('red', gen_random_uuid());
    GRANT SELECT ON colour TO run_reader`)
  const lines: string[] = []
  const out = join(folder, 'twice')
  const result = await consolidate({
    run: `SOME_PASSWORD=hidden99 && ${run}`,
    out,
    onOutput: (line) => lines.push(line),
  })
  expect(result).toMatchObject({ proved: true, rows: { 'public.colour': 1 }, frozen: ['public.colour.code'] })
  expect(result.witnesses[0]?.claim).toBe('command ≡ up.sql')
  expect(lines.map((line) => line.replace(/pgfold_\w+/u, 'NAME').replace(/scratch_\w+/u, 'NAME')).toSorted()).toEqual([
    'sent to NAME',
    'sent to NAME',
    'true',
    'true',
  ])
  expect(result.findings.map(({ code, subject }) => `${code} ${subject}`)).toEqual([
    'role-left-out run_reader',
    'volatile-value-frozen public.colour.code',
    'volatile-value-left-to-default public.colour.at',
  ])
  const manifest = JSON.parse(await readFile(join(out, 'manifest.json'), 'utf8')) as Manifest
  expect(manifest).toMatchObject({ layout: 'command', history: '', line: '', sources: [], roles: ['run_reader'] })
  expect(manifest.command).toBe(`SOME_PASSWORD=******** && ${run}`)
  for (const file of await readdir(out)) expect(await readFile(join(out, file), 'utf8')).not.toContain('hidden99')
  const archiving = archive({ migrations: folder, archived: `${folder}-archived`, consolidated: out, dryRun: true })
  await expect(archiving).rejects.toMatchObject({ code: 'nothing-to-archive', exitCode: 1 })
})

it('works on a server that was given, and leaves nothing there', async () => {
  const run = await commandFor(
    'CREATE ROLE run_guest; CREATE TABLE t (a integer); INSERT INTO t VALUES (1); GRANT SELECT ON t TO run_guest',
  )
  const admin = await scratch.connected()
  const there = async (): Promise<object[]> =>
    admin.query(`select datname::text from pg_database where datname like 'pgfold%' and datname <> current_database()
      union all select rolname::text from pg_roles where rolname like 'pgfold%' or rolname = 'run_guest' order by 1`)
  const before = await there()
  const result = await consolidate({ run, out: join(folder, 'given'), scratch: urlOf(admin.address) })
  expect(result.proved).toBe(true)
  expect(await there()).toEqual(before)
})

it('folds what comes on top of a prelude', async () => {
  const prelude = join(folder, 'prelude.sql')
  await writeFile(prelude, 'CREATE TABLE migrations (id serial, timestamp bigint, name varchar); CREATE SCHEMA auth')
  const run = await commandFor('CREATE TABLE auth.person (id integer PRIMARY KEY)')
  const result = await consolidate({ run, out: join(folder, 'prelude'), prelude: [prelude], scratch: await given() })
  expect(result).toMatchObject({ proved: true, objects: { table: 1, column: 1, constraint: 1 } })
})

it('leaves a table alone that only has the name of a runner’s', async () => {
  const run = await commandFor(`
    CREATE SCHEMA drizzle; CREATE TABLE drizzle.__drizzle_migrations (id serial, hash text, created_at bigint);
    CREATE TABLE drizzle.mine (a integer); CREATE TABLE migrations (id serial, name text, at date);
    CREATE SCHEMA hdb_catalog; CREATE TABLE hdb_catalog.schema_migrations (version bigint, dirty boolean);
    CREATE TABLE hdb_catalog.more (a integer)`)
  const { objects, findings } = await consolidate({ run, out: join(folder, 'names'), scratch: await given() })
  expect(objects).toMatchObject({ schema: 1, table: 2 })
  expect(findings.map(({ subject, message }) => `${subject}: ${message.split(' ')[0]}`)).toEqual([
    'drizzle.__drizzle_migrations: Drizzle',
    'hdb_catalog: Hasura',
  ])
})

it('says what it did to rows that are not carried', async () => {
  const prelude = join(folder, 'rows.sql')
  await writeFile(prelude, 'CREATE TABLE t (a integer)')
  const run = await commandFor('INSERT INTO t VALUES (1), (2); UPDATE t SET a = 3 WHERE a = 1')
  const options = { run, out: join(folder, 'rows'), prelude: [prelude], scratch: await given() }
  const { findings } = await consolidate({ ...options, rows: 'none' })
  expect(findings).toEqual([
    {
      code: 'rows-left-out',
      severity: 'warning',
      subject: 'public.t',
      message: 'rows 2 inserted, 1 updated: not carried, since --rows leaves the table out',
    },
  ])
})

it('names the runner’s table on which something else depends', async () => {
  const run = await commandFor(
    'CREATE TABLE alembic_version (version_num text); CREATE VIEW v AS TABLE alembic_version',
  )
  await expect(consolidate({ run, out: join(folder, 'in-use'), scratch: await given() })).rejects.toMatchObject({
    code: 'tracking-in-use',
    details: ['view v depends on table alembic_version'],
  })
})

const failing: readonly (readonly [what: string, command: string, error: object])[] = [
  [
    'ends with another exit code than 0',
    'echo first; echo "password=hidden99" >&2; exit 3',
    {
      code: 'command-failed',
      message: 'The command of --run ended with exit code 3',
      details: expect.arrayContaining(['first', 'password=********']) as string[],
    },
  ],
  [
    'cannot connect by TCP',
    'echo "Error: connect ECONNREFUSED 127.0.0.1:5432"; exit 1',
    { code: 'command-failed', hint: expect.stringContaining('--scratch postgres://') as string },
  ],
  [
    'is not there',
    'pgfold-no-such-program',
    { code: 'command-failed', message: expect.stringContaining('127') as string },
  ],
  ['is killed', 'kill -9 $$', { code: 'command-failed' }],
  ['works on another database', 'true', { code: 'nothing-built' }],
  ['is empty', ' ', { code: 'bad-option' }],
]

it.each(failing)('writes nothing where the command %s', async (_, run, error) => {
  await expect(consolidate({ run, out: join(folder, 'failed'), scratch: await given() })).rejects.toMatchObject(error)
  expect(await readdir(folder)).not.toContain('failed')
})

it('writes nothing where the command fails when it is run a second time', async () => {
  const mark = join(folder, 'mark')
  const first = await commandFor('CREATE TABLE t (a integer); INSERT INTO t VALUES (1)')
  const run = `test ! -e '${mark}' && touch '${mark}' && ${first}`
  await expect(consolidate({ run, out: join(folder, 'failed') })).rejects.toMatchObject({
    code: 'command-failed',
    hint: expect.stringMatching(/^It is run twice/u) as string,
  })
  expect(await readdir(folder)).not.toContain('failed')
})
