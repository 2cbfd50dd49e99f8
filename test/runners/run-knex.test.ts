// A project with migrations of knex, run by its own command line.
import { afterAll, beforeAll, expect, it } from 'vitest'
import { useScratch } from '../support/scratch.ts'
import { createProject, expectSameAsRunner } from './project.ts'

const scratch = useScratch('embedded')

const files = {
  'knexfile.js': `
    module.exports = { client: 'pg', connection: process.env.DATABASE_URL, migrations: { directory: './migrations' } }`,
  'migrations/20240101000000_people.js': `
    exports.up = async (knex) => {
      await knex.schema.createTable('people', (table) => {
        table.increments()
        table.string('name').notNullable().unique()
        table.enu('mood', ['sad', 'happy'], { useNative: true, enumName: 'mood' })
        table.timestamps(true, true)
      })
      await knex('people').insert([{ name: 'Ann', mood: 'happy' }, { name: 'Bob' }])
    }
    exports.down = (knex) => knex.schema.dropTable('people')`,
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
