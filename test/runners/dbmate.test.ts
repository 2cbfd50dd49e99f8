import path from 'node:path'
import { expect, test } from 'vitest'
import { readHistory } from '../../src/layouts/read-history.ts'
import { using } from '../cutover/project.ts'
import { folderWith, refusal } from '../layouts/folders.ts'
import { useRunner } from './harness.ts'
import { runInstalled } from './run-program.ts'

const down = '\n-- migrate:down\n'

const claims = useRunner({
  folder: 'db/migrations',
  migrate: (place) => runInstalled('dbmate', ['--no-dump-schema', 'migrate'], place),
  tracking: 'select version from public.schema_migrations order by version collate "C"',
  next: () => ({
    'db/migrations/99991231235959_next.sql': `-- migrate:up\nCREATE TABLE public.next_one (id int);\n${down}DROP TABLE public.next_one;`,
  }),
})

test('one connection, options, several up sections and names in the order of their bytes', async () => {
  const { root, original } = await claims.hold({
    'db/migrations/01-app.sql': `-- migrate:up
CREATE SCHEMA app;
CREATE TABLE app.things (id int PRIMARY KEY, name text);
SET search_path TO public, app;
${down}DROP SCHEMA app CASCADE;`,
    'db/migrations/10.sql': `-- about the next line\n\n-- migrate:up transaction:false other:option
CREATE INDEX CONCURRENTLY things_name ON app.things (name);
${down}DROP INDEX app.things_name;`,
    'db/migrations/2_two_sections.sql': `--migrate:up
CREATE VIEW names AS SELECT name FROM things;
-- migrate:up transaction:false
INSERT INTO things VALUES (1, '-- migrate:upwards'), (2, 'two');
${down}`,
    'db/migrations/3_query.sql': `-- migrate:up transaction:false
BEGIN; ALTER TABLE things ADD extra int; COMMIT; CREATE TABLE last (id int);
--migrate:down transaction:false
DROP TABLE last;`,
    'db/migrations/notes.sql': 'SELECT nothing;',
    'db/migrations/3_upper.SQL': 'SELECT nothing;',
  })
  const history = await readHistory(path.join(root, 'db/migrations'))
  expect(history.migrations.map(({ id, name }) => [id, name])).toEqual([
    ['01', '-app'],
    ['10', ''],
    ['2', 'two_sections'],
    ['3', 'query'],
  ])
  expect(await claims.recorded(original)).toEqual(history.migrations.map(({ id }) => ({ version: id })))
})

test('newer migrations stay', () =>
  claims.hold(
    {
      'db/migrations/20240102030405_a.sql': `-- migrate:up\nCREATE TABLE a (id int PRIMARY KEY);\n${down}DROP TABLE a;`,
      'db/migrations/20240102030406_b.sql': `-- migrate:up\nINSERT INTO a VALUES (1);\n${down}DELETE FROM a;`,
      'db/migrations/20240102030407_c.sql': `-- migrate:up\nCREATE TABLE c (a int REFERENCES a);\n${down}DROP TABLE c;`,
    },
    { to: '20240102030406' },
  ))

test('a second migration in a file, which dbmate leaves out', async () => {
  const root = await folderWith({
    'db/migrations/1_a.sql': `-- migrate:up\nCREATE TABLE a ();\n${down}DROP TABLE a;\n-- migrate:up\nCREATE TABLE b ();\n${down}`,
  })
  const tables = await using(await claims.build(root), (db) =>
    db.query('select tablename from pg_catalog.pg_tables where schemaname = $1 order by 1', ['public']),
  )
  expect(tables).toEqual([{ tablename: 'a' }, { tablename: 'schema_migrations' }])
  expect(await refusal(readHistory(path.join(root, 'db/migrations')))).toMatchObject({
    code: 'several-migrations',
    location: { line: 6, column: 1 },
  })
})
