// Schemas per tenant: each has what the consolidated schema has in its one schema, and its runner's table beside it.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { adopt } from '../../src/commands/adopt.ts'
import { archive } from '../../src/commands/archive.ts'
import { fleet } from '../../src/commands/fleet.ts'
import { undoAdopt } from '../../src/commands/undo-adopt.ts'
import { verify } from '../../src/commands/verify.ts'
import type { ScratchDatabase } from '../../src/server/database.ts'
import { createProject, shop, using } from '../cutover/project.ts'
import type { Project } from '../cutover/project.ts'
import { useScratch } from '../support/scratch.ts'
import { urlOf } from '../support/url.ts'

const live = useScratch('embedded')

const one = `CREATE TYPE state AS ENUM ('open', 'paid');
  CREATE TABLE customers (id serial PRIMARY KEY, email text NOT NULL UNIQUE);
  CREATE TABLE orders (id int PRIMARY KEY, customer_id int REFERENCES customers, state state DEFAULT 'open');`
const two = `CREATE VIEW open_orders AS SELECT o.id, c.email FROM orders o JOIN customers c ON c.id = o.customer_id WHERE state = 'open';
  CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.email := lower(NEW.email); RETURN NEW; END';
  CREATE TRIGGER touch BEFORE UPDATE ON customers FOR EACH ROW EXECUTE FUNCTION touch();`
const three = 'ALTER TABLE orders ADD note text;'

let project: Project
let database: ScratchDatabase
beforeAll(async () => {
  const history = { 'migrations/001_shop.sql': one, 'migrations/002_views.sql': two }
  project = await createProject(history, { 'migrations/003_notes.sql': three })
  await archive(project)
  database = await live.database(
    ...tenant('tenant_a', [one, two], ['001_shop', '002_views']),
    ...tenant('tenant_b', [one, two, three], ['001_shop', '002_views', '003_notes']),
    ...tenant('tenant_changed', [one, two, 'ALTER TABLE orders ALTER state DROP DEFAULT'], ['001_shop', '002_views']),
    ...tenant('tenant_new', [one], ['001_shop']),
    'CREATE SCHEMA other; CREATE TABLE other.elsewhere (id int)',
  )
})
afterAll(() => project.remove())

function tenant(name: string, scripts: readonly string[], recorded: readonly string[]): string[] {
  return [
    `CREATE SCHEMA ${name}; SET search_path = ${name}`,
    ...scripts,
    'CREATE TABLE migrations (name text PRIMARY KEY)',
    `INSERT INTO migrations VALUES ('${recorded.join("'), ('")}')`,
    'RESET search_path',
  ]
}

function options() {
  const { migrations, archived, consolidated } = project
  const url = urlOf(database.address)
  return { migrations, archived, consolidated, env: {}, lockTimeout: '2s', scratch: url, db: url }
}

function rowsOf(schema: string): Promise<object[]> {
  return using(database, (db) => db.query(`select name from ${schema}.migrations order by 1`))
}

describe('one tenant', () => {
  it('is verified alone, its objects under its own name', async () => {
    expect(await verify({ ...options(), tenant: 'tenant_a' })).toMatchObject({ verdict: 'identical', differences: [] })
    const { differences } = await verify({ ...options(), tenant: 'tenant_changed' })
    expect(differences).toMatchObject([
      { change: 'missing', kind: 'default', id: expect.stringContaining('tenant_changed') as string },
    ])
  })

  it('is adopted by its own table, and undone', async () => {
    const before = await rowsOf('tenant_b')
    expect(await adopt({ ...options(), tenant: 'tenant_b' })).toMatchObject({
      done: true,
      state: 'past-the-line',
      table: 'tenant_b.migrations',
      saved: 'tenant_b.migrations_before_pgfold',
    })
    expect(await rowsOf('tenant_b')).toEqual([{ name: '002_consolidated_schema' }, { name: '003_notes' }])
    expect(await verify({ ...options(), tenant: 'tenant_a' })).toMatchObject({ verdict: 'identical' })
    await undoAdopt({ ...options(), tenant: 'tenant_b' })
    expect(await rowsOf('tenant_b')).toEqual(before)
  })
})

describe('a fleet', () => {
  const pattern = 'tenant_%'

  it('visits the schemas of each database, and each ends as it has to', async () => {
    const { db, ...common } = options()
    const all = { ...common, databases: [db], concurrency: 2, tenants: pattern }
    const verified = await fleet({ ...all, action: 'verify' })
    const known = verified.databases.map(({ tenant: name, outcome }) => [name, outcome])
    expect(known).toEqual([
      ['tenant_a', 'done'],
      ['tenant_b', 'refused'], // it has more than the consolidated schema
      ['tenant_changed', 'refused'],
      ['tenant_new', 'refused'],
    ])
    const { scratch: _, ...withoutScratch } = all
    const adopted = await fleet({ ...withoutScratch, action: 'adopt' })
    expect(adopted.databases.map(({ summary }) => summary)).toEqual([
      'adopted (at-the-line)',
      'adopted (past-the-line)',
      expect.stringContaining('(not-as-proved)'),
      expect.stringContaining('(behind)'),
    ])
    const again = await fleet({ ...all, action: 'adopt' })
    expect(again.databases.slice(0, 2).map(({ summary }) => summary)).toEqual(Array(2).fill('nothing to do (adopted)'))
  })

  it('says where no schema is like this, and where the consolidated schema has several', async () => {
    const { db, ...common } = options()
    const all = { ...common, databases: [db], concurrency: 1, action: 'verify' as const }
    expect(await fleet({ ...all, tenants: 'nobody_%' })).toMatchObject({
      counts: { failed: 1 },
      databases: [{ error: { code: 'no-tenants' } }],
    })
    const mixed = await createProject({ ...shop, 'migrations/003_more.sql': 'CREATE TABLE public.more (id int);' })
    try {
      const several = fleet({ ...all, consolidated: mixed.consolidated, tenants: pattern })
      await expect(several).rejects.toMatchObject({ code: 'several-schemas', details: ['public', 'shop'] })
    } finally {
      await mixed.remove()
    }
  })
})
