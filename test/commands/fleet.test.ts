// A fleet of databases: most are alike, one was changed by hand, one is behind, one is not there.
import { spawnSync } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { archive } from '../../src/commands/archive.ts'
import { fleet } from '../../src/commands/fleet.ts'
import type { FleetOptions } from '../../src/commands/fleet.ts'
import { refusal } from '../layouts/folders.ts'
import { createProject, environmentOf, shop, using } from '../cutover/project.ts'
import type { Project } from '../cutover/project.ts'
import { useScratch } from '../support/scratch.ts'
import { urlOf } from '../support/url.ts'

const live = useScratch('embedded')
let project: Project
beforeAll(async () => {
  project = await createProject(shop)
  await archive(project)
})
afterAll(() => project.remove())

const table = 'create table public.migrations (id serial primary key, name text not null unique)'
const record = (...names: string[]): string => `insert into migrations (name) values ('${names.join(`'), ('`)}')`
const both = [table, shop['migrations/001_create.sql'], shop['migrations/002_levels.sql']]

it('verifies and adopts them, knows equal catalogs, and goes on where it had stopped', async () => {
  const first = await live.database(...both, record('001_create', '002_levels'))
  const others = [await live.server().copyDatabase(first), await live.server().copyDatabase(first)]
  const changed = await live.server().copyDatabase(first)
  await using(changed, (db) => db.execute('alter table shop.customers drop column level'))
  const behind = await live.database(table, shop['migrations/001_create.sql'], record('001_create'))
  const names = [first, ...others, changed, behind].map(({ address }) => address.database)
  const env = environmentOf(first.address)
  const { migrations, archived, consolidated } = project
  const journal = join(project.root, 'fleet.journal')
  const common = {
    env,
    migrations,
    archived,
    consolidated,
    concurrency: 2,
    lockTimeout: '2s',
    scratch: urlOf(first.address),
  }
  const options = { ...common, databases: [...names, 'pgfold_not_there'] } satisfies Omit<FleetOptions, 'action'>

  const verified = await fleet({ ...options, action: 'verify' })
  expect(verified.counts).toEqual({ done: 3, refused: 2, failed: 1, earlier: 0 })
  expect(verified.databases.map(({ database }) => database)).toEqual(options.databases)
  expect(verified.databases.filter(({ recognised }) => recognised)).toHaveLength(2)
  expect(verified.databases.at(-1)).toMatchObject({ outcome: 'failed', error: { code: 'unknown-database' } })

  const seen: string[] = []
  const adopted = await fleet({ ...options, action: 'adopt', journal, onMember: ({ summary }) => seen.push(summary) })
  expect(adopted.counts).toEqual({ done: 3, refused: 2, failed: 1, earlier: 0 })
  expect(seen.filter((summary) => summary === 'adopted (at-the-line)')).toHaveLength(3)
  expect(adopted.databases.slice(3, 5).map(({ summary }) => summary)).toEqual([
    expect.stringContaining('(not-as-proved)'),
    expect.stringContaining('(behind)'),
  ])
  const notes = await readFile(journal, 'utf8')
  expect(notes.trim().split('\n')).toHaveLength(3)

  const again = await fleet({ ...options, action: 'adopt', journal })
  expect(again.counts).toEqual({ done: 0, refused: 2, failed: 1, earlier: 3 })
  expect(await readFile(journal, 'utf8')).toBe(notes)
  const unnoted = await fleet({ ...common, databases: [], like: `${names[0] ?? ''}%`, action: 'adopt' })
  expect(unnoted.databases).toMatchObject([{ outcome: 'done', summary: 'nothing to do (adopted)' }])
})

it('keeps no answer for others of a catalog that changed while it was compared', async () => {
  const repaired = await live.database(...both, record('001_create', '002_levels'), 'create table shop.extra ()')
  const drifted = await live.server().copyDatabase(repaired)
  const { migrations, archived, consolidated } = project
  let isRepaired = false
  const repair = (): void => {
    if (isRepaired) return
    isRepaired = true
    const args = ['-X', '-q', '-c', 'drop table shop.extra']
    const { status, stderr } = spawnSync('psql', args, { env: { ...process.env, ...environmentOf(repaired.address) } })
    if (status !== 0) throw new Error(String(stderr))
  }
  const { databases } = await fleet({
    action: 'verify',
    migrations,
    archived,
    consolidated,
    concurrency: 1,
    lockTimeout: '1s',
    env: environmentOf(repaired.address),
    databases: [repaired, drifted].map(({ address }) => address.database),
    scratch: urlOf(repaired.address),
    progress: repair, // the first word of it comes behind the fingerprint and before the comparison
  })
  expect(databases.map(({ outcome }) => outcome)).toEqual(['done', 'refused'])
})

