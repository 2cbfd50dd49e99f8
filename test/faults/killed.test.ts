// A cutover whose process is killed at every query of its transaction: the database is exactly as before or exactly as
// after, and running again succeeds. The number of points is printed.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { readCatalog } from '../../src/catalog/read-catalog.ts'
import { archive } from '../../src/commands/archive.ts'
import type { ScratchDatabase } from '../../src/server/database.ts'
import { createProject, shop, using } from '../cutover/project.ts'
import type { Project } from '../cutover/project.ts'
import { useScratch } from '../support/scratch.ts'
import { urlOf } from '../support/url.ts'

const live = useScratch('embedded')
let project: Project
beforeAll(async () => {
  project = await createProject(shop)
})
afterAll(() => project.remove())

const script = fileURLToPath(new URL('killed-at-query.js', import.meta.url))
const table = 'create table public.migrations (id serial primary key, name text not null unique)'
const rows = `insert into public.migrations (name) values ('001_create.sql'), ('002_levels.sql')`
const history = (): string[] => [shop['migrations/001_create.sql'], shop['migrations/002_levels.sql']]

interface Step {
  readonly command: 'apply' | 'force' | 'rollback' | 'adopt' | 'undo'
  /** Brings a new database to where the command begins. */
  readonly start: () => Promise<ScratchDatabase>
  /** What a second run says when the first one had come to its end before it died. */
  readonly again: RegExp
}

const inTheWay = `create schema shop; create table shop.customers (id integer primary key, nickname text);
  insert into shop.customers values (7, 'seven of ten')`

const steps: readonly Step[] = [
  { command: 'apply', start: () => live.database(table), again: /in-the-way/u },
  { command: 'force', start: () => live.database(table, inTheWay), again: /^$/u },
  { command: 'rollback', start: () => live.database(table, ...history(), rows), again: /nothing-to-roll-back/u },
  { command: 'adopt', start: () => live.database(table, ...history(), rows), again: /^$/u },
  { command: 'undo', start: adoptedDatabase, again: /nothing-to-undo/u },
]

it.each(steps)('$command', { timeout: 600_000 }, async ({ command, start, again }) => {
  if (command === 'adopt') await archive(project)
  const original = await start()
  const before = await stateOf(original)
  const finished = await copyOf(original)
  expect(run(command, finished, 'before', 0)).toMatchObject({ status: 0 })
  const after = await stateOf(finished)
  let points = 0
  let isEnded = false
  for (let step = 1; !isEnded; step += 1) {
    for (const when of ['before', 'behind'] as const) {
      const database = await copyOf(original)
      const { signal } = run(command, database, when, step)
      isEnded = signal !== 'SIGKILL'
      if (isEnded) break
      points += 1
      await untilAlone(database)
      const state = await stateOf(database)
      expect([before, after]).toContainEqual(state)
      const second = run(command, database, 'before', 0)
      if (JSON.stringify(state) === JSON.stringify(before)) expect(second).toMatchObject({ status: 0 })
      else expect(codeIn(second.stderr)).toMatch(again)
      expect(await stateOf(database)).toEqual(after)
    }
  }
  console.info(`${command}: killed at ${points} points`)
  expect(points).toBeGreaterThan(8)
})

async function adoptedDatabase(): Promise<ScratchDatabase> {
  const database = await live.database(table, ...history(), rows)
  expect(run('adopt', database, 'before', 0)).toMatchObject({ status: 0 })
  return database
}

function copyOf(database: ScratchDatabase): Promise<ScratchDatabase> {
  return live.server().copyDatabase(database)
}

/** The command in a process of its own; step 0 is never reached. */
function run(command: Step['command'], database: ScratchDatabase, when: 'before' | 'behind', step: number) {
  const { migrations, archived, consolidated, backups } = project
  const url = urlOf(database.address)
  const options = {
    db: url,
    scratch: url,
    migrations,
    archived,
    consolidated,
    backups,
    lockTimeout: '5s',
    yes: true,
    backup: false,
  }
  return spawnSync(process.execPath, [script, command, when, String(step), JSON.stringify(options)], {
    encoding: 'utf8',
  })
}

function codeIn(stderr: string): string {
  return /code: '([\w-]+)'/u.exec(stderr)?.[1] ?? ''
}

async function untilAlone(database: ScratchDatabase): Promise<void> {
  await using(database, async (db) => {
    const others = `select from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`
    while ((await db.query(others)).length > 0);
  })
}

/** The catalog, the runner's rows, and those of a table. */
function stateOf(database: ScratchDatabase): Promise<unknown> {
  return using(database, async (db) => {
    const { objects } = await readCatalog(db)
    const names = await db.query('select name from public.migrations order by name')
    return { objects, names }
  })
}
