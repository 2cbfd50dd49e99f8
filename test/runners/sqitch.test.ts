// Sqitch itself, from the system's packages, as the judge of what adopt makes of its registry. CI has it; elsewhere it may
// be missing, and the tests are shown as skipped.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { adopt } from '../../src/commands/adopt.ts'
import { archive } from '../../src/commands/archive.ts'
import { consolidate } from '../../src/commands/consolidate.ts'
import { restore } from '../../src/commands/restore.ts'
import { undoAdopt } from '../../src/commands/undo-adopt.ts'
import type { ScratchDatabase } from '../../src/server/database.ts'
import { environmentOf, using, writeFiles } from '../cutover/project.ts'
import { folderWith, refusal } from '../layouts/folders.ts'
import { useScratch } from '../support/scratch.ts'
import { urlOf } from '../support/url.ts'
import { useRunner } from './harness.ts'
import type { Place } from './run-program.ts'
import { conf, everyRowIn, head, isThere, planned, sqitch } from './sqitch.ts'

if (!isThere) test.skip('no sqitch is installed', () => undefined)

const everyRow = everyRowIn('sqitch')

describe.skipIf(!isThere && !process.env['CI'])('a project of its own', () => {
  const claims = useRunner({
    folder: 'db',
    migrate: ({ root, env }) => sqitch(['deploy'], { root: join(root, 'db'), env }),
    tracking: `${everyRow} order by 1, 2`,
    next: async (root) => ({
      'db/sqitch.plan': (await readFile(join(root, 'db/sqitch.plan'), 'utf8')) + planned('next', 59),
      'db/deploy/next.sql': 'CREATE TABLE public.next_one (id int);\n',
    }),
  })

  test('psql runs each script, and newer changes stay', () =>
    claims.hold(
      {
        'db/sqitch.conf': conf,
        'db/sqitch.plan': `${head}${planned('app', 1)}${planned('users [app]', 2, 'Makes them; all\\nof them')}${planned('@v1.0', 3)}${planned('users [users@v1.0 app]', 4)}${planned('later [users @v1.0 !other:gone]', 5)}`,
        'db/deploy/app.sql': 'BEGIN;\nCREATE SCHEMA app;\nCOMMIT;\n',
        'db/revert/app.sql': 'DROP SCHEMA app;\n',
        'db/deploy/users@v1.0.sql': 'CREATE TABLE app.users (id int PRIMARY KEY);\nINSERT INTO app.users VALUES (1);\n',
        'db/deploy/users.sql': 'ALTER TABLE app.users ADD name text;\n',
        'db/deploy/later.sql': 'CREATE TABLE app.later (id int REFERENCES app.users);\n',
      },
      { to: 'users' },
    ))
})

const flipr = {
  'flipr/sqitch.conf': conf,
  'flipr/sqitch.plan':
    head +
    planned('app', 1) +
    planned('users [app]', 2) +
    planned('@v1.0', 3, 'The first') +
    planned('@v1.0.1', 4) +
    planned('orders [users @v1.0 !last]', 5) +
    planned('@v1.1', 6) +
    planned('lists [users orders@v1.1 @v1.0 other:base !last !other:clash]', 7, 'Über \\\\ all') +
    planned('@v1.2', 8, 'Größer') +
    planned('last [flipr:lists]', 9),
  'flipr/deploy/app.sql': 'CREATE SCHEMA app;\n',
  'flipr/deploy/users.sql': 'CREATE TABLE app.users (id int PRIMARY KEY);\n',
  'flipr/deploy/orders.sql': 'CREATE TABLE app.orders (id int PRIMARY KEY);\n',
  'flipr/deploy/lists.sql': 'CREATE TABLE app.lists (id int PRIMARY KEY);\n',
  'flipr/revert/lists.sql': 'DROP TABLE app.lists;\n',
  'flipr/verify/lists.sql': 'SELECT id FROM app.lists WHERE false;\n',
  'flipr/deploy/last.sql': 'CREATE INDEX lists_last ON app.lists (id DESC);\n',
  'flipr/revert/last.sql': 'DROP INDEX app.lists_last;\n',
}

const other = {
  'other/sqitch.conf': conf,
  'other/sqitch.plan': `%project=other\n\n${planned('base', 1)}${planned('report [flipr:users flipr:@v1.0 flipr:lists]', 2)}`,
  'other/deploy/base.sql': 'SELECT 1;\n',
  'other/deploy/report.sql': 'SELECT 2;\n',
}

