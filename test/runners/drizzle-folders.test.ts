// drizzle-orm 1, whose migrations are folders. Its migrator goes by the names in its table, and gives the table of earlier
// releases, which has none, the names of the folders of the same time; it stops where a row has no folder.
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { drizzle as drizzle0 } from 'drizzle-orm/node-postgres'
import { migrate as migrate0 } from 'drizzle-orm/node-postgres/migrator'
import { drizzle as drizzle1 } from 'drizzle-orm-1/node-postgres'
import { migrate as migrate1 } from 'drizzle-orm-1/node-postgres/migrator'
import { Client } from 'pg'
import { expect, test } from 'vitest'
import { adopt } from '../../src/commands/adopt.ts'
import { apply } from '../../src/commands/apply.ts'
import { archive } from '../../src/commands/archive.ts'
import { consolidate } from '../../src/commands/consolidate.ts'
import { rollback } from '../../src/commands/rollback.ts'
import { undoAdopt } from '../../src/commands/undo-adopt.ts'
import type { ScratchDatabase } from '../../src/server/database.ts'
import { using, writeFiles } from '../cutover/project.ts'
import { folderWith, refusal } from '../layouts/folders.ts'
import { useScratch } from '../support/scratch.ts'
import { urlOf } from '../support/url.ts'
import { useRunner } from './harness.ts'

type Migrate = (client: Client, migrationsFolder: string) => Promise<unknown>
const earlier: Migrate = (client, migrationsFolder) => migrate0(drizzle0(client), { migrationsFolder })
const later: Migrate = (client, migrationsFolder) => migrate1(drizzle1({ client }), { migrationsFolder })

async function run(migrate: Migrate, root: string, url: string): Promise<void> {
  const client = new Client(url)
  await client.connect()
  try {
    await migrate(client, join(root, 'drizzle'))
  } finally {
    await client.end()
  }
}

const origin = '00000000-0000-0000-0000-000000000000'
const snapshot = (id: string, before: string): string => JSON.stringify({ id, prevIds: [before], ddl: [] })

const folders = {
  'drizzle/20240102030405_things/migration.sql': `CREATE TABLE "things" ("id" serial PRIMARY KEY, "name" text);
--> statement-breakpoint
INSERT INTO things (name) VALUES ('one; two')--> statement-breakpoint
CREATE SCHEMA other; SET search_path TO other, public`,
  'drizzle/20240102030405_things/snapshot.json': snapshot('1', origin),
  'drizzle/20240102030405_twin/migration.sql': 'CREATE TABLE twin (id int);',
  'drizzle/20240102030405_twin/snapshot.json': snapshot('2', '1'),
  'drizzle/20240203040506_last/migration.sql': 'CREATE INDEX ON public.things (name);',
  'drizzle/20240203040506_last/snapshot.json': snapshot('3', '2'),
}

const rows = 'select hash, created_at, name from drizzle.__drizzle_migrations order by id'

const claims = useRunner({
  folder: 'drizzle',
  migrate: ({ root, env }) => run(later, root, env['DATABASE_URL'] ?? ''),
  tracking: rows,
  next: () => ({ 'drizzle/20990101000000_next/migration.sql': 'CREATE TABLE public.next_one (id int);' }),
})

test('folders, two of one second', () => claims.hold(folders))
test('newer folders stay', () => claims.hold(folders, { to: '20240102030405_twin' }))

/** A project of before, its times in milliseconds, and the same one as `drizzle-kit up` leaves it. */
const tags = ['0000_things', '0001_names', '0002_last']
const times = [Date.UTC(2024, 0, 2, 3, 4, 5, 678), Date.UTC(2024, 0, 2, 3, 5, 5, 1), Date.UTC(2024, 0, 3, 0, 0, 0, 999)]
const stamps = ['20240102030405', '20240102030505', '20240103000000']
const scripts = ['CREATE TABLE things (id int);', 'ALTER TABLE things ADD name text;', 'CREATE INDEX ON things (name);']
const before = {
  'drizzle/meta/_journal.json': JSON.stringify({
    version: '7',
    dialect: 'postgresql',
    entries: tags.map((tag, idx) => ({ idx, version: '7', when: times[idx], tag, breakpoints: true })),
  }),
  ...Object.fromEntries(tags.map((tag, index) => [`drizzle/${tag}.sql`, scripts[index] ?? ''])),
}
const upgraded = Object.fromEntries(
  tags.flatMap((tag, index) => {
    const folder = `drizzle/${stamps[index] ?? ''}_${tag.slice(5)}`
    return [
      [`${folder}/migration.sql`, scripts[index] ?? ''],
      [`${folder}/snapshot.json`, snapshot(String(index + 1), index === 0 ? origin : String(index))],
    ]
  }),
)

const scratch = useScratch('embedded')

/** What was folded and archived, and the options of the commands on it. */
async function archived(root: string, database: ScratchDatabase) {
  const url = urlOf(database.address)
  const paths = { migrations: join(root, 'drizzle'), consolidated: join(root, 'out'), archived: join(root, 'old') }
  await consolidate({ history: paths.migrations, out: paths.consolidated, scratch: url })
  await archive(paths)
  return { db: url, env: {}, lockTimeout: '5s', scratch: url, ...paths }
}

