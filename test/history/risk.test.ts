import { expect, test } from 'vitest'
import { scriptOf, type Migration } from '../../src/history/migration.ts'
import { changesWithRisk, worstRisk } from '../../src/history/risk.ts'

const before = `CREATE TABLE app.users (id int, email varchar(20), balance numeric(8,2), mood app.mood);
  CREATE TABLE app.orders (id int)`

function migrationOf(sql: string, index: number): Migration {
  return { id: String(index), name: '', up: scriptOf(`${index}.sql`, sql), transaction: 'script', files: [] }
}

/** The changes of the last of several migrations, the first of which makes two tables. */
async function changesOf(...scripts: readonly string[]) {
  const changes = await changesWithRisk([before, ...scripts].map(migrationOf))
  return changes.at(-1) ?? []
}

test.each([
  ['CREATE TABLE app.tags (id int NOT NULL)', 'CREATE TABLE', 'app.tags', 'non-breaking'],
  ['ALTER TABLE app.users ADD COLUMN nick text', 'ADD COLUMN', 'app.users.nick', 'non-breaking'],
  ['ALTER TABLE app.users ADD nick text NOT NULL', 'ADD COLUMN', 'app.users.nick', 'breaking'],
  ["ALTER TABLE app.users ADD nick text NOT NULL DEFAULT ''", 'ADD COLUMN', 'app.users.nick', 'non-breaking'],
  ['ALTER TABLE app.users ADD n bigserial NOT NULL', 'ADD COLUMN', 'app.users.n', 'non-breaking'],
  ['ALTER TABLE app.users ALTER email SET NOT NULL', 'SET NOT NULL', 'app.users.email', 'breaking'],
  ['ALTER TABLE app.users ALTER email DROP NOT NULL', 'DROP NOT NULL', 'app.users.email', 'non-breaking'],
  ['ALTER TABLE app.users ADD CONSTRAINT c CHECK (id > 0)', 'ADD CONSTRAINT', 'app.users.c', 'breaking'],
  ['ALTER TABLE app.users RENAME email TO mail', 'RENAME COLUMN', 'app.users.email', 'breaking'],
  ['ALTER TABLE app.users RENAME TO people', 'RENAME TABLE', 'app.users', 'breaking'],
  ['ALTER INDEX app.i RENAME TO j', 'RENAME INDEX', 'app.i', 'non-breaking'],
  ['ALTER TABLE app.users SET SCHEMA other', 'ALTER TABLE SET SCHEMA', 'app.users', 'breaking'],
  ['CREATE INDEX ON app.users (email)', 'CREATE INDEX', 'app.users', 'non-breaking'],
  ['CREATE UNIQUE INDEX i ON app.users (email)', 'CREATE UNIQUE INDEX', 'i', 'breaking'],
  ['DROP INDEX app.i', 'DROP INDEX', 'app.i', 'non-breaking'],
  ['DROP FUNCTION app.f(int)', 'DROP FUNCTION', 'app.f', 'breaking'],
  ['CREATE VIEW app.v AS SELECT 1', 'CREATE VIEW', 'app.v', 'non-breaking'],
  ["COMMENT ON TABLE app.users IS 'x'", 'COMMENT', 'app.users', 'non-breaking'],
  ['DO $$ BEGIN END $$', 'DO', '', 'data'],
  ['CALL app.move(1)', 'CALL', 'app.move', 'data'],
  ["SELECT setval('app.s', 7)", 'SELECT', 'setval', 'data'],
])('%s', async (sql, what, subject, risk) => {
  expect(await changesOf(sql)).toMatchObject([{ line: 1, what, subject, risk, irreversible: false }])
})

test.each([
  ['ALTER TABLE app.users ALTER email TYPE varchar(40)', true],
  ['ALTER TABLE app.users ALTER email TYPE text', true],
  ['ALTER TABLE app.users ALTER id TYPE bigint', true],
  ['ALTER TABLE app.users ALTER balance TYPE numeric(10,2)', true],
  ['ALTER TABLE app.users ALTER balance TYPE numeric(10,4)', false],
  ['ALTER TABLE app.users ALTER email TYPE varchar(10)', false],
  ['ALTER TABLE app.users ALTER id TYPE smallint', false],
  ['ALTER TABLE app.users ALTER mood TYPE text', false],
  ['ALTER TABLE app.unknown ALTER id TYPE bigint', false],
])('%s is wider: %s', async (sql, isWider) => {
  const risk = isWider ? 'non-breaking' : 'breaking'
  expect(await changesOf(sql)).toMatchObject([{ what: 'ALTER COLUMN TYPE', risk, irreversible: !isWider }])
})

test('a type that was widened is known by its new width', async () => {
  const changes = await changesOf(
    'ALTER TABLE app.users ALTER email TYPE varchar(40)',
    'ALTER TABLE app.users ALTER email TYPE varchar(30)',
  )
  expect(changes).toMatchObject([{ risk: 'breaking' }])
})

