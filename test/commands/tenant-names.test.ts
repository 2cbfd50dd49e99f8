// Tenants whose schemas have names that hurt, and the one that is in public, of a consolidated schema in another one.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { adopt } from '../../src/commands/adopt.ts'
import { archive } from '../../src/commands/archive.ts'
import { fleet } from '../../src/commands/fleet.ts'
import { undoAdopt } from '../../src/commands/undo-adopt.ts'
import { verify } from '../../src/commands/verify.ts'
import type { ScratchDatabase } from '../../src/server/database.ts'
import { quoteName } from '../../src/sql/quote.ts'
import { createProject, using } from '../cutover/project.ts'
import type { Project } from '../cutover/project.ts'
import { refusal } from '../layouts/folders.ts'
import { useScratch } from '../support/scratch.ts'
import { urlOf } from '../support/url.ts'

const live = useScratch('embedded')

const names = [
  `We "quote" it's; -- DROP`,
  'two\nlines',
  String.raw`back\slash \n`,
  '$$ $1 ${x}',
  '100% %s _',
  '--help',
  'Ä.ö.🐘',
  'x'.repeat(63),
]

const history = {
  'migrations/001_shop.sql': `CREATE SCHEMA shop;
    CREATE TYPE shop.state AS ENUM ('open', 'paid');
    CREATE TABLE shop.orders (id serial PRIMARY KEY, state shop.state DEFAULT 'open', CHECK (state <> 'paid' OR id > 0));
    CREATE VIEW shop.open_orders AS SELECT id FROM shop.orders WHERE state = 'open';\n`,
  'migrations/002_lines.sql': `CREATE TABLE shop.lines (order_id int REFERENCES shop.orders);
    CREATE FUNCTION shop.one() RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 1';
    CREATE INDEX ON shop.lines ((shop.one() + order_id));
    CREATE FUNCTION shop.safe(shop.state) RETURNS int LANGUAGE sql SECURITY DEFINER
      SET work_mem = '1MB' SET search_path = shop, "$user", '', "a, b", pg_temp SET geqo = off AS 'SELECT 1';
    CREATE PROCEDURE shop.work(INOUT n int) LANGUAGE sql SET search_path = pg_catalog, shop AS 'SELECT 1';\n`,
}

/** The statements that make the tenant of this name. */
function tenant(name: string, ...more: readonly string[]): string[] {
  const schema = quoteName(name)
  const scripts = Object.values(history).map((sql) => sql.replaceAll(/\bshop\b/gu, () => schema))
  return [
    ...scripts.map((sql) => (name === 'public' ? sql.replace(`CREATE SCHEMA ${schema};`, '') : sql)),
    `CREATE TABLE ${schema}.migrations (name text PRIMARY KEY)`,
    `INSERT INTO ${schema}.migrations VALUES ('001_shop.sql'), ('002_lines.sql')`,
    ...more,
  ]
}

let project: Project
let database: ScratchDatabase
let elsewhere: ScratchDatabase
beforeAll(async () => {
  project = await createProject(history)
  await archive(project)
  database = await live.database(
    ...names.flatMap((name) => tenant(name)),
    ...tenant('public'),
    ...tenant('differs', 'ALTER TABLE differs.orders ALTER state DROP DEFAULT'),
  )
  elsewhere = await live.database(...tenant('astray', 'ALTER FUNCTION astray.safe SET search_path = shop, pg_temp'))
})
afterAll(() => project.remove())

function options() {
  const { migrations, archived, consolidated } = project
  const url = urlOf(database.address)
  return { migrations, archived, consolidated, env: {}, lockTimeout: '2s', scratch: url, db: url }
}

function rowsOf(name: string): Promise<object[]> {
  return using(database, (db) => db.query(`select name from ${quoteName(name)}.migrations order by 1`))
}

const recorded = [{ name: '001_shop.sql' }, { name: '002_lines.sql' }]
const consolidated = [{ name: '002_consolidated_schema.sql' }]

