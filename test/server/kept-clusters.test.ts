// Clusters kept in the folder that PGFOLD_CLUSTERS names: a server on a copy is as good as one on a cluster of its own.
import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { openScratchServer } from '../../src/server/scratch.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pgfold-test-'))
  await chmod(folder, 0o777) // as root, servers belong to somebody else
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await rm(folder, { recursive: true })
})

/** The number that initdb gives to a cluster. */
async function clusterOf(named: string): Promise<unknown> {
  vi.stubEnv('PGFOLD_CLUSTERS', named)
  const server = await openScratchServer('embedded')
  try {
    const database = await server.createDatabase()
    const db = await database.connect()
    await db.execute('create table here (id int)')
    const [row] = await db.query('select system_identifier::text as id from pg_catalog.pg_control_system()')
    await db.close()
    return row
  } finally {
    await server.close()
  }
}

it('copies the first cluster from then on, and makes a new one where no folder is named', async () => {
  const [first, second] = [await clusterOf(folder), await clusterOf(folder)]
  expect(second).toEqual(first)
  expect(await readdir(folder)).toHaveLength(1)
  expect(await clusterOf('')).not.toEqual(first)
})

it('makes a new one where the folder cannot be used', async () => {
  const missing = join(folder, 'missing')
  const [first, second] = [await clusterOf(missing), await clusterOf(missing)]
  expect(second).not.toEqual(first)
})
