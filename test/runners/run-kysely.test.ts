// A project with migrations of kysely, run by its Migrator.
import { afterAll, beforeAll, expect, it } from 'vitest'
import { useScratch } from '../support/scratch.ts'
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
    const { error, results } = await migrator.migrateToLatest()
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
