// With --schema, what lies in no schema itself (a cast, a language) counts where what it is made of does, and takes
// along what belongs to it.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readCatalog } from '../../src/catalog/read-catalog.ts'
import { keyOf } from '../../src/model/object.ts'
import type { ScratchServer } from '../../src/server/database.ts'
import { openScratchServer } from '../../src/server/scratch.ts'
import { withDatabase } from '../support/with-database.ts'

let server: ScratchServer
beforeAll(async () => {
  server = await openScratchServer('embedded')
})
afterAll(() => server?.close())

const made = ['one', 'two'].map(
  (schema) => `
    CREATE SCHEMA ${schema};
    CREATE TYPE ${schema}.mood AS ENUM ('a');
    CREATE CAST (${schema}.mood AS text) WITH INOUT;
    COMMENT ON CAST (${schema}.mood AS text) IS 'a cast';
    CREATE FUNCTION ${schema}.call() RETURNS language_handler LANGUAGE c AS '$libdir/plpgsql', 'plpgsql_call_handler';
    CREATE TRUSTED LANGUAGE of_${schema} HANDLER ${schema}.call;
    COMMENT ON LANGUAGE of_${schema} IS 'a language';
    REVOKE USAGE ON LANGUAGE of_${schema} FROM PUBLIC;
    CREATE TRANSFORM FOR ${schema}.mood LANGUAGE sql (FROM SQL WITH FUNCTION prsd_lextype(internal));
    COMMENT ON TRANSFORM FOR ${schema}.mood LANGUAGE sql IS 'a transform';`,
)

test('casts, languages and transforms of a schema come with it alone', async () => {
  await withDatabase(server, [...made, 'CREATE CAST (oid AS real) WITHOUT FUNCTION'].join('\n'), async (db) => {
    const { objects } = await readCatalog(db, { schemas: ['one'] })
    expect(objects.map(keyOf).toSorted()).toEqual([
      'cast (oid AS real)',
      'cast (one.mood AS text)',
      'comment cast (one.mood AS text)',
      'comment language of_one',
      'comment transform FOR one.mood LANGUAGE sql',
      'enum one.mood',
      'extension plpgsql',
      'function one.call()',
      'language of_one',
      'privilege language of_one',
      'schema one',
      'transform FOR one.mood LANGUAGE sql',
    ])
  })
})
