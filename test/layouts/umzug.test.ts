import { expect, test } from 'vitest'
import { readHistory } from '../../src/layouts/read-history.ts'
import { recordedBy } from './code.ts'
import { folderWith } from './folders.ts'

const text = 'module.exports = {\n  up: async (queryInterface) => {},\n  down: async (queryInterface) => {},\n}\n'

test('the numbers of Sequelize and the times of umzug', async () => {
  const folder = await folderWith({ '20240101000000-a.js': text, '2024.02.03T04.05.06.b.js': text })
  const history = await readHistory(folder, { isRun: true })
  expect(history.migrations).toMatchObject([
    { id: '2024.02.03T04.05.06', name: 'b' },
    { id: '20240101000000', name: 'a' },
  ])
  expect(recordedBy(history)).toEqual(['2024.02.03T04.05.06.b', '20240101000000-a'])
})
