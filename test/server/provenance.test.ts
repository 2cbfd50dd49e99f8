import { describe, expect, test } from 'vitest'
import type { Database } from '../../src/server/database.ts'
import { finishProvenance, provenanceMark, startProvenance } from '../../src/server/provenance.ts'
import { replay } from '../../src/server/replay.ts'
import { serverSpecs } from '../support/servers.ts'
import { historyOf, readFixture, useScratch } from './replay-history.ts'

/** `1:2` for the second line of the first migration, by the server's own name of each object. */
async function originsOf(database: Database, history: Parameters<typeof replay>[1]): Promise<Map<string, string>> {
  expect(await startProvenance(database)).toEqual([])
  await replay(database, history, { mark: provenanceMark })
  const origins = new Map<string, string>()
  for (const { catalog, oid, subid, created, changed } of await finishProvenance(database)) {
    const [named] = await database.query<{ name: string | null }>(
      'select (pg_catalog.pg_identify_object($1::regclass, $2::oid, $3::int)).identity as name',
      [`pg_catalog.${catalog}`, oid, subid],
    )
    const at = [created, changed].map((origin) => (origin ? `${origin.migration}:${origin.line}` : '-'))
    if (named?.name) origins.set(`${catalog} ${named.name}`, at.join(' '))
  }
  return origins
}

const traces = `
  select nspname as name from pg_namespace where nspname ~ 'pgfold'
  union all select evtname from pg_event_trigger where evtname ~ 'pgfold'
  union all select relname from pg_class where relname ~ 'pgfold'
  union all select proname from pg_proc where pronamespace::regnamespace::text ~ 'pgfold'`

