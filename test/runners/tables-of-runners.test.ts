// Each runner's own table, as it makes it, with the rows of a database at the line: adopted, they are those that the
// consolidated migration would have; undone, they are as before. The runners that run from npm judge in test/runners.
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { adopt } from '../../src/commands/adopt.ts'
import { archive } from '../../src/commands/archive.ts'
import { consolidate } from '../../src/commands/consolidate.ts'
import { undoAdopt } from '../../src/commands/undo-adopt.ts'
import { readHistory } from '../../src/layouts/read-history.ts'
import { folderWith } from '../layouts/folders.ts'
import { useScratch } from '../support/scratch.ts'
import { urlOf } from '../support/url.ts'
import { using, writeFiles } from '../cutover/project.ts'

const scratch = useScratch('embedded')

const one = 'CREATE TABLE a (id int PRIMARY KEY);\n'
const two = 'ALTER TABLE a ADD name text;\n'

interface Case {
  readonly layout: string
  readonly files: Readonly<Record<string, string>>
  /** The runner's own statements. */
  readonly table: string
  /** Rows of both migrations; `sum(n)` is the checksum of the nth. */
  readonly rows: (sum: (n: number) => string) => string
  readonly query: string
  /** What the query answers of an adopted database; left out where nothing is to be rewritten. */
  readonly adopted?: (sum: string) => readonly object[]
}

const manifest = (version: string, ...files: readonly string[]): string =>
  JSON.stringify({ CurrVersion: version, MinCompatibleVersion: '1.0', Description: '', SchemaUpdateCqlFiles: files })

const temporalFiles = {
  'versioned/v1.9/manifest.json': manifest('1.9', 'a.sql'),
  'versioned/v1.9/a.sql': one,
  'versioned/v1.10/manifest.json': manifest('v1.10', 'b.sql', 'c.sql'),
  'versioned/v1.10/b.sql': two,
  'versioned/v1.10/c.sql': 'CREATE INDEX a_name ON a (name);\n',
}

const temporalTables = `create table schema_version (version_partition int not null, db_name varchar(255) not null,
    creation_time timestamp, curr_version varchar(64), min_compatible_version varchar(64),
    primary key (version_partition, db_name));
  create table schema_update_history (version_partition int not null, year int not null, month int not null,
    update_time timestamp not null, description varchar(255), manifest_md5 varchar(64), new_version varchar(64),
    old_version varchar(64), primary key (version_partition, year, month, update_time))`

