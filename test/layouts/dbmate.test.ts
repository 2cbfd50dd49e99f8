import path from 'node:path'
import { expect, test } from 'vitest'
import { splitStatements } from '../../src/history/statements.ts'
import { consolidatedFiles } from '../../src/layouts/consolidated-files.ts'
import { readHistory } from '../../src/layouts/read-history.ts'
import { folderWith, refusal } from './folders.ts'

const both = '-- migrate:up\nCREATE TABLE a (id int);\n\n-- migrate:down\nDROP TABLE a;\n'

test('both sides of a file, each in its place', async () => {
  const history = await readHistory(
    await folderWith({
      '20240102030405_a.sql': both,
      '20240102030406_index.sql':
        '-- migrate:up transaction:false\nCREATE INDEX CONCURRENTLY i ON a (id);\n-- migrate:down\n',
    }),
  )
  const [first, second] = history.migrations
  expect(history).toMatchObject({ layout: 'dbmate', session: 'one' })
  expect(first).toMatchObject({ id: '20240102030405', name: 'a', transaction: 'runner' })
  expect(second).toMatchObject({ transaction: 'file' })
  expect(first && (await splitStatements(first.up))).toMatchObject([{ text: 'CREATE TABLE a (id int)', line: 2 }])
  expect(first?.down && (await splitStatements(first.down))).toMatchObject([{ text: 'DROP TABLE a', line: 5 }])
  expect(first?.files).toEqual(['20240102030405_a.sql'])
})

test.each([
  ['-- migrate:up\nSELECT 1;\n', 'missing-marker', 1],
  ['SELECT 1;\n', 'missing-marker', 1],
  ['-- a comment\n\nSELECT 1;\n-- migrate:up\n-- migrate:down\n', 'sql-before-marker', 3],
  ['-- migrate:down\n-- migrate:up\nSELECT 1;\n', 'missing-marker', 2],
  ['-- migrate:up\n-- migrate:down\n--migrate:up \n-- migrate:down\n', 'several-migrations', 3],
])('a file that dbmate refuses: %j', async (text, code, line) => {
  const folder = await folderWith({ '1_a.sql': both, '2_b.sql': text })
  const error = await refusal(readHistory(folder))
  expect(error).toMatchObject({ code, location: { line, column: 1, file: path.join(folder, '2_b.sql') } })
})

test.each([
  ['-- migrate:up transaction:false', 'file'],
  ['--migrate:up\tother:1 transaction:false', 'file'],
  ['-- migrate:up transaction: false', 'runner'],
  ['-- migrate:up transaction:false transaction:true', 'runner'],
  ['-- migrate:up --transaction:false', 'runner'],
])('the options of %j', async (line, transaction) => {
  const history = await readHistory(await folderWith({ '1_a.sql': `${line}\nSELECT 1;\n-- migrate:down\n` }))
  expect(history.migrations).toMatchObject([{ transaction }])
})

test('a marker in the SQL would cut the consolidated migration', async () => {
  const history = await readHistory(await folderWith({ '7_a.sql': both }))
  const upSql = "CREATE FUNCTION f() RETURNS text LANGUAGE sql AS '\n-- migrate:down\nselect 1';"
  expect(await refusal(consolidatedFiles(history, { upSql, downSql: '' }, []))).toMatchObject({
    code: 'marker-in-sql',
    details: ['-- migrate:down'],
  })
})

test('the consolidated migration is read back as it was written', async () => {
  const history = await readHistory(await folderWith({ '7_a.sql': both }))
  const [file] = await consolidatedFiles(history, { upSql: 'SELECT 1;\n', downSql: 'SELECT 2;\n' }, [])
  const again = await readHistory(await folderWith({ [file?.path ?? '']: file?.text ?? '' }))
  expect(again.migrations).toMatchObject([{ id: '7', name: 'consolidated_schema' }])
  expect(again.migrations[0] && (await splitStatements(again.migrations[0].up))).toMatchObject([{ text: 'SELECT 1' }])
})
