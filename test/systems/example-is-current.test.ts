// The folded example that the repository carries is what folding its history gives today, to the byte.
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { runPgfold } from './run-pgfold.ts'

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')

it('schema/consolidated is up to date', async () => {
  const { exitCode, stdout } = await runPgfold(['consolidate', '--check', '--json'], { cwd: root })
  expect(JSON.parse(stdout)).toMatchObject({ proved: true, outOfDate: [] })
  expect(exitCode).toBe(0)
})
