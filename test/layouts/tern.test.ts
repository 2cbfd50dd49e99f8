import path from 'node:path'
import { expect, test } from 'vitest'
import { splitStatements } from '../../src/history/statements.ts'
import { consolidatedFiles } from '../../src/layouts/consolidated-files.ts'
import { readHistory } from '../../src/layouts/read-history.ts'
import { folderWith, refusal } from './folders.ts'

const both = 'CREATE TABLE a (id int);\n\n---- create above / drop below ----\n\nDROP TABLE a;\n'
const sql = { upSql: 'SELECT 1;\n', downSql: 'SELECT 2;\n' }

test('both sides of a file, each in its place, in the order of the numbers', async () => {
  const history = await readHistory(
    await folderWith({
      '1_a.sql': both,
      '2_b.sql': '---- tern: disable-tx ----\nCREATE INDEX CONCURRENTLY b ON a (id);\n',
      ...Object.fromEntries([3, 4, 5, 6, 7, 8, 9, 10].map((number) => [`${number}_c.sql`, 'SELECT 1;'])),
      'notes.sql': '',
    }),
  )
  const [first, second] = history.migrations
  expect(history).toMatchObject({ layout: 'tern', session: 'one-reset' })
  expect(history.migrations.map(({ id }) => id)).toEqual(['1', '2', '3', '4', '5', '6', '7', '8', '9', '10'])
  expect(first).toMatchObject({ name: 'a', transaction: 'runner', files: ['1_a.sql'] })
  expect(second).toMatchObject({ transaction: 'script' })
  expect(second?.down).toBeUndefined()
  expect(first && (await splitStatements(first.up))).toMatchObject([{ text: 'CREATE TABLE a (id int)', line: 1 }])
  expect(first?.down && (await splitStatements(first.down))).toMatchObject([{ text: 'DROP TABLE a', line: 5 }])
  expect(history.findings).toMatchObject([{ code: 'not-a-migration', subject: 'notes.sql' }])
})

test('data of the settings, given as placeholders', async () => {
  const folder = await folderWith({
    'tern.conf': '',
    '1_a.sql': 'CREATE TABLE {{.prefix}}_a (id int);\nSELECT 1 FROM {{ .prefix }}_a;',
  })
  const history = await readHistory(folder, { placeholders: { prefix: 'foo' } })
  expect(history.migrations[0]?.up.text).toBe('CREATE TABLE foo_a (id int);\nSELECT 1 FROM foo_a;')
  expect(await refusal(readHistory(folder))).toMatchObject({
    code: 'placeholder-missing',
    location: { line: 1, column: 14 },
    hint: expect.stringContaining('--placeholder prefix=VALUE'),
  })
})

test.each([
  ['SELECT 1;\n{{ template "shared/a.sql" . }}\n', 'unsupported-template', 2, 1],
  ["SELECT '{{.a | upper}}';", 'unsupported-template', 1, 9],
  ['-- nothing yet\n\n', 'empty-migration', 1, 1],
])('a file that cannot be read: %j', async (text, code, line, column) => {
  const folder = await folderWith({ '1_a.sql': both, '2_b.sql': text })
  const error = await refusal(readHistory(folder))
  expect(error).toMatchObject({ code, location: { line, column, file: path.join(folder, '2_b.sql') } })
})

test('numbers that are missing or doubled', async () => {
  const gap = await folderWith({ '001_a.sql': both, '003_c.sql': both })
  expect(await refusal(readHistory(gap, { allowGaps: true }))).toMatchObject({
    code: 'missing-migrations',
    details: ['found in its place: 003_c.sql'],
  })
  const twins = await folderWith({ '001_a.sql': both, '1_b.sql': both })
  expect(await refusal(readHistory(twins))).toMatchObject({ code: 'duplicate-migrations' })
})

test('the consolidated migration is number 1 and is read back as it was written', async () => {
  const history = await readHistory(await folderWith({ '001_a.sql': both, '002_b.sql': both }))
  const [file] = await consolidatedFiles(history, sql, [])
  expect(file?.path).toBe('001_consolidated_schema.sql')
  const again = await readHistory(await folderWith({ [file?.path ?? '']: file?.text ?? '' }))
  expect(again.migrations[0] && (await splitStatements(again.migrations[0].up))).toMatchObject([{ text: 'SELECT 1' }])
  expect(again.migrations[0]?.down?.text.trim()).toBe('SELECT 2;')
})

test('what tern would take for a template, and migrations that would lose their number', async () => {
  const history = await readHistory(await folderWith({ '1_a.sql': both, '2_b.sql': both }))
  const template = consolidatedFiles(history, { ...sql, upSql: "SELECT '{{x}}';\n" }, [])
  expect(await refusal(template)).toMatchObject({ code: 'marker-in-sql', details: ["SELECT '{{x}}';"], exitCode: 1 })
  const kept = consolidatedFiles(history, sql, history.migrations.slice(1))
  expect(await refusal(kept)).toMatchObject({
    code: 'kept-migrations',
    message: 'tern counts from 1 without a gap, and 1 newer migration stays',
    exitCode: 1,
  })
})
