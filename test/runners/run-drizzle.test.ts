// A project with migrations of drizzle-orm, run by its migrator, which keeps its table in a schema of its own.
import { afterAll, beforeAll, expect, it } from 'vitest'
import { useScratch } from '../support/scratch.ts'
import { createProject, expectSameAsRunner } from './project.ts'

const scratch = useScratch('embedded')

const entry = (idx: number, tag: string) => ({
  idx,
  version: '7',
  when: 1_700_000_000_000 + idx,
  tag,
  breakpoints: true,
})

const files = {
  'migrate.mjs': `
    import { drizzle } from 'drizzle-orm/node-postgres'
    import { migrate } from 'drizzle-orm/node-postgres/migrator'
    import pg from 'pg'
    const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL })
    await migrate(drizzle(pool), { migrationsFolder: './drizzle' })
    await pool.end()`,
  'drizzle/meta/_journal.json': JSON.stringify({
    version: '7',
    dialect: 'postgresql',
    entries: [entry(0, '0000_init'), entry(1, '0001_more')],
  }),
  'drizzle/0000_init.sql': `CREATE TYPE "public"."role" AS ENUM('admin', 'user');
--> statement-breakpoint
CREATE TABLE "users" ("id" serial PRIMARY KEY NOT NULL, "role" "role" DEFAULT 'user' NOT NULL);`,
  'drizzle/0001_more.sql': `ALTER TABLE "users" ADD COLUMN "email" text;
--> statement-breakpoint
CREATE UNIQUE INDEX "users_email" ON "users" USING btree (lower("email"));`,
}

let project: Awaited<ReturnType<typeof createProject>>
beforeAll(async () => {
  project = await createProject(files, 'migrate.mjs')
})
afterAll(() => project.remove())

it('folds into what drizzle-orm builds, without its schema', async () => {
  const tracking = ['drizzle.__drizzle_migrations', 'drizzle']
  const { rows } = await expectSameAsRunner(project, scratch, { tracking })
  expect(rows).toEqual({})
})