const rowsOf = (database: ScratchDatabase): Promise<object[]> =>
  using(database, (db) => db.query('select m.* from drizzle.__drizzle_migrations as m order by m.id'))
const namesOf = (database: ScratchDatabase): Promise<object[]> =>
  using(database, (db) => db.query('select name from drizzle.__drizzle_migrations order by id'))

test('folders, and the table of before: adopted, the migrator gives the row its name and has nothing to do', async () => {
  const database = await scratch.database()
  await run(earlier, await folderWith(before), urlOf(database.address))
  const root = await folderWith(upgraded)
  const options = await archived(root, database)
  const old = await rowsOf(database)
  expect(old).toHaveLength(3)
  expect(await adopt(options)).toMatchObject({ refusal: null, done: true, state: 'at-the-line' })
  await undoAdopt(options)
  expect(await rowsOf(database)).toEqual(old)
  expect(await adopt(options)).toMatchObject({ refusal: null, done: true })
  await run(later, root, options.db)
  expect(await namesOf(database)).toEqual([{ name: '20240103000000_consolidated_schema' }])
  expect(await adopt(options)).toMatchObject({ refusal: null, done: false })

  await backToTheFormOfBefore(options)
  expect(await rowsOf(database)).toEqual(old)
  await run(later, await folderWith(upgraded), options.db)
  const names = stamps.map((stamp, index) => ({ name: `${stamp}_${(tags[index] ?? '').slice(5)}` }))
  expect(await namesOf(database)).toEqual(names)
})

/** The migrator has added columns that the saved rows lack: undo says so, and how the table gets its form of before. */
async function backToTheFormOfBefore(options: Awaited<ReturnType<typeof archived>>): Promise<void> {
  for (const dryRun of [true, false]) {
    const error = await refusal(undoAdopt({ ...options, dryRun }))
    expect(error).toMatchObject({ code: 'other-form', exitCode: 1, details: [expect.stringContaining('no name')] })
    const statement = 'ALTER TABLE drizzle.__drizzle_migrations DROP COLUMN name, DROP COLUMN applied_at'
    expect(error.hint).toContain(statement)
    if (dryRun) continue
    const client = new Client(options.db)
    await client.connect()
    await client.query(statement).finally(() => client.end())
  }
  expect(await undoAdopt(options)).toMatchObject({ done: true })
}

test('a journal that was adopted and goes over to drizzle-orm 1 afterwards', async () => {
  const database = await scratch.database()
  const root = await folderWith(before)
  await run(earlier, root, urlOf(database.address))
  const options = await archived(root, database)
  const old = await rowsOf(database)
  expect(await adopt(options)).toMatchObject({ refusal: null, done: true, state: 'at-the-line' })
  await run(earlier, root, options.db)
  expect(await rowsOf(database)).toHaveLength(1)
  const sql = await readFile(join(root, 'drizzle/0002_consolidated_schema.sql'), 'utf8')
  await rm(join(root, 'drizzle'), { recursive: true })
  await writeFiles(root, { 'drizzle/20240103000000_consolidated_schema/migration.sql': sql })
  await run(later, root, options.db)
  expect(await namesOf(database)).toEqual([{ name: '20240103000000_consolidated_schema' }])

  await backToTheFormOfBefore(options)
  expect(await rowsOf(database)).toEqual(old)
  await run(later, await folderWith(upgraded), options.db)
  expect(await namesOf(database)).toHaveLength(3)
})

test('what the migrator never looks at does not stop adopt: a file that was changed since', async () => {
  const database = await scratch.database()
  const root = await folderWith(upgraded)
  await run(later, root, urlOf(database.address))
  await writeFiles(root, { 'drizzle/20240102030405_things/migration.sql': `-- things\n${scripts[0] ?? ''}` })
  const options = await archived(root, database)
  await run(later, await folderWith(upgraded), options.db)
  expect(await adopt(options)).toMatchObject({ refusal: null, done: true, state: 'at-the-line' })
  await run(later, root, options.db)
  expect(await namesOf(database)).toEqual([{ name: '20240103000000_consolidated_schema' }])
})

test('apply and rollback in the table of before', async () => {
  const database = await scratch.database(
    'create schema drizzle',
    'create table drizzle.__drizzle_migrations (id serial primary key, hash text not null, created_at bigint)',
  )
  const root = await folderWith(upgraded)
  const { migrations, archived: old, ...options } = await archived(root, database)
  const live = { ...options, yes: true, backup: false, backups: join(root, 'backups') }
  const folder = { migrations, archived: old }
  expect(await apply({ ...live, folder })).toMatchObject({ done: true, findings: [] })
  await rollback({ ...live, folder })
  expect(await rowsOf(database)).toEqual([])
  await apply({ ...live, folder })
  await run(later, root, options.db)
  expect(await namesOf(database)).toEqual([{ name: '20240103000000_consolidated_schema' }])
})
