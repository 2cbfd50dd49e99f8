// Orders that pg_dump does not find, so that no restore can judge them: the server runs the script and has the same objects.
import { expect, it } from 'vitest'
import { readCatalog } from '../../src/catalog/read-catalog.ts'
import type { Database } from '../../src/server/database.ts'
import type { Snapshot } from '../../src/model/snapshot.ts'
import { scriptText } from '../../src/render/script.ts'
import { findWay } from '../../src/render/steps.ts'
import { useScratch } from '../support/scratch.ts'

const scratch = useScratch('embedded')

it('adds the check of a domain before a column holds the domain in an array or a composite type', async () => {
  const made = await scratch.connected(`
    CREATE DOMAIN code AS text;
    CREATE FUNCTION is_code(code) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT true';
    ALTER DOMAIN code ADD CONSTRAINT is_code CHECK (is_code(VALUE));
    CREATE DOMAIN short_code AS code CHECK (length(VALUE) < 5);
    CREATE TYPE labelled AS (label text, code code);
    CREATE TABLE codes (one code, many short_code[], labelled labelled);`)
  const after = await snapshotOf(made)
  const way = findWay(await snapshotOf(await scratch.connected()), after)
  const built = await scratch.connected(scriptText({ header: [], way }))
  expect((await snapshotOf(built)).objects).toEqual(after.objects)
})

function snapshotOf(db: Database): Promise<Snapshot> {
  return readCatalog(db, { dependencies: true })
}
