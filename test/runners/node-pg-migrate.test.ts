import path from 'node:path'
import { expect, test } from 'vitest'
import { readHistory } from '../../src/layouts/read-history.ts'
import { folderWith } from '../layouts/folders.ts'
import { useRunner } from './harness.ts'
import { runInstalled } from './run-program.ts'

const claims = useRunner({
  folder: 'migrations',
  migrate: (place) => runInstalled('node-pg-migrate', ['up'], place),
  tracking: 'select name from public.pgmigrations order by pgmigrations.id',
  next: () => ({ 'migrations/4102444800000_next.sql': 'CREATE TABLE public.next_one (id int);' }),
})

test('one connection, the cuts of both sides, and the order of the times', async () => {
  const { root, original } = await claims.hold({
    'migrations/20231114221319999_app.sql': `INSERT INTO nowhere VALUES (1);
-- Up Migration
CREATE SCHEMA app;
CREATE TABLE app.things (id int PRIMARY KEY, name text);
INSERT INTO app.things VALUES (1, '{name} $1');
SET search_path TO public, app;

-- Down Migration
DROP SCHEMA app CASCADE;`,
    'migrations/1700000000000_down-first.sql': `--down migration
DROP VIEW names;
   ----- UP   MIGRATION of the view
CREATE VIEW names AS SELECT name FROM things`,
    'migrations/1700000000001_down-alone.sql': `CREATE TABLE gone (id int);
CREATE TABLE stays (id int);
-- Down Migration
DROP TABLE gone;`,
    'migrations/1700000000002_own-transaction.sql': `BEGIN;
ALTER TABLE things ADD extra int;
COMMIT;
CREATE VIEW all_things AS SELECT * FROM things;
`,
  })
  const { migrations } = await readHistory(path.join(root, 'migrations'))
  expect(await claims.recorded(original)).toEqual(migrations.map(({ id, name }) => ({ name: `${id}_${name}` })))
})

test('newer migrations stay', () =>
  claims.hold(
    {
      'migrations/001_a.sql':
        '-- Up Migration\nCREATE TABLE a (id int PRIMARY KEY);\n-- Down Migration\nDROP TABLE a;\n',
      'migrations/002_b.sql': 'INSERT INTO a VALUES (1);',
      'migrations/003_c.sql': '-- Up Migration\nCREATE TABLE c (a int REFERENCES a);\n',
    },
    { to: '002' },
  ))

test('a statement that refuses a transaction stops the runner', async () => {
  const root = await folderWith({
    'migrations/1_a.sql': '-- Up Migration\nCREATE TABLE a (id int);\n',
    'migrations/2_b.sql': 'CREATE INDEX CONCURRENTLY a_id ON a (id);\n',
  })
  await expect(claims.build(root)).rejects.toThrow('cannot run inside a transaction block')
})
