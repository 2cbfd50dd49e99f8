// An adoption with something in its way: another one at once, a connection that is cut, a role that may not, a database
// that takes no changes, names that hurt. The rows are as before, or as after; the message says which; again, it succeeds.
import { afterAll, beforeAll, expect, it } from 'vitest'
import { adopt } from '../../src/commands/adopt.ts'
import { archive } from '../../src/commands/archive.ts'
import { undoAdopt } from '../../src/commands/undo-adopt.ts'
import { addressFor } from '../../src/server/address.ts'
import { connect } from '../../src/server/connection.ts'
import type { Address, Database, ScratchDatabase } from '../../src/server/database.ts'
import { quoteName } from '../../src/sql/quote.ts'
import { createProject, environmentOf, shop, using } from '../cutover/project.ts'
import type { Project } from '../cutover/project.ts'
import { refusal } from '../layouts/folders.ts'
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
const rows = `insert into public.migrations (name) values ('001_create.sql'), ('002_levels.sql')`
const before = ['001_create.sql', '002_levels.sql']
const after = ['002_consolidated_schema.sql']

function atTheLine(): Promise<ScratchDatabase> {
  return live.database(table, shop['migrations/001_create.sql'], shop['migrations/002_levels.sql'], rows)
}

function adoptionOf(address: Address, more: Partial<Parameters<typeof adopt>[0]> = {}) {
  const { migrations, archived, consolidated } = project
  const scratch = urlOf({ ...address, user: 'postgres' })
  return adopt({
    env: environmentOf(address),
    migrations,
    archived,
    consolidated,
    lockTimeout: '60s',
    scratch,
    ...more,
  })
}

async function names(db: Database): Promise<string[]> {
  const found = await db.query<{ name: string }>('select name from public.migrations order by name')
  return found.map(({ name }) => name)
}

it('two at once: one adopts, and the other finds it done or says that somebody is at work', async () => {
  const database = await atTheLine()
  const outcomes = await Promise.allSettled([adoptionOf(database.address), adoptionOf(database.address)])
  const done = outcomes.filter((one) => one.status === 'fulfilled' && one.value.done)
  expect(done).toHaveLength(1)
  for (const one of outcomes) {
    if (one.status === 'fulfilled') expect(one.value.refusal).toBeNull()
    else
      expect(one.reason).toMatchObject({
        code: expect.stringMatching(/^(?:locked|changed-meanwhile)$/u) as string,
        exitCode: 1,
      })
  }
  expect(await using(database, names)).toEqual(after)
  expect(await adoptionOf(database.address)).toMatchObject({ state: 'adopted', done: false })
})

it('a connection that is cut while it waits for the runner', async () => {
  const database = await atTheLine()
  await using(database, async (runner) => {
    await runner.execute('begin; lock table public.migrations in exclusive mode')
    const adoption = refusal(adoptionOf(database.address))
    const cut = `select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`
    await using(database, async (watcher) => {
      while ((await watcher.query(cut)).length === 0);
    })
    expect(await adoption).toMatchObject({ code: 'connection-lost', exitCode: 2 })
    await runner.execute('rollback')
  })
  expect(await using(database, names)).toEqual(before)
  expect(await adoptionOf(database.address)).toMatchObject({ done: true })
})

it('a role that may read the rows and not write them', async () => {
  const database = await atTheLine()
  await live.server().ensureRoles(['pgfold_reader'])
  await using(database, (db) => db.execute('alter role pgfold_reader login; grant pg_read_all_data to pgfold_reader'))
  const error = await refusal(adoptionOf({ ...database.address, user: 'pgfold_reader' }))
  expect(error.message).toMatch(/permission denied .*; everything was rolled back/u)
  expect(await using(database, names)).toEqual(before)
})

it('a database that takes no changes', async () => {
  const database = await atTheLine()
  const env = { ...environmentOf(database.address), PGOPTIONS: '-c default_transaction_read_only=on' }
  const error = await refusal(adoptionOf(database.address, { env }))
  expect(error.message).toMatch(/read-only transaction.*; everything was rolled back/u)
  expect(await using(database, names)).toEqual(before)
  expect(await adoptionOf(database.address)).toMatchObject({ done: true })
})

it('names that hurt: of the database, of the role, of the rows', async () => {
  const name = `we "quote" it's; -- %s\\`
  const role = `role "x"; drop table t; --'`
  const original = await atTheLine()
  const admin = await live.connected()
  await admin.execute(`create role ${quoteName(role)} login superuser`)
  await admin.execute(`create database ${quoteName(name)} template ${quoteName(original.address.database)}`)
  const address = { ...addressFor(original.address, name), user: role }
  const strange = `'); drop table shop.orders; --`
  const db = await connect(address)
  await db.query('insert into public.migrations (name) values ($1)', [strange])
  expect(await adoptionOf(address)).toMatchObject({ state: 'unknown-rows', unknown: [strange], done: false })
  await db.query('delete from public.migrations where name = $1', [strange])
  expect(await adoptionOf(address)).toMatchObject({ done: true })
  expect(await names(db)).toEqual(after)
  await undoAdopt({ env: environmentOf(address), consolidated: project.consolidated, lockTimeout: '5s' })
  expect(await names(db)).toEqual(before)
  await db.close()
  await admin.execute(`drop database ${quoteName(name)}`)
})
