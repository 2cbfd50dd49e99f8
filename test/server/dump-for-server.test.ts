// The text of the newest pg_dump, restored on every older version.
import { describe, expect, it } from 'vitest'
import { readCatalog } from '../../src/catalog/read-catalog.ts'
import { compare } from '../../src/compare/compare.ts'
import { restoreSchemaDump } from '../../src/server/pg-dump.ts'
import { dumpByWebAssembly } from '../../src/server/pg-dump-bridge.ts'
import { everyVersion } from '../support/every-version.ts'
import { useScratch } from '../support/scratch.ts'

const schema = `
  CREATE TABLE parent (id integer, "a, b" text DEFAULT ', NOT NULL x', c integer);
  CREATE TABLE first_of_two (d integer, LIKE parent) INHERITS (parent);
  CREATE TABLE alone () INHERITS (parent);
  ALTER TABLE alone ALTER "a, b" SET NOT NULL;
  CREATE UNLOGGED TABLE "own; column" (e integer DEFAULT 1) INHERITS (parent);
  ALTER TABLE "own; column" ALTER c SET NOT NULL, ALTER id SET NOT NULL;
  CREATE UNLOGGED TABLE quick (id integer GENERATED ALWAYS AS IDENTITY);`

describe.each(everyVersion)('on %s', (spec) => {
  const scratch = useScratch(spec)

  it('a dump by pg_dump 18 builds the same database', async () => {
    const [db, restored] = await Promise.all([scratch.connected(schema), scratch.connected()])
    const text = await dumpByWebAssembly(db.address, ['--schema-only', '--no-owner', '--no-privileges'])
    await restoreSchemaDump(restored, { text, program: 'pg_dump 18' })
    const { found } = compare(await readCatalog(db), await readCatalog(restored))
    expect(found.map(({ difference }) => difference)).toEqual([])
  })
})
