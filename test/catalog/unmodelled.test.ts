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
    'CREATE EXTENSION hstore; CREATE EXTENSION btree_gist; CREATE EXTENSION isn; CREATE EXTENSION citext; CREATE EXTENSION ltree',
    [],
  ],
])('%s', async (sql, expected) => {
  await withDatabase(server, sql, async (db) => {
    const { findings } = await readCatalog(db)
    expect(findings.map(({ subject }) => subject)).toEqual(expected)
  })
})
