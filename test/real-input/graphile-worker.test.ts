// A history nobody here wrote: the migrations that the npm package graphile-worker ships and runs itself.
import { createRequire } from 'node:module'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { consolidate } from '../../src/commands/consolidate.ts'

const history = join(dirname(createRequire(import.meta.url).resolve('graphile-worker/package.json')), 'sql')
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pgfold-test-'))
})
afterAll(() => rm(folder, { recursive: true }))

it('folds and proves the history of graphile-worker', async () => {
  const prelude = join(folder, 'prelude.sql')
  await writeFile(prelude, 'CREATE SCHEMA graphile_worker;') // as its own runner does first
  const result = await consolidate({
    history,
    out: join(folder, 'consolidated'),
    placeholders: { GRAPHILE_WORKER_SCHEMA: 'graphile_worker' },
    prelude: [prelude],
  })
  expect(result.witnesses.filter((witness) => witness.verdict !== 'agree')).toEqual([])
  expect(result.proved).toBe(true)
  const files = await readdir(history)
  expect(result.migrations).toBe(files.filter((file) => file.endsWith('.sql')).length)
  expect(result.objects['table']).toBeGreaterThanOrEqual(4)
  expect(result.objects['function']).toBeGreaterThanOrEqual(5)
})
