import { expect, test } from 'vitest'
import { readHistory } from '../../src/layouts/read-history.ts'
import { recordedBy } from './code.ts'
import { folderWith } from './folders.ts'

const text = 'exports.up = (knex) => {}\nexports.down = (knex) => {}\n'

test('the order is that of the names as text, and a number is the id', async () => {
  const folder = await folderWith({ '10_b.js': text, '9_a.cjs': text, '20240101000000_c.js': text, 'init.js': text })
  const history = await readHistory(folder, { isRun: true })
  expect(history.migrations).toMatchObject([
    { id: '10', name: 'b' },
    { id: '20240101000000', name: 'c' },
    { id: '9', name: 'a' },
    { id: 'init', name: '' },
  ])
  expect(recordedBy(history)).toEqual(['10_b', '20240101000000_c', '9_a', 'init'])
})

test('of one number the whole name is the id', async () => {
  const folder = await folderWith({ '1_b.js': text, '1_a.js': text, '2_c.js': text })
  const { migrations } = await readHistory(folder, { isRun: true })
  expect(migrations.map(({ id }) => id)).toEqual(['1_a', '1_b', '2'])
})
