import path from 'node:path'
import { Client } from 'pg'
import Postgrator from 'postgrator'
import { expect, test } from 'vitest'
import { readHistory } from '../../src/layouts/read-history.ts'
import { useRunner } from './harness.ts'
import type { Place } from './run-program.ts'

const claims = useRunner({
  folder: 'migrations',
  migrate,
  tracking:
    'select version::text, name, md5 from public.schemaversion where version > 0 order by schemaversion.version',
  next: () => ({ 'migrations/999.do.next.sql': 'CREATE TABLE public.next_one (id int);' }),
})

async function migrate({ root, env }: Place): Promise<void> {
  const client = new Client({ connectionString: env['DATABASE_URL'] })
  await client.connect()
  try {
    const migrationPattern = path.join(root, 'migrations', '*')
    const execQuery = (query: string) => client.query(query)
    await new Postgrator({ driver: 'pg', migrationPattern, execQuery }).migrate()
  } finally {
    await client.end()
  }
}

test('one connection, and one implicit transaction for each file', async () => {
  const { root, original } = await claims.hold({
    'migrations/001.do.app.sql': `CREATE SCHEMA app;\r
SET LOCAL search_path TO app;
CREATE TABLE things (id int PRIMARY KEY, name text);
INSERT INTO things VALUES (1, 'one');`,
    'migrations/001.undo.app.sql': 'DROP SCHEMA app CASCADE;',
    'migrations/002.do.path.sql': 'SET search_path TO public, app',
    'migrations/10.do.index.sql': 'CREATE INDEX CONCURRENTLY things_name ON things (name);\n',
    'migrations/9.do.own-transaction.more.sql':
      'BEGIN; ALTER TABLE things ADD extra int; COMMIT; CREATE VIEW all_things AS SELECT * FROM things;',
    'migrations/notes.sql': 'SELECT nothing;',
  })
  const { migrations } = await readHistory(path.join(root, 'migrations'))
  expect(await claims.recorded(original)).toEqual(
    migrations.map(({ id, name, checksum }) => ({ version: String(Number(id)), name, md5: checksum })),
  )
})

test('newer migrations stay', () =>
  claims.hold(
    {
      'migrations/001.do.a.sql': 'CREATE TABLE a (id int PRIMARY KEY);',
      'migrations/002.do.b.sql': 'INSERT INTO a VALUES (1);',
      'migrations/003.do.c.sql': 'CREATE TABLE c (a int REFERENCES a);',
    },
    { to: '002' },
  ))
