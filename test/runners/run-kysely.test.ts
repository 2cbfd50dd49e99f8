// A project with migrations of kysely, run by its Migrator.
import { afterAll, beforeAll, expect, it } from 'vitest'
import { useScratch } from '../support/scratch.ts'
import { useRunner } from './harness.ts'
import { runCommand } from './run-program.ts'
import { expectHostile, hostileSql } from './hostile-sql.ts'
import { createProject, expectSameAsRunner } from './project.ts'

const scratch = useScratch('embedded')

const files = {
  'migrate.mjs': `
    import { promises as fs } from 'node:fs'
    import path from 'node:path'
    import { FileMigrationProvider, Kysely, Migrator, PostgresDialect } from 'kysely'
    import pg from 'pg'
    const db = new Kysely({
      dialect: new PostgresDialect({ pool: new pg.Pool({ connectionString: process.env.DATABASE_URL }) }),
    })
    const migrationFolder = path.join(import.meta.dirname, 'migrations')
    const migrator = new Migrator({ db, provider: new FileMigrationProvider({ fs, path, migrationFolder }) })
    const { error, results } = await (process.argv[2] === 'down' ? migrator.migrateDown() : migrator.migrateToLatest())
    for (const { migrationName, status } of results ?? []) console.log(migrationName, status)
    await db.destroy()
    if (error !== undefined) throw error`,
  'migrations/1_book.mjs': `
    import { sql } from 'kysely'
    export async function up(db) {
      await sql\`CREATE DOMAIN isbn AS varchar(13) CHECK (VALUE ~ '^[0-9]+$')\`.execute(db)
      await db.schema.createTable('book')
        .addColumn('id', 'serial', (column) => column.primaryKey())
        .addColumn('isbn', sql\`isbn\`, (column) => column.notNull())
        .addColumn('read', 'boolean', (column) => column.notNull().defaultTo(false))
        .execute()
    }`,
  'migrations/2_unread.mjs': `
    export async function up(db) {
      await db.schema.createIndex('book_unread').on('book').column('isbn').where('read', '=', false).execute()
      await db.schema.createView('unread').as(db.selectFrom('book').select('isbn').where('read', '=', false)).execute()
      await db.insertInto('book').values([{ isbn: '123' }, { isbn: '456' }]).execute()
      await db.deleteFrom('book').where('isbn', '=', '456').execute()
    }`,
}

let project: Awaited<ReturnType<typeof createProject>>
beforeAll(async () => {
  project = await createProject(files, 'migrate.mjs')
})
afterAll(() => project.remove())

it('folds into what kysely builds, without its tables', async () => {
  const tracking = ['public.kysely_migration', 'public.kysely_migration_lock']
  const { rows } = await expectSameAsRunner(project, scratch, { tracking })
  expect(rows).toEqual({ 'public.book': 1 })
})

const latest = (root: string): string => `cd "${root}" && "${process.execPath}" migrate.mjs`

const claims = useRunner({
  folder: 'migrations',
  command: latest,
  back: (root) => `${latest(root)} down`,
  migrate: (place) => runCommand(latest(place.root), place),
  tracking: 'select name, timestamp from public.kysely_migration order by name collate "C"',
  next: () => ({
    'migrations/9_next.mjs': `
      export const up = (db) => db.schema.createTable('next_one').addColumn('id', 'serial').execute()`,
  }),
})

it('goes over to one migration, and back', async () => {
  const { original } = await claims.hold({
    ...files,
    'migrations/3-hostile.mjs': `
      import { sql } from 'kysely'
      export default { async up(db) { await sql.raw(${JSON.stringify(hostileSql)}).execute(db) } }`,
    'migrations/helper.mjs': 'export const more = 1',
  })
  await expectHostile(original)
})

it('goes over where the migrations are CommonJS', () =>
  claims.hold({
    'migrate.mjs': files['migrate.mjs'],
    'migrations/1_a.js': `
      const { sql } = require('kysely')
      module.exports = {
        up: (db) => sql\`CREATE TABLE a (id int)\`.execute(db),
        down: (db) => sql\`DROP TABLE a\`.execute(db),
      }`,
  }))
