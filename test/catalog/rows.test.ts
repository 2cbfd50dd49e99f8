import { describe, expect, test } from 'vitest'
import { hashRows } from '../../src/catalog/row-hashes.ts'
import { readRows } from '../../src/catalog/rows.ts'
import type { ReferenceRows } from '../../src/model/rows.ts'
import { renderCopy } from '../../src/render/copy-rows.ts'
import { renderInserts, renderSequencePosition } from '../../src/render/rows.ts'
import type { Database } from '../../src/server/database.ts'
import { useScratch } from '../support/scratch.ts'
import { serverSpecs } from '../support/servers.ts'
import { everyTypeRows, everyTypeSchema } from './every-type.ts'

const otherSettings = `set datestyle = 'SQL, DMY'; set intervalstyle = 'sql_standard'; set timezone = 'America/New_York';
  set extra_float_digits = -10; set bytea_output = 'escape'`

async function insertAll(db: Database, { tables, sequences }: ReferenceRows): Promise<void> {
  for (const table of tables) for (const statement of renderInserts(table)) await db.execute(statement)
  for (const position of sequences) if (position.moved) await db.execute(renderSequencePosition(position))
}

/** As psql runs it: the statement, then the lines up to the final `\.`. */
async function copyAll(db: Database, { tables }: ReferenceRows): Promise<number> {
  let copied = 0
  for (const table of tables) {
    const block = renderCopy(table)
    if (block === undefined) {
      for (const statement of renderInserts(table)) await db.execute(statement)
      continue
    }
    const [statement = '', ...lines] = block.split('\n')
    await db.copyIn(statement.replace(/;$/u, ''), `${lines.slice(0, -1).join('\n')}\n`)
    copied += 1
  }
  return copied
}

const everything = (): boolean => true

describe.each(serverSpecs)('reference rows on %s', (spec) => {
  const scratch = useScratch(spec)

  test('every type comes back exactly, by INSERT and by COPY, whatever the settings of either session', async () => {
    const source = await scratch.connected(everyTypeSchema, everyTypeRows)
    await source.execute(otherSettings)
    const rows = await readRows(source)
    const inserted = await scratch.connected(everyTypeSchema)
    await inserted.execute(otherSettings)
    await insertAll(inserted, rows)
    const copied = await scratch.connected(everyTypeSchema)
    expect(await copyAll(copied, rows)).toBe(7) // not the table without columns, nor the one with money
    const expected = await hashRows(source, new Map(), everything)
    expect(expected).toHaveLength(10)
    for (const db of [inserted, copied]) {
      await db.execute('refresh materialized view mv')
      expect(await hashRows(db, new Map(), everything)).toEqual(expected)
      expect((await readRows(db)).tables.map(({ rows }) => rows.map((row) => row.cells))).toEqual(
        rows.tables.map(({ rows }) => rows.map((row) => row.cells)),
      )
    }
    expect((await readRows(inserted)).sequences).toEqual(rows.sequences)
  })

  test('rows come in the order of their key, with the place where they were inserted', async () => {
    const db = await scratch.connected(
      `create table t (b text, a int, primary key (a, b)); insert into t values ('z', 2), ('b', 1), ('B', 1)`,
    )
    const [table] = (await readRows(db)).tables
    expect(table?.rows).toEqual([
      { position: 3, cells: ['B', '1'] },
      { position: 2, cells: ['b', '1'] },
      { position: 1, cells: ['z', '2'] },
    ])
  })

  test('a sequence is moved when it was called, or set to another start', async () => {
    const db = await scratch.connected(
      `create sequence untouched start 7; create sequence called; create sequence reset; create sequence "restarted S";
       alter sequence "restarted S" restart 12; create table t (id int generated always as identity);
       insert into t default values; insert into t default values; delete from t`,
      `select nextval('called'), nextval('reset'), setval('reset', 1, false)`,
    )
    expect((await readRows(db)).sequences).toEqual([
      { sequence: 'public.called', lastValue: '1', isCalled: true, moved: true },
      { sequence: 'public.reset', lastValue: '1', isCalled: false, moved: false },
      { sequence: 'public."restarted S"', lastValue: '12', isCalled: false, moved: true },
      { sequence: 'public.t_id_seq', lastValue: '2', isCalled: true, moved: true },
      { sequence: 'public.untouched', lastValue: '7', isCalled: false, moved: false },
    ])
  })

  test('an empty database, a table emptied again, and what the filter leaves out give nothing', async () => {
    const db = await scratch.connected(
      `create table emptied (a int); insert into emptied values (1); delete from emptied;
       create table left_out (a serial); insert into left_out values (1); create view v as select 1`,
    )
    expect((await readRows(db, ({ name }) => !name.startsWith('left_out'))).tables).toEqual([])
    expect((await readRows(db, ({ kind }) => kind !== 'table')).sequences).toHaveLength(1)
    expect(await readRows(await scratch.connected())).toEqual({ tables: [], materializedViews: {}, sequences: [] })
  })

  test('the number of queries does not depend on the number of tables', async () => {
    const count = async (tables: number): Promise<number> => {
      const db = await scratch.connected(
        `do $$ begin for i in 1..${tables} loop
           execute format('create table t%s (id serial primary key, v text)', i);
           execute format('insert into t%s (v) values (%L)', i, i);
         end loop; end $$`,
      )
      let trips = 0
      const counting = <Answer>(answer: Answer): Answer => {
        trips += 1
        return answer
      }
      const counted = {
        serverVersion: db.serverVersion,
        query: <Row extends object>(sql: string, values?: readonly unknown[]) => counting(db.query<Row>(sql, values)),
        queries: (sql: readonly string[]) => counting(db.queries(sql)),
      }
      expect((await readRows(counted)).tables).toHaveLength(tables)
      return trips
    }
    expect(await count(150)).toBe(await count(2))
  })

  test('a policy that would hide rows is an error, not a missing row', async () => {
    const db = await scratch.connected(
      `create table t (a int); insert into t values (1); alter table t enable row level security, force row level security`,
    )
    await scratch.server().ensureRoles(['pgfold_rows_reader'])
    await db.execute('grant select on t to pgfold_rows_reader; set role pgfold_rows_reader')
    await expect(readRows(db)).rejects.toThrow('row-level security')
  })
})
