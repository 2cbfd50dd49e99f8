import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { readMigrationFiles } from 'drizzle-orm/migrator'
import { drizzle } from 'drizzle-orm/node-postgres'
import { migrate } from 'drizzle-orm/node-postgres/migrator'
import { Client, DatabaseError } from 'pg'
import { expect, test } from 'vitest'
import { readHistory } from '../../src/layouts/read-history.ts'
import { writeFiles } from '../cutover/project.ts'
import { folderWith } from '../layouts/folders.ts'
import { urlOf } from '../support/url.ts'
import { agencyFiles, deployments, withoutConcurrently } from '../systems/agency/history.ts'
import { useRunner } from './harness.ts'

const claims = useRunner({
  folder: 'drizzle',
  migrate: ({ root, env }) => migrateFolder(root, env['DATABASE_URL'] ?? ''),
  tracking: 'select id, hash, created_at from drizzle.__drizzle_migrations order by id',
  next: async (root) => {
    const journalFile = 'drizzle/meta/_journal.json'
    const journal = JSON.parse(await readFile(path.join(root, journalFile), 'utf8')) as { entries: object[] }
    const entry = { idx: 99, version: '7', when: 4_102_444_800_000, tag: '0099_next', breakpoints: true }
    return {
      [journalFile]: JSON.stringify({ ...journal, entries: [...journal.entries, entry] }),
      'drizzle/0099_next.sql': 'CREATE TABLE public.next_one (id int);',
    }
  },
})

async function migrateFolder(root: string, url: string): Promise<void> {
  const client = new Client(url)
  await client.connect()
  try {
    await migrate(drizzle(client), { migrationsFolder: path.join(root, 'drizzle') })
  } finally {
    await client.end()
  }
}

const mixed = {
  'drizzle/meta/_journal.json': JSON.stringify({
    version: '7',
    dialect: 'postgresql',
    entries: ['0000_things', '0001_kinds', '0002_last'].map((tag, idx) => {
      return { idx, version: '7', when: 1_700_000_000_000 + idx, tag, breakpoints: true }
    }),
  }),
  'drizzle/0000_things.sql': `CREATE TABLE "things" ("id" serial PRIMARY KEY, "name" text);
--> statement-breakpoint
INSERT INTO things (name) VALUES ('one; two')--> statement-breakpoint
CREATE SCHEMA other; SET search_path TO other, public`,
  'drizzle/0001_kinds.sql': `CREATE FUNCTION twice(n int) RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN n * 2; END; $$;
CREATE TYPE kind AS ENUM ('a', 'b');--> statement-breakpoint ALTER TABLE things ADD kind kind DEFAULT 'a';`,
  'drizzle/0002_last.sql': 'CREATE INDEX ON public.things (kind);',
  'drizzle/notes.sql': 'SELECT nothing;',
}

test('statements between breakpoints, and settings that the next migration finds', async () => {
  const { root, original } = await claims.hold(mixed)
  const { migrations } = await readHistory(path.join(root, 'drizzle'))
  const recorded = (await claims.recorded(original)) as { hash: string }[]
  expect(recorded.map(({ hash }) => hash)).toEqual(migrations.map(({ checksum }) => checksum))
})

test('newer migrations stay', () => claims.hold(mixed, { to: '0001' }))

test('the agency, deployed one migration at a time', async () => {
  const files = await agencyFiles()
  const possible = withoutConcurrently(files)
  const root = await folderWith(possible)
  const [first, ...later] = deployments(possible).map((text) => ({ 'drizzle/meta/_journal.json': text }))
  await writeFiles(root, first ?? {})
  const original = await claims.build(root)
  for (const journal of later) {
    await writeFiles(root, journal)
    await migrateFolder(root, urlOf(original.address))
  }
  const recorded = await claims.recorded(original)
  expect(recorded).toHaveLength(5)

  await writeFiles(root, files)
  await claims.equalsReplay(original, root)
  await claims.equalsAfterArchive(original, root)
  await migrateFolder(root, urlOf(original.address))
  expect(await claims.recorded(original)).toEqual(recorded)

  const meta = path.join(root, 'drizzle', 'meta')
  expect((await readdir(meta)).toSorted()).toEqual(['0004_snapshot.json', '_journal.json'])
  const snapshot = await readFile(path.join(meta, '0004_snapshot.json'), 'utf8')
  const before = files['drizzle/meta/0004_snapshot.json'] ?? ''
  expect(JSON.parse(snapshot)).toEqual({ ...(JSON.parse(before) as object), prevId: origin })
  expect(readMigrationFiles({ migrationsFolder: path.join(root, 'drizzle') })).toMatchObject([
    { folderMillis: 1_728_460_800_345, bps: true },
  ])
})

const origin = '00000000-0000-0000-0000-000000000000'

test('what its migrator cannot run on a new database is named', async () => {
  const files = await agencyFiles()
  const root = await folderWith(files)
  const { findings } = await readHistory(path.join(root, 'drizzle'))
  const stops = findings.map(({ code, subject }) => [code, path.relative(path.join(root, 'drizzle'), subject)])
  expect(stops).toEqual([2, 3, 3].map((line) => ['runner-stops', `0004_lookups.sql:${line}`]))
  expect(await stateOf(files)).toBe('25001')
  expect(await stateOf(withoutConcurrently(files))).toBe('55P04')
})

/** The SQLSTATE in which the migrator's run over these files ends. */
async function stateOf(files: Readonly<Record<string, string>>): Promise<unknown> {
  const root = await folderWith(files)
  const error: unknown = await claims.build(root).catch((thrown: unknown) => thrown)
  return error instanceof Error && error.cause instanceof DatabaseError ? error.cause.code : error
}
