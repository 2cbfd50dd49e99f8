// apply and adopt beside the runner itself, at work on the same database: node-pg-migrate, from npm, with its own lock
// and in the middle of its own transaction, which a gate of the test holds open.
import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { adopt } from '../../src/commands/adopt.ts'
import { apply } from '../../src/commands/apply.ts'
import { archive } from '../../src/commands/archive.ts'
import { verify } from '../../src/commands/verify.ts'
import type { Database, ScratchDatabase } from '../../src/server/database.ts'
import { createProject, environmentOf, using } from '../cutover/project.ts'
import type { Project } from '../cutover/project.ts'
import { refusal } from '../layouts/folders.ts'
import { runInstalled } from '../runners/run-program.ts'
import { useScratch } from '../support/scratch.ts'
import { urlOf } from '../support/url.ts'
import { countPoints } from './points.ts'

const live = useScratch('embedded')
const point = countPoints('beside the runner', 4)

const gate = 'select pg_advisory_lock_shared(4711); select pg_advisory_unlock_shared(4711)'
const files = {
  'migrations/1700000000000_shop.sql': `-- Up Migration
    CREATE SCHEMA shop;
    CREATE TABLE shop.orders (id integer PRIMARY KEY);
    -- Down Migration
    DROP SCHEMA shop CASCADE;`,
  'migrations/1700000001000_state.sql': `-- Up Migration
    ALTER TABLE shop.orders ADD state text;
    -- Down Migration
    ALTER TABLE shop.orders DROP state;`,
}
const later = {
  'migrations/1700000002000_later.sql': `-- Up Migration
    CREATE TABLE shop.later (id integer PRIMARY KEY);
    ${gate};
    -- Down Migration
    DROP TABLE shop.later;`,
}
const folded = ['1700000000000_shop', '1700000001000_state']
const newer = '1700000002000_later'
const consolidated = '1700000001000_consolidated_schema'

let project: Project
/** The checkout that the runner still works from: the folder as it was before `archive`. */
let checkout: string
beforeAll(async () => {
  project = await createProject(files, later)
  checkout = join(project.root, 'checkout')
  await cp(project.migrations, join(checkout, 'migrations'), { recursive: true })
  await archive(project)
})
afterAll(() => project.remove())

const options = ({ address }: ScratchDatabase) => ({
  ...project,
  db: urlOf(address),
  env: {},
  scratch: urlOf(address),
  lockTimeout: '2s',
})

function migrate({ address }: ScratchDatabase, ...words: readonly string[]): Promise<unknown> {
  const env = { ...environmentOf(address), DATABASE_URL: urlOf(address) }
  return runInstalled('node-pg-migrate', ['up', ...words], { root: checkout, env })
}

/** A database that the runner has brought to the line. */
async function atTheLine(): Promise<ScratchDatabase> {
  const database = await live.database()
  await migrate(database, '2')
  expect(await using(database, recorded)).toEqual(folded)
  return database
}

async function recorded(db: Database): Promise<string[]> {
  const rows = await db.query<{ name: string }>('select name from public.pgmigrations order by name')
  return rows.map(({ name }) => name)
}

async function untilWaiting(db: Database, sessions: number): Promise<void> {
  const waiting = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
  while ((await db.query(waiting)).length < sessions);
}

it.each([
  ['and the runner fails', true],
  ['and the runner succeeds', false],
])('apply, while the runner builds the same schema, %s', async (_, fails) => {
  const database = await live.database()
  await using(database, async (db) => {
    await db.execute('select pg_advisory_lock(4711)')
    const runner = Promise.allSettled([migrate(database)])
    await untilWaiting(db, 1)
    const error = await refusal(apply(options(database)))
    expect(error).toMatchObject({
      code: 'lock-timeout',
      exitCode: 1,
      details: [
        'canceling statement due to lock timeout',
        expect.stringMatching(/^held by process \d+ of user "postgres".*: .*CREATE TABLE shop\.later/u) as string,
      ],
    })
    const end = `select pg_terminate_backend(pid) from pg_stat_activity where wait_event = 'advisory'`
    await db.execute(fails ? end : 'select pg_advisory_unlock(4711)')
    expect((await runner)[0]).toMatchObject({ status: fails ? 'rejected' : 'fulfilled' })
    await db.execute('select pg_advisory_unlock_all()')
  })
  if (fails) {
    expect(await apply(options(database))).toMatchObject({ done: true })
    expect(await verify(options(database))).toMatchObject({ equivalent: true })
  } else {
    expect(await refusal(apply(options(database)))).toMatchObject({ code: 'in-the-way', exitCode: 1 })
    expect(await using(database, recorded)).toEqual([...folded, newer])
  }
  point()
})

it('adopt, while the runner is in the middle of a newer migration: both stand', async () => {
  const database = await atTheLine()
  await using(database, async (db) => {
    await db.execute('select pg_advisory_lock(4711)')
    const runner = migrate(database)
    await untilWaiting(db, 1)
    expect(await adopt(options(database))).toMatchObject({ done: true, refusal: null, state: 'at-the-line' })
    await db.execute('select pg_advisory_unlock(4711)')
    await runner
    expect(await recorded(db)).toEqual([consolidated, newer])
  })
  expect(await adopt(options(database))).toMatchObject({ done: false, refusal: null, state: 'adopted', newer: [newer] })
  point()
})

it('adopt, while the runner finishes a newer migration between the proof and the lock: refused, then past the line', async () => {
  const database = await atTheLine()
  await using(database, async (db) => {
    const holder = await database.connect() // what others do is asked outside of its transaction, which sees one moment
    await holder.execute('begin; lock table public.pgmigrations in share mode')
    const runner = migrate(database)
    await untilWaiting(db, 1) // with its row
    const adoption = refusal(adopt({ ...options(database), lockTimeout: '60s' }))
    await untilWaiting(db, 2) // behind it
    await holder.execute('commit')
    await holder.close()
    await runner
    expect(await adoption).toMatchObject({ code: 'changed-meanwhile', exitCode: 1 })
    expect(await recorded(db)).toEqual([...folded, newer])
  })
  expect(await adopt(options(database))).toMatchObject({ done: true, refusal: null, state: 'past-the-line' })
  expect(await using(database, recorded)).toEqual([consolidated, newer])
  point()
})