describe('the schemas of a database', () => {
  const all = [...names, 'public']
  const visit = async (action: 'verify' | 'adopt', more: object = {}) => {
    const { db, ...common } = options()
    return fleet({ ...common, databases: [db], concurrency: 2, tenants: '%', action, ...more })
  }

  it('are verified under their own names, and the one that differs says in what', async () => {
    const { databases } = await visit('verify')
    expect(new Set(databases.map(({ tenant: name }) => name))).toEqual(new Set([...all, 'differs']))
    const others = databases.filter(({ tenant: name }) => name !== 'differs')
    expect(others.map(({ outcome, summary }) => [outcome, summary])).toEqual(all.map(() => ['done', 'identical']))
    expect(databases.find(({ tenant: name }) => name === 'differs')).toMatchObject({
      outcome: 'refused',
      summary: 'different, 1 difference',
      result: { differences: [{ change: 'missing', kind: 'default', id: 'differs.orders.state' }] },
    })
  })

  it('are adopted once, those that the journal has are passed over, and each is undone', async () => {
    const journal = join(project.root, 'tenants.journal')
    const first = await visit('adopt', { journal })
    expect(first.counts).toEqual({ done: all.length, refused: 1, failed: 0, earlier: 0 })
    for (const name of all) expect(await rowsOf(name)).toEqual(consolidated)
    expect(await rowsOf('differs')).toEqual(recorded)
    const notes = (await readFile(journal, 'utf8')).trim().split('\n')
    const noted = notes.map((line) => (JSON.parse(line) as readonly string[]).at(-1))
    expect(new Set(noted)).toEqual(new Set(all))

    const again = await visit('adopt', { journal })
    expect(again.counts).toEqual({ done: 0, refused: 1, failed: 0, earlier: all.length })
    for (const name of all) {
      expect(await undoAdopt({ ...options(), tenant: name })).toMatchObject({ done: true })
      expect(await rowsOf(name)).toEqual(recorded)
    }
  })
})

describe('one tenant', () => {
  it('has to be there', async () => {
    const nobody = { ...options(), tenant: 'no "body"' }
    for (const work of [verify, adopt, undoAdopt]) {
      expect(await refusal(work(nobody))).toMatchObject({
        code: 'unknown-schema',
        message: expect.stringContaining(String.raw`There is no schema "no \"body\"" in database`) as string,
        exitCode: 2,
      })
    }
  })

  it('differs where the search_path of its function names another schema, such as that of the consolidated one', async () => {
    const astray = { ...options(), db: urlOf(elsewhere.address), tenant: 'astray' }
    const { verdict, differences } = await verify(astray)
    expect({ verdict, differences }).toMatchObject({
      verdict: 'different',
      differences: [{ change: 'changed', kind: 'function', id: expect.stringContaining('astray.safe') as string }],
    })
    expect(differences).toHaveLength(1)
  })

  it('has its table under another name, which is looked for in its own schema', async () => {
    const renamed = await live.database(...tenant('mine', 'ALTER TABLE mine.migrations RENAME TO "Done"'))
    const one = { ...options(), db: urlOf(renamed.address), tenant: 'mine' }
    const given = { ...one, trackingTable: { name: 'Done' } }
    expect(await verify(one)).toMatchObject({ verdict: 'different', differences: [{ id: 'mine."Done"' }] })
    expect(await verify(given)).toMatchObject({ verdict: 'identical' })
    expect(await refusal(adopt(one))).toMatchObject({ code: 'no-tracking-table' })
    expect(await adopt(given)).toMatchObject({ done: true, table: 'mine.Done' })
    expect(await refusal(undoAdopt(one))).toMatchObject({ code: 'no-tracking-table' })
    expect(await undoAdopt(given)).toMatchObject({ done: true, table: 'mine.Done' })
  })

  it('is not compared with what a command builds', async () => {
    const run = { ...options(), run: 'true', tenant: 'differs' }
    expect(await refusal(adopt(run))).toMatchObject({ code: 'bad-option', exitCode: 2 })
    const { db, ...common } = options()
    const { databases } = await fleet({
      ...common,
      databases: [db],
      concurrency: 1,
      tenants: 'dif%',
      action: 'adopt',
      run: 'true',
    })
    expect(databases).toMatchObject([{ tenant: 'differs', outcome: 'failed', error: { code: 'bad-option' } }])
    expect(await rowsOf('differs')).toEqual(recorded)
  })

  it('is not in public where that has something of the consolidated schema already', async () => {
    const files = {
      'migrations/001_shop.sql': 'CREATE SCHEMA shop; CREATE TABLE shop.a (); CREATE EXTENSION hstore;\n',
    }
    const other = await createProject(files)
    try {
      const one = { ...options(), consolidated: other.consolidated, tenant: 'public' }
      expect(await refusal(verify(one))).toMatchObject({
        code: 'tenant-in-use',
        details: ['extension hstore depends on schema public'],
      })
    } finally {
      await other.remove()
    }
  })
})