const cases: readonly Case[] = [
  {
    layout: 'hasura',
    files: { '1700000000000_a/up.sql': one, '1700000001000_b/up.sql': two },
    table:
      'create schema hdb_catalog; create table hdb_catalog.schema_migrations (version bigint primary key, dirty boolean not null)',
    rows: () => 'insert into hdb_catalog.schema_migrations values (1700000000000, false), (1700000001000, false)',
    query: 'select version::text from hdb_catalog.schema_migrations order by 1',
    adopted: () => [{ version: '1700000001000' }],
  },
  {
    layout: 'hasura',
    files: { '1700000000000_a/up.sql': one, '1700000001000_b/up.sql': two },
    table:
      'create schema hdb_catalog; create table hdb_catalog.hdb_version (hasura_uuid uuid, cli_state jsonb not null)',
    rows: () => `insert into hdb_catalog.hdb_version (cli_state) values ('{"settings": {"a": "b"}, "migrations":
      {"other": {"1": false}, "migrations": {"1700000000000": false, "1700000001000": false}}}')`,
    query: 'select cli_state from hdb_catalog.hdb_version',
    adopted: () => [
      {
        cli_state: {
          settings: { a: 'b' },
          migrations: { other: { 1: false }, migrations: { '1700000001000': false } },
        },
      },
    ],
  },
  {
    layout: 'numbered',
    files: { '001_a.sql': one, '002_b.sql': two },
    table:
      'create table migrations (id serial primary key, name text unique not null, run_on timestamptz not null default now())',
    rows: () => `insert into migrations (name) values ('001_a.sql'), ('002_b.sql')`,
    query: 'select id, name from migrations order by id',
    adopted: () => [{ id: 2, name: '002_consolidated_schema.sql' }],
  },
  {
    layout: 'numbered',
    files: { '001_a.sql': one, '002_b.sql': two },
    table: 'create table migrations (filename text primary key)',
    rows: () => `insert into migrations values ('001_a'), ('002_b')`,
    query: 'select filename from migrations order by filename',
    adopted: () => [{ filename: '002_consolidated_schema' }],
  },
  {
    layout: 'golang-migrate',
    files: { '000001_a.up.sql': one, '000002_b.up.sql': two },
    table: 'create table schema_migrations (version bigint not null primary key, dirty boolean not null)',
    rows: () => 'insert into schema_migrations values (2, false)',
    query: 'select version::text, dirty from schema_migrations',
  },
  {
    layout: 'goose',
    files: { '001_a.sql': `-- +goose Up\n${one}`, '002_b.sql': `-- +goose Up\n${two}` },
    table: `create table goose_db_version (id int primary key generated by default as identity, version_id bigint not null,
      is_applied boolean not null, tstamp timestamp not null default now())`,
    rows: () => 'insert into goose_db_version (version_id, is_applied) values (0, true), (1, true), (2, true)',
    query: 'select version_id::text from goose_db_version order by id',
  },
  {
    layout: 'sqlx',
    files: { '1_a.sql': one, '2_b.sql': two },
    table: `create table _sqlx_migrations (version bigint primary key, description text not null,
      installed_on timestamptz not null default now(), success boolean not null, checksum bytea not null,
      execution_time bigint not null)`,
    rows: (sum) => `insert into _sqlx_migrations (version, description, success, checksum, execution_time) values
      (1, 'a', true, '\\x${sum(0)}', 5), (2, 'b', true, '\\x${sum(1)}', 6)`,
    query: `select version::int, description, encode(checksum, 'hex') as sum from _sqlx_migrations order by version`,
    adopted: (sum) => [{ version: 2, description: 'consolidated schema', sum }],
  },
  {
    layout: 'diesel',
    files: { '2024-01-02-030405_a/up.sql': one, '2024-01-02-030406_b/up.sql': two },
    table: `create table __diesel_schema_migrations (version varchar(50) primary key not null,
      run_on timestamp not null default current_timestamp)`,
    rows: () => `insert into __diesel_schema_migrations values ('20240102030405'), ('20240102030406')`,
    query: 'select version from __diesel_schema_migrations order by version',
  },
  {
    layout: 'supabase',
    files: { '20240102030405_a.sql': one, '20240102030406_b.sql': two },
    table: `create schema supabase_migrations;
      create table supabase_migrations.schema_migrations (version text primary key, statements text[], name text)`,
    rows: () => `insert into supabase_migrations.schema_migrations values
      ('20240102030405', array['x'], 'a'), ('20240102030406', null, 'b')`,
    query: `select version, name, statements[1] ~ 'CREATE TABLE' as whole from supabase_migrations.schema_migrations order by 1`,
    adopted: () => [{ version: '20240102030406', name: 'consolidated_schema', whole: true }],
  },
  {
    layout: 'flyway',
    files: { 'V1__a.sql': one, 'V1.2__b.sql': two, 'R__again.sql': 'CREATE OR REPLACE VIEW v AS SELECT 1 AS n;\n' },
    table: `create table flyway_schema_history (installed_rank int not null primary key, version varchar(50),
      description varchar(200) not null, type varchar(20) not null, script varchar(1000) not null, checksum int,
      installed_by varchar(100) not null, installed_on timestamp not null default now(), execution_time int not null,
      success boolean not null)`,
    rows: (sum) => `insert into flyway_schema_history values
      (1, '1', 'a', 'SQL', 'V1__a.sql', ${sum(0)}, 'me', now(), 5, true),
      (2, '1.2', 'b', 'SQL', 'V1.2__b.sql', ${sum(1)}, 'me', now(), 5, true),
      (3, null, 'again', 'SQL', 'R__again.sql', ${sum(2)}, 'me', now(), 5, true)`,
    query:
      'select version, description, type, script, checksum::text from flyway_schema_history order by installed_rank',
    adopted: (checksum) => [
      {
        version: '1.2',
        description: 'consolidated schema',
        type: 'SQL_BASELINE',
        script: 'B1.2__consolidated_schema.sql',
        checksum,
      },
      expect.objectContaining({ version: null, script: 'R__again.sql' }),
    ],
  },
  {
    layout: 'refinery',
    files: { 'V1__a.sql': one, 'V2__b.sql': two },
    table: `create table refinery_schema_history (version int4 primary key, name varchar(255), applied_on varchar(255),
      checksum varchar(255))`,
    rows: (sum) =>
      `insert into refinery_schema_history values (1, 'a', 'then', '${sum(0)}'), (2, 'b', 'then', '${sum(1)}')`,
    query: 'select version, name, checksum from refinery_schema_history order by version',
    adopted: (checksum) => [{ version: 2, name: 'consolidated_schema', checksum }],
  },
  {
    layout: 'morph',
    files: { '000001_a.up.sql': one, '000002_b.up.sql': two },
    table: 'create table db_migrations (version bigint not null primary key, name varchar not null)',
    rows: () => `insert into db_migrations values (1, 'a'), (2, 'b')`,
    query: 'select version::int, name from db_migrations order by version',
    adopted: () => [{ version: 2, name: 'b' }],
  },
  {
    layout: 'tern',
    files: { '001_a.sql': one, '002_b.sql': two },
    table: 'create table schema_version (version int4 not null)',
    rows: () => 'insert into schema_version values (2)',
    query: 'select version from schema_version',
    adopted: () => [{ version: 1 }],
  },
  {
    layout: 'liquibase',
    files: {
      'a.sql': `--liquibase formatted sql\n--changeset me:1\n${one}--changeset me:2\n${two}`,
    },
    table: `create table databasechangelog (id varchar(255) not null, author varchar(255) not null,
      filename varchar(255) not null, dateexecuted timestamp not null, orderexecuted int not null,
      exectype varchar(10) not null, md5sum varchar(35), description varchar(255), comments varchar(255),
      tag varchar(255), liquibase varchar(20), contexts varchar(255), labels varchar(255), deployment_id varchar(10))`,
    rows: () => `insert into databasechangelog (id, author, filename, dateexecuted, orderexecuted, exectype) values
      ('1', 'me', 'a.sql', now(), 1, 'EXECUTED'), ('2', 'me', 'a.sql', now(), 2, 'EXECUTED')`,
    query: 'select id, author, orderexecuted from databasechangelog order by orderexecuted',
  },
  {
    layout: 'temporal',
    files: temporalFiles,
    table: temporalTables,
    rows: (sum) => `insert into schema_version values (0, current_database(), now(), '1.10', '1.0');
      insert into schema_version values (0, 'other', now(), '0.7', '0.7');
      insert into schema_update_history values (0, 2026, 1, '2026-01-02', 'a', '${sum(0)}', '1.9', '0.0'),
      (0, 2026, 1, '2026-01-03', 'b', '${sum(1)}', '1.10', '1.9')`,
    query: 'select db_name = current_database() as mine, curr_version from schema_version order by curr_version',
  },
]

