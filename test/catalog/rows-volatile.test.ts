import { describe, expect, test } from 'vitest'
import { hashRows } from '../../src/catalog/row-hashes.ts'
import { readRows } from '../../src/catalog/rows.ts'
import { settleRows } from '../../src/catalog/settle-rows.ts'
import type { SettledRows } from '../../src/catalog/settle-rows.ts'
import { subtractRows } from '../../src/catalog/subtract-rows.ts'
import { renderInserts } from '../../src/render/rows.ts'
import { useScratch } from '../support/scratch.ts'
import { serverSpecs } from '../support/servers.ts'

describe.each(serverSpecs)('values that differ between two replays on %s', (spec) => {
  const scratch = useScratch(spec)

  async function settle(sql: string, again = sql): Promise<SettledRows & { insert: (table: string) => string }> {
    const [first, second] = [await scratch.connected(sql), await scratch.connected(again)]
    const settled = await settleRows(await readRows(first), await readRows(second), second)
    const insert = (name: string): string =>
      settled.tables
        .filter(({ table }) => table === name)
        .flatMap(renderInserts)
        .join('\n')
    return { ...settled, insert }
  }

  test('a value that a volatile default made is left to it, row by row', async () => {
    const { insert, defaulted, frozen, leftOut, findings } = await settle(`
      create table users (id int primary key, name text, created_at timestamptz default now());
      insert into users values (1, 'Ada', '2024-01-01 00:00:00+00'); insert into users (id, name) values (2, 'Bob'), (3, 'Eve')`)
    expect(insert('public.users')).toBe(
      [
        'INSERT INTO public.users (id, name, created_at) VALUES',
        `  (1, 'Ada', '2024-01-01 00:00:00+00'),`,
        `  (2, 'Bob', DEFAULT),`,
        `  (3, 'Eve', DEFAULT);`,
      ].join('\n'),
    )
    expect(defaulted).toMatchObject([{ table: 'public.users', column: 'created_at', rows: 2 }])
    expect(frozen).toEqual([])
    expect(leftOut).toEqual(new Map([['public.users', new Set(['created_at'])]]))
    expect(findings.map(({ code }) => code)).toEqual(['volatile-value-left-to-default'])
  })

  test('a random key that nothing refers to is left to its default, and rows keep the order of insertion', async () => {
    const { insert, stable } = await settle(`
      create table tags (id uuid primary key default gen_random_uuid(), name text);
      insert into tags (name) values ('z'), ('a'), ('m'), ('b'), ('k')`)
    expect(insert('public.tags')).toBe(
      `INSERT INTO public.tags (name) VALUES\n  ('z'),\n  ('a'),\n  ('m'),\n  ('b'),\n  ('k');`,
    )
    expect(stable[0]?.rows.map(({ cells }) => cells[1])).toEqual(['z', 'a', 'm', 'b', 'k'])
  })

  test('a random key that a foreign key refers to is frozen on both sides', async () => {
    const { tables, frozen, defaulted, leftOut, findings } = await settle(`
      create table users (id uuid primary key default gen_random_uuid(), name text);
      create table orders (id int generated always as identity primary key, user_id uuid references users);
      with ada as (insert into users (name) values ('Ada'), ('Bob') returning id) insert into orders (user_id) select id from ada`)
    const [orders, users] = tables
    expect(orders?.rows.map(({ cells }) => cells[1])).toEqual(
      users?.rows.toSorted((a, b) => a.position - b.position).map(({ cells }) => cells[0]),
    )
    expect(frozen.map(({ table, column, rows }) => [table, column, rows])).toEqual([
      ['public.orders', 'user_id', 2],
      ['public.users', 'id', 2],
    ])
    expect(frozen[1]?.reason).toBe('a foreign key binds it')
    expect(defaulted).toEqual([])
    expect(leftOut.size).toBe(0)
    expect(findings).toHaveLength(2)
  })

  test('a random key that stands in a text elsewhere is frozen too', async () => {
    const { frozen } = await settle(`
      create table users (id uuid primary key default gen_random_uuid(), name text);
      create table settings (name text, value jsonb);
      with u as (insert into users (name) values ('Ada') returning id) insert into settings select 'owner', jsonb_build_object('user', id) from u`)
    expect(frozen.map(({ table, column, reason }) => `${table}.${column}: ${reason}`)).toEqual([
      'public.settings.value: no default of the column makes it',
      'public.users.id: its value stands elsewhere as well',
    ])
  })

  test('a default that always gives the same did not make a volatile value', async () => {
    const { frozen, defaulted } = await settle(`
      create table t (id int, n float8 default 0, s text default 'x', broken int default 1 / 0);
      insert into t values (1, random(), 'x', (random() * 1e9)::int)`)
    expect(frozen.map(({ column }) => column)).toEqual(['n', 'broken'])
    expect(defaulted).toEqual([])
  })

  test('different numbers of rows, and a materialized view over the clock, are told', async () => {
    const sql = (rows: number): string => `
      create table t (a text); insert into t select 'x' from generate_series(1, ${rows});
      create materialized view m as select clock_timestamp() as at`
    const { frozen, leftOut, stable } = await settle(sql(3), sql(2))
    expect(frozen).toMatchObject([{ table: 'public.t', column: '*', rows: 3 }])
    expect(leftOut).toEqual(new Map([['public.m', new Set(['*'])]]))
    expect(stable).toEqual([])
  })

  test('what two replays agree in is not touched', async () => {
    const { frozen, defaulted, findings, tables, stable } =
      await settle(`create table t (a serial, b timestamptz default now());
      insert into t (b) values ('2020-01-01'), ('2020-01-02')`)
    expect([frozen, defaulted, findings]).toEqual([[], [], []])
    expect(tables).toEqual(stable)
  })

  test('rows up to defaults hash alike, and a generated column is not asked where its source was left out', async () => {
    const schema = `create table t (id int, at timestamp default clock_timestamp(),
      later timestamp generated always as (at + interval '1 day') stored)`
    const source = `${schema}; insert into t (id) values (1), (2)`
    const { leftOut, tables } = await settle(source)
    const [history, folded] = [
      await scratch.connected(source),
      await scratch.connected(schema, ...tables.flatMap(renderInserts)),
    ]
    const everything = (): boolean => true
    expect(await hashRows(folded, leftOut, everything)).toEqual(await hashRows(history, leftOut, everything))
  })

  test('rows that were there before are no part of what the history left', async () => {
    const prelude = `create table t (id int, name text); insert into t values (1, 'a'), (1, 'a'), (2, 'b'), (3, 'c')`
    const before = await readRows(await scratch.connected(prelude))
    const after = await readRows(
      await scratch.connected(
        prelude,
        `alter table t add column x int default 5; insert into t values (1, 'a'), (4, 'd'); delete from t where id = 3`,
      ),
    )
    const added = subtractRows(after.tables, before.tables)
    expect(added.tables[0]?.rows.map(({ cells }) => cells)).toEqual([
      ['1', 'a', '5'],
      ['4', 'd', '5'],
    ])
    expect(added.findings).toMatchObject([{ code: 'earlier-rows-changed', subject: 'public.t' }])
    expect(subtractRows(before.tables, before.tables)).toEqual({ tables: [], findings: [] })
  })
})
