// A database and its own pg_dump restore are one schema, whatever expressions they hold: they must compare
// equal. Every schema of the test folders is asked.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readCatalog } from '../../src/catalog/read-catalog.ts'
import { compareSettled } from '../../src/prove/reread.ts'
import type { RereadSide } from '../../src/prove/reread.ts'
import type { Database, ScratchServer } from '../../src/server/database.ts'
import { dumpSchema, restoreSchemaDump } from '../../src/server/pg-dump.ts'
import { openScratchServer } from '../../src/server/scratch.ts'
import { withDatabase } from '../support/with-database.ts'

const home = join(import.meta.dirname, '..')
const files = [...filesOf('corpus', ['schema.sql']), ...filesOf('pairs', ['left.sql', 'right.sql'])]

function filesOf(folder: string, names: readonly string[]): string[] {
  const entries = readdirSync(join(home, folder), { withFileTypes: true }).filter((entry) => entry.isDirectory())
  return entries
    .flatMap((entry) => names.map((name) => join(folder, entry.name, name)))
    .filter((file) => existsSync(join(home, file)))
}

let server: ScratchServer
beforeAll(async () => {
  server = await openScratchServer('embedded')
  await server.ensureRoles(['pairs_app', 'pairs_other'])
})
afterAll(() => server?.close())

describe.concurrent('a database and its own dump and restore', { concurrent: true }, () => {
  test.each(files)('%s', async (file) => {
    await withDatabase(server, readFileSync(join(home, file), 'utf8'), async (db) => {
      const dump = await dumpSchema(db, { owners: true, privileges: true })
      await withDatabase(server, '', async (restored) => {
        await restoreSchemaDump(restored, dump)
        const [left, right] = await Promise.all([sideOf(db), sideOf(restored)])
        const { found, findings } = await compareSettled(left, right, () => Promise.resolve(server))
        expect(findings).toEqual([])
        expect(found.map(({ difference }) => difference)).toEqual([])
      })
    })
  })
})

async function sideOf(db: Database): Promise<RereadSide> {
  return { label: 'database', snapshot: await readCatalog(db), dumpable: () => Promise.resolve(db) }
}
