// A type and the functions that need it go by DROP TYPE … CASCADE, which takes nothing else along: what was made
// meanwhile stops it, whatever it hangs on.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readCatalog } from '../../src/catalog/read-catalog.ts'
import { dropSteps } from '../../src/render/steps.ts'
import type { ScratchServer } from '../../src/server/database.ts'
import { openScratchServer } from '../../src/server/scratch.ts'
import { withDatabase } from '../support/with-database.ts'

const schema = `
  CREATE SCHEMA "a $$ b";
  CREATE TYPE "a $$ b"."t 'x'";
  CREATE FUNCTION t_in(cstring) RETURNS "a $$ b"."t 'x'" LANGUAGE internal IMMUTABLE STRICT AS 'int4in';
  CREATE FUNCTION t_out("a $$ b"."t 'x'") RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'int4out';
  CREATE TYPE "a $$ b"."t 'x'" (INPUT = t_in, OUTPUT = t_out, LIKE = integer);
  CREATE TYPE r;
  CREATE FUNCTION r_canonical(r) RETURNS r LANGUAGE internal IMMUTABLE STRICT AS 'int4range_canonical';
  CREATE TYPE r AS RANGE (SUBTYPE = integer, CANONICAL = r_canonical);`

const dependents: readonly (readonly [what: string, sql: string, named: string])[] = [
  ['a column', `CREATE TABLE t (c "a $$ b"."t 'x'")`, 'column c of table'],
  ['a column of the array type', `CREATE TABLE t (c "a $$ b"."t 'x'"[])`, 'column c of table'],
  ['a function', `CREATE FUNCTION f("a $$ b"."t 'x'") RETURNS integer LANGUAGE sql AS 'SELECT 1'`, 'function '],
  ['a view that calls a function of the type', `CREATE VIEW v AS SELECT public.t_in('1') IS NULL AS n`, 'view '],
  ['a column of the range type', 'CREATE TABLE t (c r)', 'column c of table'],
  ['a column of the multirange type', 'CREATE TABLE t (c r_multirange)', 'column c of table'],
  ['a view that calls a constructor', 'CREATE VIEW v AS SELECT isempty(public.r(1, 2)) AS n', 'view '],
  [
    'a view that calls the canonical function',
    `CREATE VIEW v AS SELECT public.r_canonical('[1,2]') IS NULL AS n`,
    'view ',
  ],
]

describe('DROP TYPE … CASCADE', () => {
  let server: ScratchServer
  beforeAll(async () => {
    server = await openScratchServer('embedded')
  })
  afterAll(() => server?.close())

  it('drops the types with their functions', async () => {
    await withDatabase(server, schema, async (db) => {
      const snapshot = await readCatalog(db, { dependencies: true })
      const made = snapshot.objects.filter(({ id }) => id !== 'public' && id !== 'plpgsql')
      for (const { statements } of dropSteps(made, snapshot)) for (const sql of statements) await db.execute(sql)
      expect((await readCatalog(db)).objects.map(({ kind }) => kind)).toEqual(['schema', 'extension'])
    })
  })

  it.each(dependents)('stops at %s', async (_what, sql, named) => {
    await withDatabase(server, schema, async (db) => {
      const snapshot = await readCatalog(db, { dependencies: true })
      const types = snapshot.objects.filter(({ kind }) => kind === 'base-type' || kind === 'range')
      await db.execute(sql)
      const drop = dropSteps(types, snapshot).flatMap(({ statements }) => statements)
      await expect(db.execute(drop.join(';\n'))).rejects.toMatchObject({
        code: '2BP01',
        detail: expect.stringContaining(named),
      })
    })
  })
})
