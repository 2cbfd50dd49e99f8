// What no kind reads is named; what an extension made, or what came with another object, is not.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readCatalog } from '../../src/catalog/read-catalog.ts'
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
