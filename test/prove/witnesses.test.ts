// Each witness is lied to: two databases that differ in one thing, which it must see.
import { describe, expect, test } from 'vitest'
import { catalogWitness } from '../../src/prove/catalog-witness.ts'
import { dumpWitness } from '../../src/prove/dump-witness.ts'
import { rowsWitness } from '../../src/prove/rows-witness.ts'
import { structureWitness } from '../../src/prove/structure-witness.ts'
import { createSubject, openWorkshop } from '../../src/prove/subjects.ts'
import type { Court, Observation } from '../../src/prove/witness.ts'
import type { ScratchServer } from '../../src/server/database.ts'
import { useScratch } from '../support/scratch.ts'
import { serverSpecs } from '../support/servers.ts'
import { schemaUp } from './fixtures.ts'

describe.each(serverSpecs)('the witnesses on %s', (spec) => {
  const scratch = useScratch(spec)
  const roles = ['pgfold_witness_a', 'pgfold_witness_b']

  /** Asks all witnesses, or the named ones only. */
  async function ask(
    left: string,
    right: string,
    { only, ...rest }: Partial<Court> & { only?: string } = {},
  ): Promise<Record<string, Observation>> {
    const workshop = openWorkshop(scratch.server())
    await scratch.server().ensureRoles(roles)
    const court: Court = {
      scratch: workshop.scratch,
      ask: workshop.ask,
      includes: () => true,
      leftOut: new Map(),
      secrets: new Set(),
      ...rest,
    }
    const subjects = await Promise.all(
      [left, right].map(async (sql) => createSubject('one', (await scratch.database(schemaUp, sql)).address, court)),
    )
    const [one, other] = subjects
    if (!one || !other) throw new Error('two databases were made')
    const witnesses = [catalogWitness(court), rowsWitness(court), dumpWitness(court), structureWitness(court)].filter(
      ({ name }) => only === undefined || name === only,
    )
    const seen = await Promise.all(
      witnesses.map(async (witness) => [witness.name, await witness.compare(one, other)] as const),
    )
    await workshop.dropAll()
    return Object.fromEntries(seen)
  }

  const agree: Observation = { verdict: 'agree' }
  const all = { catalog: agree, rows: agree, pg_dump: agree, 'pg-structure': agree }
  const disagree = (detail: string): unknown => ({ verdict: 'disagree', detail: expect.stringContaining(detail) })

  test('all agree on two databases that were built alike', async () => {
    expect(await ask('', '')).toEqual(all)
  })

  test('only the catalog witness sees that foreign keys are no longer checked', async () => {
    expect(await ask('', 'alter table orders disable trigger all; alter table orders enable trigger user')).toEqual({
      ...all,
      catalog: disagree('changed'),
    })
  })

  test('only the rows witness sees another value, a lost row and a moved sequence', async () => {
    const update = `update orders set note = 'x'`
    expect(await ask('', update)).toEqual({ ...all, rows: disagree('public.orders: 1 row,') })
    expect(await ask('', 'delete from orders', { only: 'rows' })).toEqual({ rows: disagree('- public.orders: 1 row,') })
    expect(await ask('', `select nextval('orders_id_seq')`, { only: 'rows' })).toEqual({
      rows: disagree('+ sequence public.orders_id_seq: 2, called'),
    })
  })

  test('the rows witness looks into materialized views, and away from what is left to its default', async () => {
    const view = 'create materialized view counted as select count(*) from orders'
    const only = 'rows'
    const undone = `insert into orders default values; delete from orders where user_id is null; select setval('orders_id_seq', 1)`
    expect(await ask(view, `${view}; ${undone}`, { only })).toEqual({ rows: agree })
    expect(await ask(view, `${view} with no data`, { only })).toEqual({ rows: disagree('- public.counted: 1 row,') })
    const leftOut = new Map([['public.users', new Set(['created_at'])]])
    const later = `update users set created_at = now()`
    expect(await ask('', later, { leftOut, only })).toEqual({ rows: agree })
    expect(await ask('', `${later}, name = 'Bob'`, { leftOut, only })).toEqual({ rows: disagree('public.users') })
  })

  test('pg_dump sees an object of a kind that pg-structure does not know', async () => {
    expect(await ask('', `create text search configuration plain (copy = simple)`)).toEqual({
      ...all,
      catalog: disagree('extra text-search-configuration public.plain'),
      pg_dump: disagree('+ CREATE TEXT SEARCH CONFIGURATION public.plain'),
    })
  })

  test('pg-structure sees a column of another type', async () => {
    expect(
      await ask('create table s (a varchar(8))', 'create table s (a varchar(9))', { only: 'pg-structure' }),
    ).toMatchObject({
      'pg-structure': disagree('tables s columns 1 a length: 9'),
    })
  })

  test('the catalog witness is strict: a comment, a name, the order of columns count', async () => {
    const only = 'catalog'
    const seen = [
      await ask('', `comment on table users is 'People'`, { only }),
      await ask('', 'alter index orders_open rename to orders_o', { only }),
      await ask('create table pair (a int, b int)', 'create table pair (b int, a int)', { only }),
    ]
    expect(seen).toEqual([
      { catalog: disagree('comment') },
      { catalog: disagree('orders_o') },
      { catalog: disagree('pair') },
    ])
  })

  test('pg_dump finds no difference in the order of grants, of storage options and of settings', async () => {
    const table = 'create table t (a int) with'
    const body = `create function f() returns int language sql as 'select 1'`
    expect(
      await ask(
        `${table} (fillfactor = 70, autovacuum_enabled = off); ${body} set work_mem = '4MB' set search_path = public;
         grant select on t to pgfold_witness_b; grant update, select on t to pgfold_witness_a`,
        `${table} (autovacuum_enabled = off, fillfactor = 70); ${body} set search_path = public set work_mem = '4MB';
         grant select, update on t to pgfold_witness_a; grant select on t to pgfold_witness_b`,
      ),
    ).toEqual(all)
    expect(
      await ask('grant select on users to pgfold_witness_a', 'grant select on users to pgfold_witness_b', {
        only: 'pg_dump',
      }),
    ).toMatchObject({ pg_dump: disagree('+ GRANT SELECT ON TABLE public.users TO pgfold_witness_b') })
    expect(await ask(`${table} (fillfactor = 70)`, `${table} (fillfactor = 71)`)).toMatchObject({
      pg_dump: disagree("fillfactor='71'"),
    })
  })

  test('what prints alike is not restored to print alike again', async () => {
    const made: string[] = []
    const server = scratch.server()
    const counting: ScratchServer = {
      ...server,
      createDatabase: async () => {
        made.push('database')
        return server.createDatabase()
      },
    }
    expect(await ask('', '', { scratch: counting })).toEqual(all)
    expect(made).toEqual([])
  })

  test('pg_dump looks behind one dump and restore: an expression may be written in two ways', async () => {
    const check = (text: string): string => `create table c (s varchar(9), constraint c_check check (${text}))`
    expect(
      await ask(
        check(`s in ('a', 'b')`),
        check(`(s)::text = any ((array['a'::character varying, 'b'::character varying])::text[])`),
      ),
    ).toMatchObject({
      pg_dump: agree,
      'pg-structure': agree,
    })
  })

  test('where only some schemas were folded, those who look at whole databases say nothing', async () => {
    const seen = await ask('create schema other; create table other.t (a int)', 'create schema other', {
      schemas: ['public'],
    })
    expect(seen).toMatchObject({
      catalog: agree,
      pg_dump: { verdict: 'unavailable' },
      'pg-structure': { verdict: 'unavailable' },
    })
  })
})