test.each(cases)('$layout: $query', async ({ layout, files, table, rows, query, adopted }) => {
  const paths = await pathsWith(files)
  const before = await readHistory(paths.migrations, { layout })
  const database = await scratch.database(
    ...before.migrations.map(({ up }) => up.text),
    table,
    rows((n) => before.migrations[n]?.checksum ?? ''),
  )
  const url = urlOf(database.address)
  expect(await consolidate({ history: paths.migrations, out: paths.consolidated, layout, scratch: url })).toMatchObject(
    {
      proved: true,
    },
  )
  await archive({ ...paths, layout })
  const after = await readHistory(paths.migrations, { layout })
  const sum = after.migrations.find(({ stays }) => stays !== true)?.checksum ?? ''
  const ask = (): Promise<object[]> => using(database, (db) => db.query(query))
  const old = await ask()

  const options = { db: url, env: {}, lockTimeout: '2s', scratch: url, layout, ...paths }
  const dry = await adopt({ ...options, dryRun: true })
  expect(dry).toMatchObject({ done: false, refusal: null, state: 'at-the-line', missing: [], unknown: [], newer: [] })
  expect(await ask()).toEqual(old)
  const done = await adopt(options)
  expect(done).toMatchObject({ done: adopted !== undefined, tracking: dry.tracking, refusal: null })
  expect(await ask()).toEqual(adopted?.(sum) ?? old)
  if (adopted === undefined) return
  expect(await adopt(options)).toMatchObject({ done: false, refusal: null, state: 'adopted' })
  expect(await undoAdopt(options)).toMatchObject({ done: true })
  expect(await ask()).toEqual(old)
})

const temporalStates = [
  { version: '0.0', state: 'fresh' },
  { version: '1.9', state: 'behind' },
  { version: '1.11', state: 'unknown-rows' },
  { version: '1.10.0', state: 'at-the-line' },
  { version: '2', state: 'past-the-line', newer: ['2'], built: 'ALTER TABLE a ADD later int;\n' },
]

test('temporal: the version in the row, with or without zeros at its end, says where the database is', async () => {
  const paths = await pathsWith(temporalFiles)
  const layout = 'temporal'
  const { migrations } = await readHistory(paths.migrations, { layout })
  const row = `insert into schema_version values (0, current_database(), now(), '', '1.0')`
  const database = await scratch.database(...migrations.map(({ up }) => up.text), temporalTables, row)
  const url = urlOf(database.address)
  await consolidate({ history: paths.migrations, out: paths.consolidated, layout, scratch: url })
  await writeFiles(paths.migrations, {
    'versioned/v2.0/manifest.json': manifest('2.0', 'later.sql'),
    'versioned/v2.0/later.sql': temporalStates.at(-1)?.built ?? '',
  })
  await archive({ ...paths, layout })
  for (const { version, state, newer = [], built = '' } of temporalStates) {
    await using(database, (db) => db.execute(`update schema_version set curr_version = '${version}'; ${built}`))
    const answer = await adopt({ db: url, env: {}, lockTimeout: '2s', scratch: url, layout, ...paths })
    const refusal = state.endsWith('-the-line') ? null : { code: state }
    expect(answer).toMatchObject({ state, newer, done: false, refusal })
  }
})

async function pathsWith(files: Readonly<Record<string, string>>) {
  const root = await folderWith(
    Object.fromEntries(Object.entries(files).map(([path, text]) => [`migrations/${path}`, text])),
  )
  return {
    migrations: join(root, 'migrations'),
    consolidated: join(root, 'consolidated'),
    archived: join(root, 'archived'),
  }
}
