// A project with migrations of knex, run by its own command line.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { useScratch } from '../support/scratch.ts'
import { useRunner } from './harness.ts'
import { runCommand } from './run-program.ts'
import { expectHostile, hostileSql } from './hostile-sql.ts'
import { createProject, expectSameAsRunner } from './project.ts'

const scratch = useScratch('embedded')

const people = `
    exports.up = async (knex) => {
      await knex.schema.createTable('people', (table) => {
        table.increments()
        table.string('name').notNullable().unique()
        table.enu('mood', ['sad', 'happy'], { useNative: true, enumName: 'mood' })
        table.timestamps(true, true)
      })
      await knex('people').insert([{ name: 'Ann', mood: 'happy' }, { name: 'Bob' }])
    }
    exports.down = (knex) => knex.schema.dropTable('people')`

const files = {
  'knexfile.js': `
    module.exports = { client: 'pg', connection: process.env.DATABASE_URL, migrations: { directory: './migrations' } }`,
  'migrations/20240101000000_people.js': people,
  'migrations/20240102000000_pets.js': `
    exports.config = { transaction: false }
    exports.up = async (knex) => {
      await knex.schema.createTable('pets', (table) => {
        table.uuid('id').primary().defaultTo(knex.fn.uuid())
        table.integer('owner').unsigned().references('people.id').onDelete('CASCADE')
      })
      await knex.raw('CREATE INDEX CONCURRENTLY pets_owner ON pets (owner)')
      await knex('people').where({ name: 'Bob' }).update({ mood: 'sad' })
    }
    exports.down = (knex) => knex.schema.dropTable('pets')`,
}

let project: Awaited<ReturnType<typeof createProject>>
beforeAll(async () => {
  project = await createProject(files, 'node_modules/knex/bin/cli.js', 'migrate:latest')
})
afterAll(() => project.remove())

it('folds into what knex builds, without its tables', async () => {
  const tracking = ['public.knex_migrations', 'public.knex_migrations_lock']
  const { rows } = await expectSameAsRunner(project, scratch, { tracking })
  expect(rows).toEqual({ 'public.people': 2 })
})

const knex = (root: string, word: string): string =>
  `cd "${root}" && "${process.execPath}" node_modules/knex/bin/cli.js migrate:${word}`
const latest = (root: string): string => knex(root, 'latest')

const isModule = (root: string): boolean => existsSync(join(root, 'package.json'))

const claims = useRunner({
  folder: 'migrations',
  command: latest,
  back: (root) => knex(root, 'rollback'),
  migrate: (place) => runCommand(latest(place.root), place),
  tracking: 'select id, name, batch from public.knex_migrations order by id',
  next: (root) => ({
    'migrations/9_next.js': `
      ${isModule(root) ? 'export const up' : 'exports.up'} =
        (knex) => knex.schema.createTable('next_one', (table) => table.increments())
      ${isModule(root) ? 'export const down' : 'exports.down'} = (knex) => knex.schema.dropTable('next_one')`,
  }),
})

it('goes over to one migration, and back', async () => {
  const { original } = await claims.hold({
    ...files,
    'migrations/20240101000000_people.js': people.replace('table.timestamps(true, true)', ''), // of the clock
    'migrations/20240103000000_hostile.js': `
      exports.up = async (knex) => {
        const connection = await knex.client.acquireConnection()
        await connection.query(${JSON.stringify(hostileSql)})
        await knex.client.releaseConnection(connection)
      }
      exports.down = (knex) => knex.schema.dropTable('hostile')`,
  })
  await expectHostile(original)
})

it('goes over where the migrations are modules', () =>
  claims.hold({
    'package.json': '{ "type": "module" }',
    'knexfile.js': `
      export default { client: 'pg', connection: process.env.DATABASE_URL, migrations: { loadExtensions: ['.js'] } }`,
    'migrations/1_a.js': `
      export const up = (knex) => knex.schema.createTable('a', (table) => table.increments())
      export const down = (knex) => knex.schema.dropTable('a')`,
    'migrations/1_a.d.ts': 'export declare const up: unknown',
    'migrations/2_b.js': `
      export async function up(knex) { await knex('a').insert({}) }
      export async function down(knex) { await knex('a').del() }`,
  }))

// What is recorded is the name of what was compiled, what is archived the file that it was compiled of.
const compiled = (root: string): string =>
  `cd "${root}" && rm -rf .pgfold-build && "${process.execPath}" node_modules/typescript/bin/tsc -p . && ${latest(root)}`

const claimsOfCompiled = useRunner({
  folder: 'migrations',
  command: compiled,
  migrate: (place) => runCommand(compiled(place.root), place),
  tracking: 'select id, name, batch from public.knex_migrations order by id',
  next: () => ({
    'migrations/9_next.ts': `
      import type { Knex } from 'knex'
      export const up = (knex: Knex) => knex.schema.createTable('next_one', (table) => table.increments())
      export const down = (knex: Knex) => knex.schema.dropTable('next_one')`,
  }),
})

it('goes over where TypeScript is compiled before it is run', async () => {
  const { original } = await claimsOfCompiled.hold({
    'knexfile.js': `
      module.exports = { client: 'pg', connection: process.env.DATABASE_URL, migrations: { directory: '.pgfold-build' } }`,
    'tsconfig.json': JSON.stringify({
      compilerOptions: {
        outDir: '.pgfold-build',
        rootDir: 'migrations',
        module: 'commonjs',
        target: 'es2022',
        strict: true,
        skipLibCheck: true,
        types: [],
      },
      include: ['migrations'],
    }),
    'migrations/1_a.ts': `
      import type { Knex } from 'knex'
      export async function up(knex: Knex): Promise<void> {
        await knex.schema.createTable('a', (table) => table.increments())
      }
      export async function down(knex: Knex): Promise<void> { await knex.schema.dropTable('a') }`,
    'migrations/2_b.ts': `
      import type { Knex } from 'knex'
      export async function up(knex: Knex): Promise<void> { await knex('a').insert({}) }
      export async function down(knex: Knex): Promise<void> { await knex('a').del() }`,
  })
  expect(await claimsOfCompiled.recorded(original)).toMatchObject([{ name: '1_a.js' }, { name: '2_b.js' }])
})
