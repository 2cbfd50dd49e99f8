// A history nobody here wrote: the migrations that the npm package graphile-worker ships and runs itself, folded by the
// program as its users call it. Their placeholder is given a value on the command line.
import { createRequire } from 'node:module'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { ConsolidationResult } from '../../src/model/consolidation.ts'
import { runPgfold } from '../systems/run-pgfold.ts'

const history = join(dirname(createRequire(import.meta.url).resolve('graphile-worker/package.json')), 'sql')
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pgfold-test-'))
  await writeFile(join(folder, 'prelude.sql'), 'CREATE SCHEMA graphile_worker;') // as its own runner does first
})
afterAll(() => rm(folder, { recursive: true }))

it('folds and proves the history of graphile-worker', async () => {
  const placeholder = ['--placeholder', 'GRAPHILE_WORKER_SCHEMA=graphile_worker']
  const args = ['consolidate', history, ...placeholder, '--prelude', 'prelude.sql', '--out', 'consolidated', '--json']
  const { exitCode, stdout, stderr } = await runPgfold(args, { cwd: folder })
  expect(exitCode, stderr).toBe(0)
  const result = JSON.parse(stdout) as ConsolidationResult
  expect(result.witnesses.filter((witness) => witness.verdict !== 'agree')).toEqual([])
  expect(result.proved).toBe(true)
  const files = await readdir(history)
  expect(result.migrations).toBe(files.filter((file) => file.endsWith('.sql')).length)
  expect(result.objects['table']).toBeGreaterThanOrEqual(4)
  expect(result.objects['function']).toBeGreaterThanOrEqual(5)
  const up = await readFile(join(folder, 'consolidated', 'up.sql'), 'utf8')
  expect(up).toContain('CREATE TABLE graphile_worker.')
  expect(up).not.toContain('GRAPHILE_WORKER_SCHEMA')
})