describe.skipIf(!isThere && !process.env['CI'])('a registry of two projects', () => {
  const scratch = useScratch('embedded')
  const inFolder = (root: string, name: string, database: ScratchDatabase): Place => ({
    root: join(root, name),
    env: environmentOf(database.address),
  })
  const rowsOf = (database: ScratchDatabase): Promise<object[]> =>
    using(database, (db) => db.query(`${everyRow} order by 1, 2`))

  async function deployed(root: string): Promise<ScratchDatabase> {
    const database = await scratch.database()
    await sqitch(['deploy', '--to', 'base'], inFolder(root, 'other', database))
    await sqitch(['deploy'], inFolder(root, 'flipr', database))
    return database
  }

  test(
    'adopted, it is what sqitch makes of a new database; undone, it is as before',
    { timeout: 300_000 },
    async () => {
      const root = await folderWith({ ...flipr, ...other })
      const database = await deployed(root)
      await sqitch(['deploy'], inFolder(root, 'other', database))
      const url = urlOf(database.address)
      const paths = {
        migrations: join(root, 'flipr'),
        consolidated: join(root, 'consolidated'),
        archived: join(root, 'archived'),
      }
      await consolidate({ history: paths.migrations, out: paths.consolidated, scratch: url, to: 'orders' })
      await archive(paths)
      const options = { db: url, env: {}, lockTimeout: '5s', scratch: url, ...paths }
      const before = await rowsOf(database)

      const [old, theirs] = [inFolder(root, 'flipr', database), inFolder(root, 'other', database)]
      await expect(sqitch(['status'], old)).rejects.toThrow('Cannot find this change')
      await using(database, async (db) => {
        await db.execute('select pg_advisory_lock(75474063)') // as sqitch does while it deploys
        expect(await refusal(adopt({ ...options, lockTimeout: '100ms' }))).toMatchObject({ code: 'lock-timeout' })
      })
      expect(await rowsOf(database)).toEqual(before)
      expect(await adopt(options)).toMatchObject({ done: true, refusal: null, state: 'past-the-line' })
      expect(await adopt(options)).toMatchObject({ done: false, refusal: null, state: 'adopted' })

      const fresh = await deployed(root)
      for (const query of identities) {
        const ask = (db: ScratchDatabase): Promise<object[]> => using(db, (one) => one.query(query))
        expect(await ask(database)).toEqual(await ask(fresh))
      }
      expect(await sqitch(['status'], old)).toContain('Nothing to deploy (up-to-date)')
      expect(await sqitch(['status'], theirs)).toContain('Nothing to deploy (up-to-date)')
      expect(await sqitch(['verify'], old)).toContain('Verify successful')
      expect(await sqitch(['check'], old)).toContain('Check successful')
      expect(await rowsOfOthers(database)).toEqual([
        { dependency: 'flipr:@v1.0', change: 'consolidated_schema' },
        { dependency: 'flipr:lists', change: 'lists' },
        { dependency: 'flipr:users', change: 'consolidated_schema' },
      ])
      await undoAdopt(options)
      expect(await rowsOf(database)).toEqual(before)
      expect(await adopt(options)).toMatchObject({ done: true, refusal: null })

      const plan = await readFile(join(root, 'flipr/sqitch.plan'), 'utf8')
      const extra = { 'flipr/sqitch.plan': plan + planned('extra', 10), 'flipr/deploy/extra.sql': 'SELECT 3;\n' }
      await writeFiles(root, { ...extra, 'flipr/revert/extra.sql': 'SELECT 4;\n' })
      await sqitch(['deploy'], old)
      expect(await refusal(undoAdopt(options))).toMatchObject({ code: 'newer-rows', exitCode: 1 })
      await sqitch(['revert', '-y', '--to', 'lists'], old)
      await undoAdopt(options)
      await writeFiles(root, { 'flipr/sqitch.plan': plan })
      await restore(paths)
      expect(await sqitch(['status'], old)).toMatch(/Undeployed change:\s+\* last$/mu)
      expect(await sqitch(['check'], old)).toContain('Check successful')
      await sqitch(['deploy'], old)
      expect(await sqitch(['status'], old)).toContain('Nothing to deploy (up-to-date)')
    },
  )
})

function rowsOfOthers(database: ScratchDatabase): Promise<object[]> {
  return using(database, (db) =>
    db.query(`select d.dependency, required.change from sqitch.dependencies as d
      join sqitch.changes as c using (change_id) join sqitch.changes as required on required.change_id = dependency_id
      where c.project = 'other' order by 1`),
  )
}

/** What the registry says of the project, but for who deployed it and when. */
const identities = [
  `select change_id, script_hash, change, note, planned_at::text, planner_name, planner_email, row_number() over (order by committed_at) as n
    from sqitch.changes where project = 'flipr' order by n`,
  `select tag_id, tag, change_id, note, planned_at::text, planner_name, planner_email
    from sqitch.tags where project = 'flipr' order by tag`,
  `select d.* from sqitch.dependencies as d join sqitch.changes as c using (change_id) where project = 'flipr' order by 1, 2, 3`,
]
