// Casts that pg_depend does not name come before what can use them, also where pg_dump's own order fails.
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

const mood = `CREATE TYPE mood AS ENUM ('a');
  CREATE FUNCTION to_mood(integer) RETURNS mood LANGUAGE sql IMMUTABLE AS $$ SELECT 'a'::public.mood $$;`

test.each([
  [
    'a check of a domain, by a cast without a function',
    `CREATE CAST (oid AS real) WITHOUT FUNCTION; CREATE DOMAIN d AS oid CHECK (VALUE::real > 0)`,
    ['constraint public.d.d_check', 'cast (oid AS real)'],
  ],
  [
    'a default of a domain',
    `CREATE CAST (oid AS real) WITH INOUT; CREATE DOMAIN d AS real DEFAULT 1::oid::real`,
    ['domain public.d', 'cast (oid AS real)'],
  ],
  [
    'a body of the SQL standard, by a cast of a type through text',
    `${mood} CREATE CAST (mood AS name) WITH INOUT; CREATE FUNCTION a(m mood) RETURNS name RETURN m::name`,
    ['function public.a(public.mood)', 'cast (public.mood AS name)'],
  ],
  [
    'a default of an argument, by the function of a cast',
    `${mood} CREATE CAST (integer AS mood) WITH FUNCTION to_mood(integer);
     CREATE FUNCTION a(m mood DEFAULT 1::mood) RETURNS integer LANGUAGE sql AS 'SELECT 1'`,
    ['function public.a(public.mood)', 'cast (integer AS public.mood)'],
  ],
  [
    'a check of a table, by the function of a cast',
    `${mood} CREATE CAST (integer AS mood) WITH FUNCTION to_mood(integer);
     CREATE TABLE t (n integer CONSTRAINT c CHECK (n::mood = 'a'))`,
    ['constraint public.t.c', 'cast (integer AS public.mood)'],
  ],
])('%s', async (_name, sql, [key, need]) => {
  await withDatabase(server, sql, async (db) => {
    const { objects } = await readCatalog(db, { dependencies: true })
    const found = objects.find(({ kind, id }) => `${kind} ${id}` === key)
    expect(found?.dependsOn).toContain(need)
  })
})

test('an extension does not wait for a user’s cast of its types', async () => {
  const sql = `CREATE EXTENSION hstore; CREATE CAST (hstore AS integer) WITH INOUT`
  await withDatabase(server, sql, async (db) => {
    const { objects } = await readCatalog(db, { dependencies: true })
    expect(objects.find(({ id }) => id === 'hstore')?.dependsOn).not.toContain('cast (public.hstore AS integer)')
    expect(objects.find(({ kind }) => kind === 'cast')?.dependsOn).toEqual(['extension hstore'])
  })
})