test.each([
  ["INSERT INTO app.users VALUES (1, 'a'), (2, 'b')", 2, false],
  ['INSERT INTO app.users DEFAULT VALUES', 1, false],
  ['INSERT INTO app.users SELECT * FROM app.orders', null, false],
  ['COPY app.users FROM stdin;\n1\n\\.\n', 1, false],
  ['COPY app.users FROM stdin;\n\\.\n', 0, false],
  ['COPY app.users FROM stdin;\r\n1\r\n2\r\n\\.\r\n', 2, false],
  ['COPY app.users FROM stdin;\n1\\\\\na\\\nb\n\\.\n', 2, false],
  ['COPY app.users FROM stdin CSV HEADER;\nid,"e\nmail"\n1,"a ""b""\nc"\n2,d\n\\.\n', 2, false],
  ['COPY app.users FROM stdin (FORMAT csv, HEADER 0);\n1,a\n\\.\n', 1, false],
  ["COPY app.users FROM stdin (FORMAT csv, QUOTE '~');\n1,a\n\\.\n", null, false],
  ['COPY app.users FROM stdin WHERE id > 1;\n1\ta\n\\.\n', null, false],
  ["COPY app.users FROM '/tmp/users'", null, false],
  ["UPDATE app.users SET email = ''", null, true],
  ['DELETE FROM app.users', null, true],
  ['TRUNCATE app.users', null, true],
])('rows: %s', async (sql, rows, irreversible) => {
  expect(await changesOf(sql)).toMatchObject([{ subject: 'app.users', risk: 'data', rows, irreversible }])
})

test('rows in a WITH are seen', async () => {
  const changes = await changesOf(
    'WITH gone AS (DELETE FROM app.users RETURNING *) INSERT INTO app.orders SELECT id FROM gone',
  )
  expect(changes.map(({ what, subject }) => `${what} ${subject}`)).toEqual(['DELETE app.users', 'INSERT app.orders'])
})

test.each([
  ['DROP TABLE app.users, app.orders', ['app.users', 'app.orders']],
  ['ALTER TABLE app.users DROP COLUMN id, DROP email', ['app.users.id', 'app.users.email']],
  ['DROP SCHEMA app CASCADE', ['app']],
])('data is lost: %s', async (sql, subjects) => {
  const changes = await changesOf(sql)
  expect(changes.map(({ subject }) => subject)).toEqual(subjects)
  for (const change of changes) expect(change).toMatchObject({ risk: 'breaking', irreversible: true })
})

test('a label of an enum cannot be taken away again', async () => {
  expect(await changesOf("ALTER TYPE app.mood ADD VALUE 'calm'")).toMatchObject([
    { what: 'ADD VALUE', subject: 'app.mood', risk: 'non-breaking', irreversible: true },
  ])
})

test('what a migration does to its own table breaks nothing', async () => {
  const own =
    'CREATE TABLE t (id int); ALTER TABLE t ADD CHECK (id > 0), ALTER id SET NOT NULL; CREATE UNIQUE INDEX ON t (id)'
  expect(worstRisk(await changesOf(own))).toBe('non-breaking')
  const again = 'CREATE TABLE IF NOT EXISTS app.users (id int); ALTER TABLE app.users ALTER id SET NOT NULL'
  expect(worstRisk(await changesOf(again))).toBe('breaking')
})

test.each([
  ['CREATE FUNCTION app.f() RETURNS int LANGUAGE sql RETURN 1; REVOKE EXECUTE ON FUNCTION app.f() FROM PUBLIC'],
  ['CREATE TABLE app.t (); CREATE RULE q AS ON INSERT TO app.t DO INSTEAD NOTHING'],
  ['CREATE SCHEMA s; REVOKE ALL ON SCHEMA s FROM PUBLIC'],
  ['CREATE DOMAIN app.d AS int; ALTER DOMAIN app.d ADD CHECK (value > 0)'],
  ['CREATE VIEW app.v AS SELECT 1; REVOKE SELECT ON app.v FROM r; DROP VIEW app.v'],
])('what a migration does to its own object breaks nothing: %s', async (sql) => {
  expect(worstRisk(await changesOf(sql))).toBe('non-breaking')
  expect(worstRisk(await changesOf(sql.replace(/;.*$/u, ''), sql.replace(/^[^;]*;/u, '')))).toBe('breaking')
})

test('temporary objects and settings are no changes', async () => {
  const temporary = `CREATE TEMP TABLE t (id int); INSERT INTO t VALUES (1); CREATE UNIQUE INDEX ON t (id); COPY t FROM '/x';
    ALTER TABLE t RENAME id TO other; UPDATE pg_temp.t SET id = 2; SELECT 1 INTO TEMP u; DELETE FROM u; DROP TABLE t;
    CREATE TEMP VIEW v AS SELECT 1; CREATE TEMP SEQUENCE s`
  expect(await changesOf(`${temporary}; SET search_path TO app; SELECT set_config('a', 'b', false)`)).toEqual([])
  expect(await changesOf(`${temporary}; INSERT INTO t VALUES (1)`)).toMatchObject([{ what: 'INSERT', rows: 1 }])
})

test('a temporary table is gone with its session', async () => {
  const migrations = ['CREATE TEMP TABLE t (id int)', 'INSERT INTO t VALUES (1)'].map(migrationOf)
  expect((await changesWithRisk(migrations, 'each')).at(-1)).toMatchObject([{ what: 'INSERT' }])
  expect((await changesWithRisk(migrations, 'one')).at(-1)).toEqual([])
})