it('knows a catalog only for what it was compared with', async () => {
  const notes = 'ALTER TABLE shop.orders ADD note text'
  const newer = await createProject(shop, { 'migrations/003_notes.sql': `${notes};\n` })
  try {
    await archive(newer)
    const past = await live.database(...both, notes, record('001_create', '002_levels', '003_notes'))
    const byHand = await live.database(...both, notes, record('001_create', '002_levels'))
    const { migrations, archived, consolidated } = newer
    const { databases } = await fleet({
      action: 'adopt',
      migrations,
      archived,
      consolidated,
      concurrency: 1,
      lockTimeout: '2s',
      env: environmentOf(past.address),
      databases: [past, byHand].map(({ address }) => address.database),
      scratch: urlOf(past.address),
    })
    expect(databases.map(({ summary }) => summary)).toEqual([
      'adopted (past-the-line)',
      expect.stringContaining('(not-as-proved)'),
    ])
  } finally {
    await newer.remove()
  }
})

it('knows no catalog by one of which more could be looked at', async () => {
  const whole = await live.database(...both, record('001_create', '002_levels'))
  const strange = await live.server().copyDatabase(whole)
  // Of another encoding: nothing can name it in this database, and no kind reads it.
  await using(strange, (db) =>
    db.execute(`SET allow_system_table_mods = on;
      INSERT INTO pg_catalog.pg_collation (oid, collname, collnamespace, collowner, collprovider, collisdeterministic, collencoding,
        collcollate, collctype)
      VALUES (99999, 'strange', 'shop'::regnamespace, 10, 'c', true, 8, 'C', 'C')`),
  )
  const { migrations, archived, consolidated } = project
  const { databases } = await fleet({
    action: 'verify',
    migrations,
    archived,
    consolidated,
    concurrency: 1,
    lockTimeout: '2s',
    env: environmentOf(whole.address),
    databases: [whole, strange].map(({ address }) => address.database),
    scratch: urlOf(whole.address),
  })
  expect(databases.map(({ outcome, recognised }) => [outcome, recognised])).toEqual([
    ['done', false],
    ['refused', false],
  ])
})

it('passes over what was done under the same rules alone, and goes on behind an address that is none', async () => {
  const commented = await live.database(
    ...both,
    record('001_create', '002_levels'),
    `COMMENT ON TABLE shop.orders IS 'by hand'`,
  )
  const { migrations, archived, consolidated } = project
  const options = {
    action: 'verify' as const,
    migrations,
    archived,
    consolidated,
    concurrency: 1,
    lockTimeout: '2s',
    env: environmentOf(commented.address),
    databases: ['postgres://localhost:abc/x', commented.address.database],
    scratch: urlOf(commented.address),
    journal: join(project.root, 'rules.journal'),
  }
  const outcomes = async (ignore: readonly string[]): Promise<string[]> =>
    (await fleet({ ...options, ignore })).databases.map(({ outcome }) => outcome)
  expect(await outcomes(['comments'])).toEqual(['failed', 'done'])
  expect(await outcomes(['comments'])).toEqual(['failed', 'earlier'])
  expect(await outcomes([])).toEqual(['failed', 'refused'])
})

it('asks no server that the name of a database chooses', async () => {
  const database = await live.connected()
  await database.execute('create database "postgres://127.0.0.1:1/x"')
  const { migrations, archived, consolidated } = project
  const env = environmentOf(database.address)
  const options = { env, migrations, archived, consolidated, concurrency: 4, lockTimeout: '1s', databases: [] }
  expect(await refusal(fleet({ ...options, action: 'verify', like: 'postgres:%' }))).toMatchObject({
    code: 'bad-database',
  })
  await database.execute('drop database "postgres://127.0.0.1:1/x"')
})

it('asks for databases where none is named', async () => {
  const { migrations, archived, consolidated } = project
  const options = { env: {}, migrations, archived, consolidated, concurrency: 4, lockTimeout: '1s', databases: [] }
  expect(await refusal(fleet({ ...options, action: 'verify' }))).toMatchObject({ code: 'no-databases', exitCode: 2 })
})
