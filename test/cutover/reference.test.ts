// Where no scratch server of the live server's major version can be had. PostgreSQL 98 is installed nowhere, and
// a PostgreSQL 99 is put on PATH that says so and does not start.
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { readConsolidatedSchema } from '../../src/cutover/consolidated-schema.ts'
import type { ConsolidatedSchema } from '../../src/cutover/consolidated-schema.ts'
import { referenceSnapshot } from '../../src/cutover/reference.ts'
import type { Database } from '../../src/server/database.ts'
import { useScratch } from '../support/scratch.ts'
import { createProject, shop } from './project.ts'

const scratch = useScratch('embedded')
let schema: ConsolidatedSchema
let binaries: string
const principal = 'postgres'

beforeAll(async () => {
  const project = await createProject(shop)
  schema = await readConsolidatedSchema(project.consolidated)
  await project.remove()
  binaries = await mkdtemp(join(tmpdir(), 'pgfold-test-'))
  await mkdir(join(binaries, 'bin'))
  for (const [name, line] of [
    ['postgres', 'echo "postgres (PostgreSQL) 99.1"'],
    ['initdb', 'echo "initdb: error: no shared memory" >&2; exit 1'],
  ] as const) {
    await writeFile(join(binaries, 'bin', name), `#!/bin/sh\n${line}\n`, { mode: 0o755 })
  }
  await chmod(binaries, 0o755)
})
afterAll(() => rm(binaries, { recursive: true }))
afterEach(() => vi.unstubAllEnvs())

/** A live database that says it is of this major version. */
async function liveOf(major: number): Promise<Database> {
  const database = await scratch.connected()
  return { ...database, serverVersion: major * 10_000 + 1, serverLabel: `PostgreSQL ${major}.1` }
}

describe('the reference for a live server of another version', () => {
  const needed = (major: number): string =>
    `A scratch server of PostgreSQL ${major} is needed: the live server is PostgreSQL ${major}.1, and the schema was proved on ${schema.manifest.server}`

  it('says first why the server of that version did not start', async () => {
    vi.stubEnv('PATH', [join(binaries, 'bin'), process.env['PATH']].join(delimiter))
    await expect(referenceSnapshot(await liveOf(99), schema, { principal })).rejects.toMatchObject({
      code: 'server-not-started',
      message: 'The scratch server did not start: initdb failed',
      details: ['initdb: error: no shared memory', needed(99)],
      hint: 'Put that right, or name a server of PostgreSQL 99 on which databases may be created: --scratch URL.',
      exitCode: 2,
    })
  })

  it('says first why the server that was named cannot be reached', async () => {
    const url = 'postgres://nobody@127.0.0.1:1/nothing?sslmode=disable'
    await expect(referenceSnapshot(await liveOf(98), schema, { principal, scratch: url })).rejects.toMatchObject({
      code: 'connection-refused',
      details: expect.arrayContaining([needed(98)]) as string[],
      exitCode: 2,
    })
  })

  it.each([undefined, 'embedded'])('asks for one where there is none: --scratch %s', async (spec) => {
    await expect(
      referenceSnapshot(await liveOf(98), schema, { principal, ...(spec === undefined ? {} : { scratch: spec }) }),
    ).rejects.toMatchObject({
      code: 'other-server-version',
      hint: 'Install PostgreSQL 98 here, or name a server of that version on which databases may be created: --scratch URL.',
      exitCode: 1,
    })
  })
})
