// No provider of labels is loaded where the tests run, so that the rows are written into the catalog and the statements
// are only looked at.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readCatalog } from '../../src/catalog/read-catalog.ts'
import { findWay } from '../../src/render/steps.ts'
import type { ScratchServer } from '../../src/server/database.ts'
import { openScratchServer } from '../../src/server/scratch.ts'
import { withDatabase } from '../support/with-database.ts'

let server: ScratchServer
beforeAll(async () => {
  server = await openScratchServer('embedded')
})
afterAll(() => server?.close())

const schema = `
  CREATE TABLE "T t" (id integer GENERATED ALWAYS AS IDENTITY, "c d" text);
  CREATE VIEW v AS SELECT 1 AS one;
  CREATE FUNCTION f(integer, text) RETURNS integer LANGUAGE sql AS 'SELECT 1';
  CREATE AGGREGATE a(*) (SFUNC = int8inc, STYPE = int8, INITCOND = '0');
  CREATE TYPE e AS ENUM ('x');
  CREATE PUBLICATION p;
  CREATE EXTENSION hstore;`

const labels = `
  INSERT INTO pg_catalog.pg_seclabel (classoid, objoid, objsubid, provider, label) VALUES
    ('pg_class'::regclass, '"T t"'::regclass, 0, 'Acme''s', 'it''s secret'),
    ('pg_class'::regclass, '"T t"'::regclass, 2, 'acme', 'x'),
    ('pg_class'::regclass, '"T t_id_seq"'::regclass, 0, 'acme', 'x'),
    ('pg_class'::regclass, 'v'::regclass, 1, 'acme', 'x'),
    ('pg_proc'::regclass, 'f(integer, text)'::regprocedure, 0, 'acme', 'x'),
    ('pg_proc'::regclass, 'a()'::regprocedure, 0, 'acme', 'x'),
    ('pg_type'::regclass, 'e'::regtype, 0, 'acme', 'x'),
    ('pg_type'::regclass, 'hstore'::regtype, 0, 'acme', 'x'),
    ('pg_publication'::regclass, (SELECT oid FROM pg_publication), 0, 'acme', 'x');`

const targets = [
  'COLUMN public."T t"."c d"',
  'COLUMN public.v.one',
  'PUBLICATION p',
  'ROUTINE public.a()',
  'ROUTINE public.f(integer,pg_catalog.text)',
  'SEQUENCE public."T t_id_seq"',
  'TYPE public.e',
  'TYPE public.hstore',
]

test('labels are given and taken away as the server names their targets', async () => {
  await withDatabase(server, schema, async (db) => {
    const before = await readCatalog(db, { dependencies: true })
    await db.execute(labels)
    const after = await readCatalog(db, { dependencies: true })
    const [up, down] = [findWay(before, after), findWay(after, before)]
    const statements = (steps: typeof up.creates): string[] => steps.flatMap((step) => step.statements).toSorted()
    expect(statements(up.creates)).toEqual([
      `SECURITY LABEL FOR "Acme's" ON TABLE public."T t" IS 'it''s secret'`,
      ...targets.map((target) => `SECURITY LABEL FOR acme ON ${target} IS 'x'`),
    ])
    expect(statements(down.drops)).toEqual([
      `SECURITY LABEL FOR "Acme's" ON TABLE public."T t" IS NULL`,
      ...targets.map((target) => `SECURITY LABEL FOR acme ON ${target} IS NULL`),
    ])
    expect(after.findings.map(({ code, subject }) => [code, subject])).toEqual([
      ['security-label-provider', `Acme's`],
      ['security-label-provider', 'acme'],
    ])
  })
})
