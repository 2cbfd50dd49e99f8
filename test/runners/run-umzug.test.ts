// A project with migrations of umzug on the driver pg, recorded as Sequelize does, in the table SequelizeMeta.
import { afterAll, beforeAll, expect, it } from 'vitest'
import { useScratch } from '../support/scratch.ts'
import { useRunner } from './harness.ts'
import { runCommand } from './run-program.ts'
import type { Claims } from './harness.ts'
import { expectHostile, hostileSql } from './hostile-sql.ts'
import { createProject, expectSameAsRunner } from './project.ts'

const scratch = useScratch('embedded')

const files = {
  'migrate.js': `
    const { Client } = require('pg')
    const { Umzug } = require('umzug')
    const storage = (client) => ({
      async logMigration({ name }) { await client.query('INSERT INTO "SequelizeMeta" (name) VALUES ($1)', [name]) },
      async unlogMigration({ name }) { await client.query('DELETE FROM "SequelizeMeta" WHERE name = $1', [name]) },
      async executed() {
        await client.query('CREATE TABLE IF NOT EXISTS "SequelizeMeta" (name varchar(255) PRIMARY KEY)')
        return (await client.query('SELECT name FROM "SequelizeMeta" ORDER BY name')).rows.map(({ name }) => name)
      },
    })
    async function main() {
      const client = new Client({ connectionString: process.env.DATABASE_URL })
      await client.connect()
      const migrations = { glob: ['migrations/*.js', { cwd: __dirname }] }
      const umzug = new Umzug({ migrations, context: client, storage: storage(client), logger: console })
      await (process.argv[2] === 'down' ? umzug.down() : umzug.up())
      await client.end()
    }
    main().catch((error) => { console.error(error); process.exitCode = 1 })`,
  'migrations/01-shop.js': `
    exports.up = async ({ context }) => {
      await context.query('CREATE SCHEMA shop')
      await context.query('CREATE TABLE shop.article (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text)')
    }`,
  'migrations/02-names.js': `
    exports.up = async ({ context }) => {
      for (const name of ['pen', 'ink']) await context.query('INSERT INTO shop.article (name) VALUES ($1)', [name])
      await context.query('ALTER TABLE shop.article ALTER name SET NOT NULL')
      await context.query("COMMENT ON TABLE shop.article IS 'what is sold'")
    }`,
}

let project: Awaited<ReturnType<typeof createProject>>
beforeAll(async () => {
  project = await createProject(files, 'migrate.js')
})
afterAll(() => project.remove())

it('folds into what umzug builds, without its table', async () => {
  const { rows } = await expectSameAsRunner(project, scratch, { tracking: ['public."SequelizeMeta"'] })
  expect(rows).toEqual({ 'shop.article': 2 })
})

const up = (root: string): string => `cd "${root}" && "${process.execPath}" migrate.js`

/** `next` is how a migration of this project sends a statement. */
const claimsOf = (next: string): Claims =>
  useRunner({
    folder: 'migrations',
    command: up,
    back: (root) => `${up(root)} down`,
    migrate: (place) => runCommand(up(place.root), place),
    tracking: 'select name from public."SequelizeMeta" order by name collate "C"',
    next: () => ({
      'migrations/99-next.js': `exports.up = ({ context }) => ${next}('CREATE TABLE next_one (id int)')`,
    }),
  })
const claims = claimsOf('context.query')

const hostileBy = (send: string): Record<string, string> => ({
  'migrations/03-hostile.js': `exports.up = async ({ context }) => { ${send} }`,
})
const words = JSON.stringify(hostileSql)

it('goes over to one migration, and back', async () => {
  const { original } = await claims.hold({ ...files, ...hostileBy(`await context.query(${words})`) })
  await expectHostile(original)
})

const withContext = (context: string): Record<string, string> => ({
  'migrate.js': files['migrate.js'].replace('context: client', `context: ${context}`),
})

const ofQueryInterface = claimsOf('context.sequelize.query')

it('goes over where the context is a QueryInterface, whose sequelize has query()', async () => {
  const { original } = await ofQueryInterface.hold({
    ...withContext('{ sequelize: { query: (sql) => client.query(sql) }, createTable() {} }'),
    ...hostileBy(`await context.sequelize.query(${words})`),
  })
  await expectHostile(original)
})

const deeper = claimsOf('context.db.query')

it('goes over where the context has the client in it', async () => {
  const { original } = await deeper.hold({
    ...withContext('{ db: client }'),
    ...hostileBy(`const { db } = context; await db.query(${words})`),
  })
  await expectHostile(original)
})

const ofKnex = claimsOf('context.raw')

it('goes over where the context is knex', async () => {
  const knex = "require('knex')({ client: 'pg', connection: process.env.DATABASE_URL, pool: { min: 0 } })"
  const { original } = await ofKnex.hold({
    'migrate.js': files['migrate.js']
      .replace('context: client', 'context: () => knex') // a function is called for it
      .replace('await client.connect()', `await client.connect(); const knex = ${knex}`)
      .replace('await client.end()', 'await client.end(); await knex.destroy()'),
    ...hostileBy(
      `const connection = await context.client.acquireConnection(); await connection.query(${words}); await context.client.releaseConnection(connection); await context.schema.raw('SELECT 1')`,
    ),
  })
  await expectHostile(original)
})
