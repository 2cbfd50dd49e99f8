// The repository's example history as Hasura runs it: every up.sql, in the order of its timestamp, as one
// request, which PostgreSQL takes as one transaction.
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Database } from '../../../src/server/database.ts'

/** The checkout that the tests run in. */
export const repository = fileURLToPath(new URL('../../..', import.meta.url))

/** The folder of Hasura's database `practice`. */
export const practiceMigrations = join(repository, 'schema', 'migrations', 'practice')

/** The folders of the migrations, oldest first. */
export async function migrationNames(): Promise<string[]> {
  return (await readdir(practiceMigrations)).toSorted()
}

/** Runs one side of one migration. */
export async function runMigration(database: Database, name: string, side: 'up' | 'down'): Promise<void> {
  await database.execute(await readFile(join(practiceMigrations, name, `${side}.sql`), 'utf8'))
}

/** Runs the whole history. */
export async function buildPractice(database: Database): Promise<void> {
  for (const name of await migrationNames()) await runMigration(database, name, 'up')
}
