// What no kind reads is named; what an extension made, or what came with another object, is not.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readCatalog } from '../../src/catalog/read-catalog.ts'
import { unmodelledFindings, unmodelledQuery } from '../../src/catalog/unmodelled.ts'
import type { UnmodelledRow } from '../../src/catalog/unmodelled.ts'
import { kinds } from '../../src/kinds/registry.ts'
import type { ScratchServer } from '../../src/server/database.ts'
import { openScratchServer } from '../../src/server/scratch.ts'
import { withDatabase } from '../support/with-database.ts'

let server: ScratchServer
beforeAll(async () => {
  server = await openScratchServer('embedded')
})
afterAll(() => server?.close())

test.each([
  ['CREATE TYPE span AS RANGE (SUBTYPE = integer)', []],
  [
    `CREATE TEXT SEARCH DICTIONARY d (TEMPLATE = simple);
     ALTER TEXT SEARCH CONFIGURATION english ALTER MAPPING FOR word WITH d`,
    ['text search configuration pg_catalog.english'],
  ],
  [
    `CREATE COLLATION c (locale = 'C'); CREATE CAST (oid AS real) WITHOUT FUNCTION;
     CREATE TRANSFORM FOR integer LANGUAGE sql (FROM SQL WITH FUNCTION prsd_lextype(internal));
     CREATE CONVERSION c FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;
     CREATE TEXT SEARCH CONFIGURATION english (COPY = pg_catalog.english)`,
    [],
  ],
  [
    `CREATE COLLATION c (locale = 'C');
     UPDATE pg_catalog.pg_collation SET collencoding = pg_char_to_encoding('LATIN1') WHERE oid >= 16384`,
    ['collation public.c'],
  ],
  [
    'CREATE EXTENSION hstore; CREATE EXTENSION btree_gist; CREATE EXTENSION isn; CREATE EXTENSION citext; CREATE EXTENSION ltree',
    [],
  ],
])('%s', async (sql, expected) => {
  await withDatabase(server, sql, async (db) => {
    const { findings } = await readCatalog(db)
    expect(findings.map(({ subject }) => subject)).toEqual(expected)
  })
})

// What a kind that is missing from the list would have read is named by the server itself.
test('what a kind leaves unread is named, whichever kind it is', async () => {
  await withDatabase(server, oneOfEach, async (db) => {
    const named = await Promise.all(
      [...expectedWithout.keys()].map(async (name) => {
        const rows = await db.query<UnmodelledRow>(unmodelledQuery(kinds.filter((kind) => kind.name !== name)))
        return [name, unmodelledFindings(rows).map(({ subject }) => subject)] as const
      }),
    )
    expect(new Map(named)).toEqual(expectedWithout)
  })
})

const oneOfEach = `
  CREATE TABLE t (id integer PRIMARY KEY, name text DEFAULT 'x' CONSTRAINT short CHECK (length(name) < 9));
  CREATE VIEW v AS SELECT id FROM t;
  CREATE MATERIALIZED VIEW m AS SELECT id FROM t;
  CREATE INDEX i ON t (name);
  CREATE SEQUENCE s;
  CREATE TYPE e AS ENUM ('a');
  CREATE TYPE c AS (a integer);
  CREATE TYPE r AS RANGE (SUBTYPE = integer);
  CREATE TYPE shell;
  CREATE DOMAIN d AS integer;
  CREATE FUNCTION f() RETURNS integer LANGUAGE sql AS 'SELECT 1';
  CREATE FUNCTION noted() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
  CREATE FUNCTION noted_ddl() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
  CREATE PROCEDURE p() LANGUAGE sql AS 'SELECT 1';
  CREATE AGGREGATE a(integer) (SFUNC = int4pl, STYPE = integer);
  CREATE TRIGGER g AFTER INSERT ON t EXECUTE FUNCTION noted();
  CREATE RULE l AS ON DELETE TO t DO INSTEAD NOTHING;
  CREATE POLICY y ON t;
  CREATE STATISTICS x ON id, name FROM t;
  CREATE EVENT TRIGGER w ON ddl_command_end EXECUTE FUNCTION noted_ddl();
  CREATE SCHEMA n;
  CREATE COLLATION k (locale = 'C');
  CREATE OPERATOR === (LEFTARG = integer, RIGHTARG = integer, FUNCTION = int4eq);
  CREATE FOREIGN DATA WRAPPER b;
  CREATE SERVER h FOREIGN DATA WRAPPER b;
  CREATE FOREIGN TABLE q (id integer) SERVER h;
  CREATE PUBLICATION o FOR TABLE t, TABLES IN SCHEMA n;
  CREATE ACCESS METHOD j TYPE TABLE HANDLER heap_tableam_handler;
  ALTER DEFAULT PRIVILEGES IN SCHEMA n GRANT SELECT ON TABLES TO PUBLIC;
  SELECT lo_create(99999);`

const expectedWithout: ReadonlyMap<string, readonly string[]> = new Map([
  ['table', ['table public.t']],
  ['view', ['view public.v']],
  ['materialized-view', ['materialized view public.m']],
  ['index', ['index public.i']],
  ['sequence', ['sequence public.s']],
  ['enum', ['type public.e']],
  ['composite', ['type public.c']],
  ['range', ['type public.r']],
  ['base-type', ['type public.shell']],
  ['domain', ['type public.d']],
  ['function', ['function public.f()', 'function public.noted()', 'function public.noted_ddl()']],
  ['procedure', ['procedure public.p()']],
  ['aggregate', ['aggregate public.a(integer)']],
  ['constraint', ['table constraint short on public.t', 'table constraint t_pkey on public.t']],
  ['default', ['default value for public.t.name']],
  ['trigger', ['trigger g on public.t']],
  ['rule', ['rule l on public.t']],
  ['policy', ['policy y on public.t']],
  ['statistics', ['statistics object public.x']],
  ['event-trigger', ['event trigger w']],
  ['schema', ['schema n']],
  ['collation', ['collation public.k']],
  ['operator', ['operator public.===(integer,integer)']],
  ['foreign-data-wrapper', ['foreign-data wrapper b']],
  ['foreign-server', ['server h']],
  ['foreign-table', ['foreign table public.q']],
  ['publication', ['publication o']],
  ['publication-table', ['publication relation public.t in publication o']],
  ['publication-schema', ['publication namespace n in publication o']],
  ['access-method', ['access method j']],
  ['default-privilege', ['default acl for role postgres in schema n on tables']],
  ['large-object', ['large object 99999']],
])
