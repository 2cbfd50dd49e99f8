// A database and its own pg_dump restore are one schema, whatever expressions they hold: they must compare
// equal, but for what pg_dump itself does not carry. Every schema of the test folders is asked.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ScratchServer } from '../../src/server/database.ts'
import { openScratchServer } from '../../src/server/scratch.ts'
import { corpusCases } from '../support/corpus.ts'
import { afterDumpAndRestore } from '../support/dump-and-restore.ts'
import { withDatabase } from '../support/with-database.ts'

const pairs = join(import.meta.dirname, '../pairs')
const files = [
  ...corpusCases(18).map(({ name, file, roles }) => ({ name, file, roles })),
  ...readdirSync(pairs, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) =>
      ['left.sql', 'right.sql'].map((side) => ({ name: `${name}/${side}`, file: join(pairs, name, side), roles: [] })),
    ),
]

let server: ScratchServer
beforeAll(async () => {
  server = await openScratchServer('embedded')
  await server.ensureRoles(['pairs_app', 'pairs_other', ...files.flatMap(({ roles }) => roles)])
})
afterAll(() => server?.close())

describe.concurrent('a database and its own dump and restore', () => {
  test.each(files)('$name', async ({ file }) => {
    await withDatabase(server, readFileSync(file, 'utf8'), async (db) => {
      const { differences, findings } = await afterDumpAndRestore(db, server)
      expect(findings).toEqual([])
      expect(differences).toEqual([])
    })
  })
})
