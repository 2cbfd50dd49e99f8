import path from 'node:path'
import { calculateHash } from 'graphile-migrate/dist/hash.js'
import { serializeMigration } from 'graphile-migrate/dist/migration.js'
import { expect, test } from 'vitest'
import { readHistory } from '../../src/layouts/read-history.ts'
import { useRunner } from './harness.ts'
import { runInstalled } from './run-program.ts'

const placeholders = { APP_SCHEMA: 'app', DATABASE_OWNER: 'owner of all' }

const claims = useRunner({
  folder: 'migrations',
  migrate: (place) => runInstalled('graphile-migrate', ['migrate'], place),
  tracking: 'select filename, hash, previous_hash from graphile_migrate.migrations order by filename',
  next: async (root) => {
    const { migrations } = await readHistory(path.join(root, 'migrations'), { placeholders })
    const previous = migrations.at(-1)?.checksum ?? null
    const body = 'CREATE TABLE public.next_one (id int);'
    const headers = { Previous: previous ?? '-', Hash: calculateHash(body, previous) }
    return { 'migrations/committed/000999-next.sql': serializeMigration(body, headers) }
  },
})

/** A project whose migrations graphile-migrate's own code committed. */
function committed(bodies: Readonly<Record<string, string>>): Record<string, string> {
  const files: Record<string, string> = { '.gmrc': JSON.stringify({ placeholders: { ':APP_SCHEMA': 'app' } }) }
  let previous: string | null = null
  for (const [name, body] of Object.entries(bodies)) {
    const hash = calculateHash(body, previous)
    files[`migrations/committed/${name}`] = serializeMigration(body, { Previous: previous ?? '-', Hash: hash })
    previous = hash
  }
  return files
}

test('one connection, a transaction for each migration unless it says not, and placeholders', async () => {
  const { root, original } = await claims.hold(
    {
      ...committed({
        '000001.sql': `CREATE SCHEMA :APP_SCHEMA;
SET LOCAL search_path TO :APP_SCHEMA;
CREATE TABLE things (id int PRIMARY KEY, name text);
INSERT INTO things VALUES (1, ':APP_SCHEMA'), (2, ' $1 $& ');`,
        '000002-path.sql': '--! split: 1-path.sql\nSET search_path TO public, app;',
        '000003-index.sql': '--! no-transaction\nCREATE INDEX CONCURRENTLY things_name ON things (name);',
        '000004-included.sql': `--! Included a.sql
CREATE FUNCTION a() RETURNS bigint LANGUAGE sql AS 'select count(*) from app.things';
--! EndIncluded a.sql`,
        '000005.sql': `BEGIN; ALTER TABLE things ADD extra int; COMMIT;
CREATE VIEW all_things AS SELECT * FROM things;`,
      }),
      'migrations/current.sql': 'CREATE TABLE unfinished ();\n',
    },
    { placeholders },
  )
  const { migrations } = await readHistory(path.join(root, 'migrations'), { placeholders })
  expect(await claims.recorded(original)).toEqual(
    migrations.map(({ id, checksum }, index) => ({
      filename: `${id}.sql`,
      hash: checksum,
      previous_hash: migrations[index - 1]?.checksum ?? null,
    })),
  )
})

test('newer migrations stay, in the new chain', () =>
  claims.hold(
    committed({
      '000001.sql': 'CREATE TABLE a (id int PRIMARY KEY);',
      '000002-b.sql': 'INSERT INTO a VALUES (1);',
      '000003-c.sql': 'CREATE TABLE c (a int REFERENCES a);',
      '000004.sql': '--! no-transaction\nCREATE INDEX CONCURRENTLY c_a ON c (a);',
    }),
    { to: '000002' },
  ))
