// Folding what was folded changes nothing: the same statements, the same fingerprint.
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { consolidate } from '../../src/commands/consolidate.ts'

const example = join(dirname(fileURLToPath(import.meta.url)), '../../schema/migrations')
const expressions = join(dirname(fileURLToPath(import.meta.url)), '../corpus/domain--expressions/schema.sql')

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pgfold-test-'))
})
afterAll(() => rm(folder, { recursive: true }))

it.each([
  ['example', example],
  ['expressions', expressions],
])('folds the fold of %s into itself', async (name, history) => {
  const [first, second] = [join(folder, name, 'first'), join(folder, name, 'second')]
  const once = await consolidate({ history, out: first })
  const twice = await consolidate({ history: join(first, 'up.sql'), out: second })
  expect(twice.proved).toBe(true)
  for (const file of ['up.sql', 'down.sql']) {
    expect(await statementsOf(join(second, file))).toBe(await statementsOf(join(first, file)))
  }
  expect(twice.fingerprint).toBe(once.fingerprint)
})

// Comments name the migrations, which are others.
async function statementsOf(file: string): Promise<string> {
  return (await readFile(file, 'utf8')).replaceAll(/^--.*\n/gmu, '')
}
