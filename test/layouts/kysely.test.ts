import { expect, test } from 'vitest'
import { readHistory } from '../../src/layouts/read-history.ts'
import { recordedBy } from './code.ts'
import { folderWith } from './folders.ts'

const text = "import { sql } from 'kysely'\nexport async function up(db) {}\n"

test('the names count without their endings, in the order too', async () => {
  const folder = await folderWith({ 'a.ts': text, 'a-b.ts': text, '2024-01-02T03:04:05_z.mjs': text })
  const history = await readHistory(folder, { isRun: true })
  expect(recordedBy(history)).toEqual(['2024-01-02T03:04:05_z', 'a', 'a-b'])
  expect(history.migrations[0]).toMatchObject({ id: '2024-01-02T03:04:05', name: 'z' })
})

test('endings that it does not load', async () => {
  const { findings } = await readHistory(await folderWith({ '1_a.js': text, '2_b.cjs': text, '3_c.cts': text }), {
    isRun: true,
  })
  expect(findings.map(({ subject }) => subject)).toEqual(['2_b.cjs', '3_c.cts'])
})