describe.each(serverSpecs)('provenance on %s', (spec) => {
  const { withDatabase, ensureRoles } = useScratch(spec)

  test('who created and who last changed', () =>
    withDatabase(async (database) => {
      const origins = await originsOf(
        database,
        historyOf(
          'runner',
          "create table a (id serial primary key, name text default 'x');\ncreate view v as select 1 as one;\ncreate type e as enum ('a');",
          'alter table a add column more int check (more > 0);\nalter table a rename to b;\ncreate index on b (name);',
          'create or replace view v as select 1 as one, 2 as two;\n\ncomment on table b is $$x$$;\ncreate domain d as int check (value > 0);',
        ),
      )
      expect(Object.fromEntries(origins)).toMatchObject({
        'pg_class public.b': '1:1 2:2',
        'pg_class public.a_id_seq': '1:1 -',
        'pg_class public.a_pkey': '1:1 -',
        'pg_class public.b_name_idx': '2:3 -',
        'pg_class public.b.name': '1:1 -',
        'pg_class public.b.more': '2:1 -',
        'pg_class public.v': '1:2 3:1',
        'pg_constraint a_more_check on public.b': '2:1 -',
        'pg_type public.e': '1:3 -',
        'pg_type public.d': '3:4 -',
        'pg_constraint d_check on public.d': '3:4 -',
      })
      expect(await database.query(traces)).toEqual([])
    }))

  test('the indexes of partitions came with the index or with the partition, whichever was later', () =>
    withDatabase(async (database) => {
      const origins = await originsOf(
        database,
        historyOf(
          'runner',
          'create table t (id int, n int) partition by list (id);\ncreate table t1 partition of t for values in (1);',
          'create index i on t (n);',
          'create table t2 partition of t for values in (2);\ncomment on table t1 is $$x$$;',
          'alter table t1 set (fillfactor = 70);\nalter table t2 set (fillfactor = 70);',
        ),
      )
      expect(Object.fromEntries(origins)).toMatchObject({
        'pg_class public.i': '2:1 -',
        'pg_class public.t1_n_idx': '2:1 -',
        'pg_class public.t2_n_idx': '3:1 -',
      })
    }))

  test('what was there before was changed, but not created', () =>
    withDatabase(async (database) => {
      await database.execute('create table t (id int primary key check (id > 0), old text)')
      const history = historyOf(
        'runner',
        '\nalter table t add more int default 1 check (more > 0);\nalter table t rename old to text;',
      )
      const origins = await originsOf(database, history)
      expect(Object.fromEntries(origins)).toEqual({
        'pg_class public.t': '- 1:2',
        'pg_class public.t.text': '- 1:3',
        'pg_class public.t.more': '1:2 -',
        'pg_attrdef for public.t.more': '1:2 -',
        'pg_constraint t_more_check on public.t': '1:2 -',
      })
    }))

  test('a transaction that is rolled back leaves no record, DDL inside DO is recorded', () =>
    withDatabase(async (database) => {
      const origins = await originsOf(
        database,
        historyOf(
          'script',
          "begin;\ncreate table gone (id int);\nrollback;\n\ndo $$ begin\n execute 'create table made (id int)'; end $$;\ncreate index concurrently i on made (id);\ncreate temp table t (id int);",
        ),
      )
      expect(origins.get('pg_class public.made')).toBe('1:5 -')
      expect(origins.get('pg_class public.i')).toBe('1:7 -')
      expect([...origins.keys()].filter((name) => /gone|temp/u.test(name))).toEqual([])
    }))

  test('roles, search_path, replication role and event triggers of the history do not disturb it', () =>
    withDatabase(async (database) => {
      await ensureRoles(['pgfold_test_reader'])
      await database.execute('create schema reading authorization pgfold_test_reader')
      const origins = await originsOf(database, await readFixture('hasura--runner-objects'))
      expect(Object.fromEntries(origins)).toMatchObject({
        'pg_class public.kept': '1700000000000_events:9 1700000100000_as_role:3',
        'pg_class public.kept.more': '1700000100000_as_role:3 -',
        'pg_class reading.mine': '1700000100000_as_role:7 -',
      })
      expect(await database.query('select name from public.dropped order by name')).toEqual([
        { name: 'public.temporary' },
        { name: 'public.temporary' },
        { name: 'public.temporary[]' },
      ])
      expect(await database.query("select evtenabled from pg_event_trigger where evtname = 'log_drop'")).toEqual([
        { evtenabled: 'A' },
      ])
      expect(await database.query(traces)).toEqual([])
    }))

  test('event triggers that were there before do not see it come and go', () =>
    withDatabase(async (database) => {
      const events = await readFixture('hasura--runner-objects', { to: '1700000000000' })
      await replay(database, events)
      const watch = `create function log_end() returns event_trigger language plpgsql as $$ begin
          insert into public.dropped select object_identity from pg_event_trigger_ddl_commands(); end $$;
        create event trigger log_end on ddl_command_end execute function log_end();
        create event trigger log_replica on ddl_command_end execute function log_end();
        alter event trigger log_replica enable replica;`
      await replay(database, historyOf('runner', watch))
      await originsOf(database, historyOf('runner', 'create table seen (id int)'))
      expect(await database.query('select name from public.dropped')).toEqual([{ name: 'public.seen' }])
      expect(
        await database.query('select evtname as name, evtenabled as enabled from pg_event_trigger order by evtname'),
      ).toEqual([
        { name: 'log_drop', enabled: 'A' },
        { name: 'log_end', enabled: 'O' },
        { name: 'log_replica', enabled: 'R' },
      ])
    }))

  test('a history that drops every schema it finds', () =>
    withDatabase(async (database) => {
      const sql = `do $$ declare s record; begin
        for s in select nspname from pg_namespace where nspname !~ '^pg_(catalog|toast|temp)' and nspname <> 'information_schema' loop
          execute format('drop schema %I cascade', s.nspname);
        end loop; end $$; create schema public; create table t (id int);`
      await originsOf(database, historyOf('runner', sql))
      expect(await database.query(traces)).toEqual([])
      expect(await database.query("select to_regclass('public.t') is not null as there")).toEqual([{ there: true }])
    }))

  test('without a superuser nothing is recorded, and a finding says so', () =>
    withDatabase(async (database) => {
      await ensureRoles(['pgfold_test_plain'])
      await database.execute('create schema own authorization pgfold_test_plain; set role pgfold_test_plain')
      expect(await startProvenance(database)).toMatchObject([{ code: 'no-provenance', severity: 'info' }])
      await replay(database, historyOf('runner', 'create table own.t (id int)'), { mark: provenanceMark })
      expect(await finishProvenance(database)).toEqual([])
    }))
})
