import { describe, expect, test } from 'vitest'
import { rolesNamed } from '../../src/history/roles.ts'
import type { Database } from '../../src/server/database.ts'
import { replay } from '../../src/server/replay.ts'
import { serverSpecs } from '../support/servers.ts'
import { historyOf, readFixture, refusalOf, useScratch } from './replay-history.ts'

async function valuesOf(database: Database, sql: string): Promise<unknown[]> {
  return (await database.query(sql)).map((row) => Object.values(row)[0])
}

/** Counts what goes over the connection. */
function counted(database: Database) {
  const sent: string[] = []
  const execute = (sql: string): Promise<void> => {
    sent.push(sql)
    return database.execute(sql)
  }
  return { database: { ...database, execute }, sent }
}

describe.each(serverSpecs)('replay on %s', (spec) => {
  const { withDatabase, ensureRoles } = useScratch(spec)

  test('hasura: one transaction and one session a file, except where PostgreSQL refuses it', () =>
    withDatabase(async (database) => {
      const seen: string[] = []
      const history = await readFixture('hasura--one-database')
      const result = await replay(database, history, { onMigration: ({ id }, index) => seen.push(`${index} ${id}`) })
      expect(result.applied).toBe(4)
      expect(seen).toEqual(['0 1700000000000', '1 1700000100000', '2 1700000200000', '3 1700000300000'])
      expect(result.findings).toMatchObject([
        { code: 'ran-without-transaction', subject: expect.stringContaining('1700000200000_index_users/up.sql') },
      ])
      expect(await valuesOf(database, 'select full_name from public.users order by id')).toEqual(['Zoë', 'anonymous'])
      expect(await valuesOf(database, "select to_regclass('audit.entries') is not null")).toEqual([true])
      expect(await valuesOf(database, 'show search_path')).toEqual(['"$user", public'])
    }))

  test('hasura: a file that fails leaves nothing behind', () =>
    withDatabase(async (database) => {
      const history = historyOf('runner', 'create table a (id int)', 'create table b (id int);\n select missing;')
      const error = await refusalOf(replay(database, history))
      expect(error.location).toMatchObject({ file: '2.sql', line: 2, column: 9 })
      await database.execute('ROLLBACK')
      expect(await valuesOf(database, "select relname from pg_class where relname in ('a', 'b')")).toEqual(['a'])
    }))

  test('hasura: a constraint that fails at COMMIT', () =>
    withDatabase(async (database) => {
      const error = await refusalOf(
        replay(
          database,
          historyOf(
            'runner',
            'create table a (id int unique deferrable initially deferred);\ninsert into a values (1), (1);\n',
          ),
        ),
      )
      expect(error).toMatchObject({ code: 'statement-failed', location: { line: 2 } })
      expect(error.message).toMatch(/^ERROR 23505: /u)
    }))

  test('numbered: BEGIN and COMMIT of its own, everything else by itself', () =>
    withDatabase(async (database) => {
      const result = await replay(database, await readFixture('numbered--rollbacks'))
      expect(result).toMatchObject({ applied: 2, findings: [] })
      expect(await valuesOf(database, 'select mood from tenants')).toEqual(['busy'])
      expect(
        await valuesOf(database, "select indisvalid from pg_index where indexrelid = 'tenants_name'::regclass"),
      ).toEqual([true])
    }))

  test('numbered: a script that needs a transaction and opens none', () =>
    withDatabase(async (database) => {
      const result = await replay(database, await readFixture('numbered--lock'))
      expect(result.findings).toMatchObject([{ code: 'ran-in-transaction' }])
      expect(
        await valuesOf(database, "select attname from pg_attribute where attrelid = 'a'::regclass and attnum > 0"),
      ).toEqual(['id', 'b'])
    }))

  test('numbered: a transaction left open', () =>
    withDatabase(async (database) => {
      const error = await refusalOf(replay(database, await readFixture('numbered--open-transaction')))
      expect(error).toMatchObject({
        code: 'transaction-left-open',
        location: { line: 5, column: 3, text: '  BEGIN;' },
        hint: 'Put COMMIT at its end.',
      })
    }))

  test('AND CHAIN leaves one open as well', () =>
    withDatabase(async (database) => {
      const history = historyOf('script', 'begin;\nselect 1;\ncommit and chain;')
      expect(await refusalOf(replay(database, history))).toMatchObject({
        code: 'transaction-left-open',
        location: { line: 3 },
      })
    }))

  test('a failing statement: place, caret line, what was applied', () =>
    withDatabase(async (database) => {
      const error = await refusalOf(replay(database, await readFixture('numbered--failing')))
      expect(error).toMatchObject({
        code: 'statement-failed',
        message: 'ERROR 42703: column "missing" does not exist',
        exitCode: 2,
        location: { line: 5, column: 28, text: "INSERT INTO b SELECT 'ü😀', missing FROM a;" },
        details: ['applied before: 001_a'],
      })
      expect(error.location?.file).toMatch(/numbered--failing\/002_b\.sql$/u)
    }))

  test('an error inside a transaction that takes several round trips is found where it is', () =>
    withDatabase(async (database) => {
      const sql =
        'begin;\ncreate table a (id int);\ncopy a from stdin;\n1\n\\.\ncreate table b (id int);\ncreate table c (id nothing);\ncommit;'
      const error = await refusalOf(replay(database, historyOf('script', sql)))
      expect(error).toMatchObject({
        message: 'ERROR 42704: type "nothing" does not exist',
        location: { line: 7, column: 20 },
      })
    }))

  test('an error at run time has the place of its statement and the context of the server', () =>
    withDatabase(async (database) => {
      const sql = 'create table a (id int not null);\n\ndo $$ begin insert into a values (null); end $$;'
      const error = await refusalOf(replay(database, historyOf('runner', sql)))
      expect(error.location).toMatchObject({ line: 3, column: 1 })
      expect(error.details).toEqual([
        expect.stringMatching(/^DETAIL: Failing row/u),
        expect.stringMatching(/^CONTEXT: SQL statement/u),
        'applied before: no migration',
      ])
    }))

  test('CRLF files keep their places', () =>
    withDatabase(async (database) => {
      const error = await refusalOf(replay(database, await readFixture('numbered--crlf')))
      expect(error.location).toMatchObject({ line: 3, column: 22, text: '  CREATE TABLE c (id missing);' })
    }))

  test('pg_dump output with COPY data', () =>
    withDatabase(async (database) => {
      await replay(database, await readFixture('plain--pg-dump/dump.sql'))
      expect(await valuesOf(database, 'select name from public.cities order by id')).toEqual([
        'Zürich; \\restrict is data',
        null,
        "'quoted",
      ])
    }))

  test.each([
    ['each', 'public', '4MB'],
    ['one', 's', '1MB'],
    ['one-reset', 'public', '4MB'],
    ['one-path', 'public', '1MB'],
  ] as const)('what a migration sets, to the next one of a session of the rule %s', (session, schema, memory) =>
    withDatabase(async (database) => {
      const { migrations } = historyOf(
        'runner',
        "create schema s; set search_path to s; set work_mem to '1MB'",
        "create table t as select current_setting('work_mem') as memory",
      )
      await replay(database, { migrations, session })
      expect(await valuesOf(database, `select memory from ${schema}.t`)).toEqual([memory])
      expect(await valuesOf(database, 'show search_path')).toEqual(['"$user", public'])
      expect(await valuesOf(database, 'show work_mem')).toEqual(['4MB'])
    }),
  )

  test('a runner that puts back the role and the search_path, and nothing else', () =>
    withDatabase(async (database) => {
      await ensureRoles(['pgfold_test_reader'])
      const change = "SET work_mem = '1MB'; SET search_path = pg_catalog; SET ROLE pgfold_test_reader;"
      const look = 'CREATE TABLE seen AS SELECT current_user = session_user AS own, current_setting($$work_mem$$);'
      await replay(database, { ...historyOf('runner', change, look), session: 'one-restored' })
      expect(await database.query('select * from public.seen')).toEqual([{ own: true, current_setting: '1MB' }])
      expect(await valuesOf(database, 'show work_mem')).not.toEqual(['1MB'])
    }))

  test('a runner that puts public before whatever search_path it finds', () =>
    withDatabase(async (database) => {
      const hide = "SELECT set_config('search_path', '', false);"
      const other = 'CREATE TABLE a (id int); CREATE SCHEMA other; SET search_path = other;'
      await replay(database, { ...historyOf('runner', hide, other, 'CREATE TABLE b ();'), session: 'one-public' })
      const places = "select to_regclass('public.a') is not null and to_regclass('public.b') is not null"
      expect(await valuesOf(database, places)).toEqual([true])
      expect(await valuesOf(database, 'show search_path')).toEqual(['"$user", public'])
    }))

  test('a session setting that has to come first in its transaction', () =>
    withDatabase(async (database) => {
      const sql = 'begin; set transaction isolation level serializable; create table a (id int); commit;'
      const mark = (): string => "SET pgfold.at = 'x'"
      expect(await replay(database, historyOf('script', sql), { mark })).toMatchObject({ applied: 1 })
      expect(await replay(database, historyOf('runner', sql.replace(' a ', ' b ')), { mark })).toMatchObject({
        applied: 1,
      })
    }))

  test('a row of COPY data that the server refuses', () =>
    withDatabase(async (database) => {
      const error = await refusalOf(replay(database, await readFixture('plain--bad-rows/dump.sql')))
      expect(error).toMatchObject({ code: 'statement-failed', location: { line: 5, column: 1, text: 'three' } })
    }))

  test('foreign dialects that only the server notices', () =>
    withDatabase(async (database) => {
      const error = await refusalOf(replay(database, await readFixture('numbered--sqlite-type')))
      expect(error).toMatchObject({ location: { line: 3, column: 6 }, hint: expect.stringContaining('timestamptz') })
    }))

  test('what is granted on the database of the history is granted on the scratch database', () =>
    withDatabase(async (database) => {
      await replay(database, historyOf('runner', 'revoke temporary on database app from public'))
      const can = "select has_database_privilege('public', current_database(), 'TEMPORARY') as can"
      expect(await database.query(can)).toEqual([{ can: false }])
    }))

  test.each([
    ['select uuid_generate_v4()', /uuid-ossp/u],
    ["select gen_salt('bf')", /pgcrypto/u],
    ['create table auth.users (id int)', /--prelude/u],
    ['grant select on pg_class to pgfold_nobody', /Create the role pgfold_nobody/u],
    ['create extension pgfold_none', /--scratch installed/u],
    ['create table t (at public.geography)', /extension postgis/u],
    ['do $$ begin raise disk_full; end $$', /disk .* is full/u],
    [
      'set role pg_monitor; create table public.t (id int)',
      /^The role pg_monitor may not do this, which 1\.sql:1 has/u,
    ],
    ['set local role pg_monitor; create table public.t (id int)', /^The role pg_monitor may not do this/u],
    ['do $$ begin raise insufficient_privilege; end $$', /scratch role may not do this/u],
    ['set role pg_monitor; reset role; do $$ begin raise insufficient_privilege; end $$', /scratch role may not/u],
    ['select ifnull(1, 2)', /coalesce/u],
    ['create table nowhere.t (id int)', /the schema nowhere.*--prelude.*--run.*--from/u],
    ['alter table nowhere add id int', /--prelude.*--run.*--from/u],
    ['grant connect on database pgfold_none, pgfold_other to public', /current_database/u],
    ['set pgfold_none to 1', /does not know the setting pgfold_none/u],
    ['create table t (id int) tablespace pgfold_none', /Tablespaces belong to a server/u],
    ["do $$ begin raise 'no tenants'; end $$", /stops itself.*--run/u],
    ['create table t (id int); create table t (id int)', /made it already/u],
    ["set local search_path to ''; create table t (id int)", /search_path names no schema/u],
    ["select strftime('%s', 'now')", /to_char/u],
  ])('a hint for %s', (sql, hint) =>
    withDatabase(async (database) => {
      expect((await refusalOf(replay(database, historyOf('runner', sql)))).hint).toMatch(hint)
    }),
  )

  test.each([
    ['create database other', 'CREATE DATABASE'],
    ['drop database if exists other', 'DROP DATABASE'],
    ["alter system set work_mem = '1MB'", 'ALTER SYSTEM'],
    ["create tablespace fast location '/tmp'", 'CREATE TABLESPACE'],
    ['drop tablespace fast', 'DROP TABLESPACE'],
  ])('%s is refused before its migration runs', (sql, name) =>
    withDatabase(async (database) => {
      const history = historyOf('script', 'create table a (id int)', `create table b (id int);\n  ${sql};`)
      const error = await refusalOf(replay(database, history))
      expect(error).toMatchObject({ code: 'server-statement', exitCode: 1, message: expect.stringMatching(`^${name}`) })
      expect(error.location).toMatchObject({ file: '2.sql', line: 2, column: 3 })
      expect(await valuesOf(database, "select to_regclass('b')")).toEqual([null])
    }),
  )

  test('the role that an earlier migration has left the session in is named', () =>
    withDatabase(async (database) => {
      const { migrations } = historyOf('runner', 'set role pg_monitor', 'create table public.t (id int)')
      const error = await refusalOf(replay(database, { migrations, session: 'one' }))
      expect(error.hint).toMatch(/^The role pg_monitor may not do this, which an earlier migration has/u)
    }))

  test('what a later migration makes is named, with its place', () =>
    withDatabase(async (database) => {
      const use = 'create table pet (owner int references person)'
      const later = 'create table other (id int);\ncreate table person (id int primary key);'
      const error = await refusalOf(replay(database, historyOf('runner', use, 'select 1', later)))
      expect(error).toMatchObject({ code: 'statement-failed', location: { file: '1.sql', line: 1 } })
      expect(error.hint).toMatch(/^person is made by 3 \(3\.sql:2\), which runs later: .* \(--run\).* \(--from\)\.$/u)
    }))

  test('a table that the runner makes for itself is named as such', () =>
    withDatabase(async (database) => {
      const history = historyOf('runner', 'delete from public.applied')
      const trackingTables = [{ schema: 'public', name: 'applied' }]
      const error = await refusalOf(replay(database, { ...history, trackingTables }))
      expect(error.hint).toMatch(/^applied is the runner's own, made before its first migration: .* --prelude\. /u)
    }))

  test('what another schema has is named, where an earlier migration set the search_path of the session', () =>
    withDatabase(async (database) => {
      const scripts = ['create table person (id int)', 'create schema app; set search_path to app', 'drop table person']
      const { migrations } = historyOf('runner', ...scripts)
      const error = await refusalOf(replay(database, { migrations, session: 'one' }))
      expect(error).toMatchObject({ location: { file: '3.sql' }, details: ['applied before: 1, 2'] })
      expect(error.hint).toMatch(/^There is public\.person, but the search_path is app here/u)
    }))

  test('a hint for an enum value that is used in the transaction that adds it', () =>
    withDatabase(async (database) => {
      const use = "alter type e add value 'b';\ncreate table t (e e default 'b');"
      const error = await refusalOf(replay(database, historyOf('runner', "create type e as enum ('a')", use)))
      expect(error).toMatchObject({
        location: { file: '2.sql', line: 2 },
        hint: expect.stringContaining('later migration'),
      })
    }))

  test('roles that the history names can be there before, those it creates may be there already', async () => {
    const history = await readFixture('numbered--roles')
    await ensureRoles(await rolesNamed(history))
    const first = await withDatabase((database) => replay(database, history))
    const second = await withDatabase((database) => replay(database, history))
    expect(first).toMatchObject({ createdRoles: ['pgfold_test_made'], findings: [] })
    expect(second).toMatchObject({ createdRoles: [], findings: [{ code: 'role-exists', subject: 'pgfold_test_made' }] })
  })

  test('what works only statement by statement works', () =>
    withDatabase(async (database) => {
      const sql = `create type e as enum ('a');
        alter type e add value 'b';
        create table t (e e not null default 'b', at timestamptz not null default now());
        insert into t default values;
        create procedure p() language plpgsql as $$ begin insert into t default values; commit; end $$;
        call p();
        begin; insert into t default values; rollback and no chain;
        begin; savepoint s; insert into t default values; rollback to s; commit;
        set local statement_timeout to 1;`
      await replay(database, historyOf('script', sql))
      expect(await valuesOf(database, 'select count(*)::int from t')).toEqual([2])
    }))

  test('a long history takes two round trips a migration', () =>
    withDatabase(async (database) => {
      const { database: counting, sent } = counted(database)
      const scripts = Array.from(
        { length: 200 },
        (_, index) => `create table t${index} (id int); comment on table t${index} is 'x';`,
      )
      await replay(counting, historyOf('runner', ...scripts))
      expect(sent).toHaveLength(400)
      sent.length = 0
      await replay(
        counting,
        historyOf('script', ...scripts.map((sql) => sql.replaceAll('t', 'x_t').replaceAll(/x_t(?!\d)/gu, 't'))),
      )
      expect(sent).toHaveLength(400)
    }))
})
