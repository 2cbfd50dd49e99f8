import { expect, test } from 'vitest'
import { consolidatedFiles } from '../../src/layouts/consolidated-files.ts'
import { readHistory } from '../../src/layouts/read-history.ts'
import { folderWith, refusal } from './folders.ts'

const cargo = { 'Cargo.toml': '[dependencies]\nsqlx = "0.8"\n' }
const sql = { upSql: 'SELECT 1;\n', downSql: 'SELECT 2;\n' }

test('numbers count as numbers, and each file is one transaction', async () => {
  const history = await readHistory(await folderWith({ ...cargo, '10_b.sql': '', '9_a.sql': '' }))
  expect(history).toMatchObject({ layout: 'sqlx', session: 'one' })
  expect(history.migrations).toMatchObject([
    { id: '9', name: 'a', transaction: 'runner', files: ['9_a.sql'] },
    { id: '10', name: 'b', transaction: 'runner', files: ['10_b.sql'] },
  ])
})

test('a layout that only names tell is said to be one', async () => {
  const folder = await folderWith({ '20240102030405_a.sql': 'SELECT 1;' })
  expect((await readHistory(folder)).findings).toMatchObject([{ code: 'layout-by-name', subject: 'sqlx' }])
  expect((await readHistory(folder, { layout: 'sqlx' })).findings).toEqual([])
})

test('pairs beside simple files', async () => {
  const history = await readHistory(
    await folderWith({ ...cargo, '1_a.sql': '', '2_b.up.sql': 'SELECT 1;', '2_b.down.sql': 'SELECT 2;' }),
  )
  expect(history.migrations).toMatchObject([
    { id: '1', files: ['1_a.sql'] },
    { id: '2', name: 'b', files: ['2_b.up.sql', '2_b.down.sql'], down: { text: 'SELECT 2;' } },
  ])
})

test.each([
  ['-- no-transaction\nSELECT 1;', 'file'],
  ['-- no-transactional\nSELECT 1;', 'file'],
  ['\n-- no-transaction\nSELECT 1;', 'runner'],
  ['\uFEFF-- no-transaction\nSELECT 1;', 'runner'],
])('the directive counts as the very first bytes alone: %j', async (text, transaction) => {
  const history = await readHistory(await folderWith({ ...cargo, '1_a.sql': text }))
  expect(history.migrations).toMatchObject([{ transaction }])
})

test('the checksum that a table _sqlx_migrations holds for these bytes', async () => {
  const columns = ['id UUID PRIMARY KEY', 'name TEXT NOT NULL', 'created_at TIMESTAMPTZ NOT NULL']
  const lines = [...columns, 'updated_at TIMESTAMPTZ NOT NULL'].map((column) => `    ${column}`)
  const text = `CREATE TABLE IF NOT EXISTS users (\n${lines.join(',\n')}\n); `
  const history = await readHistory(await folderWith({ '20251006215000_users.sql': text }))
  const checksum = '4f13ce14ff67ef0b7145987c7b22b588745bf9fbb7b673450c26a0f2f9a36ef8ca980e456c8d77cfb1b2d7a4577a64d7'
  expect(history).toMatchObject({ layout: 'sqlx', migrations: [{ id: '20251006215000', name: 'users', checksum }] })
})

test('what sqlx refuses, and what it passes over', async () => {
  const twins = await folderWith({ ...cargo, '1_a.sql': '', '01_b.up.sql': '' })
  expect(await refusal(readHistory(twins))).toMatchObject({
    code: 'duplicate-migrations',
    details: ['1_a.sql', '01_b.up.sql'],
  })
  const unnumbered = await folderWith({ ...cargo, '1_a.sql': '', 'seed_data.sql': '' })
  expect(await refusal(readHistory(unnumbered))).toMatchObject({ code: 'missing-number', details: ['seed_data.sql'] })
  const history = await readHistory(await folderWith({ ...cargo, '1_a.sql': '', 'seed.sql': '' }))
  expect(history.findings).toMatchObject([{ code: 'not-a-migration', subject: 'seed.sql' }])
})

test('another runner of a project that uses sqlx for its queries', async () => {
  const text = '-- migrate:up\nSELECT 1;\n-- migrate:down\n'
  expect(await readHistory(await folderWith({ ...cargo, '1_a.sql': text }))).toMatchObject({ layout: 'dbmate' })
})

test('without the project, numbered files are not taken for sqlx', async () => {
  expect(await readHistory(await folderWith({ '001_a.sql': '' }))).toMatchObject({ layout: 'numbered' })
})

test('the consolidated migration is one file, or a pair where the newest was one', async () => {
  const simple = await readHistory(await folderWith({ ...cargo, '7_a.sql': '' }))
  expect(await consolidatedFiles(simple, sql, [])).toEqual([{ path: '7_consolidated_schema.sql', text: sql.upSql }])
  const pair = await readHistory(await folderWith({ ...cargo, '7_a.up.sql': '', '7_a.down.sql': '' }))
  const written = await consolidatedFiles(pair, sql, [])
  const files = Object.fromEntries(written.map(({ path, text }) => [path, text]))
  const again = await readHistory(await folderWith({ ...cargo, ...files }))
  expect(again.migrations).toMatchObject([
    { id: '7', name: 'consolidated_schema', up: { text: sql.upSql }, down: { text: sql.downSql } },
  ])
})
