import { expect, test } from 'vitest'
import { consolidatedFiles } from '../../src/layouts/consolidated-files.ts'
import { readHistory } from '../../src/layouts/read-history.ts'
import { folderWith, refusal } from './folders.ts'

const first = { '2024-01-02-030405_a/up.sql': 'CREATE TABLE a (id int);' }

test('versions without dashes, in their order as text', async () => {
  const history = await readHistory(
    await folderWith({
      ...first,
      '2024-01-02-030405_a/down.sql': 'DROP TABLE a;',
      '00000000000000_diesel_initial_setup/up.sql': 'SELECT 1;',
      '2023-12-31-235959-0000_z/up.sql': 'SELECT 1;',
      'seed.sql': '',
    }),
  )
  expect(history).toMatchObject({ layout: 'diesel', session: 'one-path' })
  expect(history.migrations).toMatchObject([
    { id: '00000000000000', name: 'diesel_initial_setup' },
    { id: '202312312359590000', name: 'z' },
    {
      id: '20240102030405',
      name: 'a',
      transaction: 'runner',
      folder: '2024-01-02-030405_a',
      files: ['2024-01-02-030405_a/up.sql', '2024-01-02-030405_a/down.sql'],
    },
  ])
  expect(history.findings).toMatchObject([{ code: 'not-a-migration', subject: 'seed.sql' }])
})

test.each([
  ['run_in_transaction = false\n', 'file'],
  ['run_in_transaction = true # as usual\n', 'runner'],
  ['', 'file'],
  ['[other]\nrun_in_transaction = true\n', 'file'],
  ['run_in_transaction = no\n', 'runner'],
])('metadata.toml as diesel reads it: %j', async (toml, transaction) => {
  const history = await readHistory(await folderWith({ ...first, '2024-01-02-030405_a/metadata.toml': toml }))
  expect(history.migrations).toMatchObject([
    { transaction, files: ['2024-01-02-030405_a/up.sql', '2024-01-02-030405_a/metadata.toml'] },
  ])
})

test('folders that may be those of Hasura are told apart by the project', async () => {
  const files = { '20240102030405_a/up.sql': 'SELECT 1;' }
  expect(await readHistory(await folderWith(files))).toMatchObject({ layout: 'hasura' })
  expect(await readHistory(await folderWith({ ...files, 'diesel.toml': '' }))).toMatchObject({ layout: 'diesel' })
  const cargo = '[dependencies]\ndiesel = { version = "2", features = ["postgres"] }\n'
  expect(await readHistory(await folderWith({ ...files, 'Cargo.toml': cargo }))).toMatchObject({ layout: 'diesel' })
})

test('what diesel refuses', async () => {
  const twins = await folderWith({ ...first, '2024-0102-030405_b/up.sql': 'SELECT 1;' })
  expect(await refusal(readHistory(twins))).toMatchObject({
    code: 'duplicate-migrations',
    details: ['2024-01-02-030405_a/up.sql', '2024-0102-030405_b/up.sql'],
  })
  const undone = await folderWith({ ...first, '2024-01-03-000000_b/down.sql': 'SELECT 1;' })
  expect(await refusal(readHistory(undone))).toMatchObject({ code: 'missing-up', details: ['2024-01-03-000000_b'] })
  const empty = await folderWith({ ...first, '2024-01-03-000000_b/up.sql': '' })
  expect(await refusal(readHistory(empty))).toMatchObject({ code: 'empty-migration', location: { line: 1, column: 1 } })
})

test('the consolidated migration is read back as it was written', async () => {
  const history = await readHistory(await folderWith(first))
  const written = await consolidatedFiles(history, { upSql: 'SELECT 1;\n', downSql: 'SELECT 2;\n' }, [])
  const files = Object.fromEntries(written.map(({ path, text }) => [path, text]))
  const again = await readHistory(await folderWith(files), { layout: 'diesel' })
  expect(again.migrations).toMatchObject([
    { id: '20240102030405', name: 'consolidated_schema', up: { text: 'SELECT 1;\n' }, down: { text: 'SELECT 2;\n' } },
  ])
})
