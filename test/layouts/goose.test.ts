import path from 'node:path'
import { expect, test } from 'vitest'
import { locate } from '../../src/history/location.ts'
import { splitStatements } from '../../src/history/statements.ts'
import { consolidatedFiles } from '../../src/layouts/consolidated-files.ts'
import { readHistory } from '../../src/layouts/read-history.ts'
import { folderWith, refusal } from './folders.ts'

const both = '-- +goose Up\nCREATE TABLE a (id int);\n\n-- +goose Down\nDROP TABLE a;\n'
const sql = { upSql: 'SELECT 1;\nSELECT 2;\n', downSql: 'SELECT 3;\n' }

test('both sides of a file, each in its place, in the order of the numbers', async () => {
  const history = await readHistory(
    await folderWith({
      '10_index.sql': '-- +goose NO TRANSACTION\n-- +goose up\nCREATE INDEX CONCURRENTLY i ON a (id);\n',
      '00009_a.sql': both,
      'helpers.go': 'package migrations\n',
      'seed.sql': '',
    }),
  )
  const [first, second] = history.migrations
  expect(history).toMatchObject({ layout: 'goose', session: 'one' })
  expect(first).toMatchObject({ id: '00009', name: 'a', transaction: 'runner', files: ['00009_a.sql'] })
  expect(second).toMatchObject({ id: '10', transaction: 'script' })
  expect(second?.down).toBeUndefined()
  expect(first && (await splitStatements(first.up))).toMatchObject([{ text: 'CREATE TABLE a (id int)', line: 2 }])
  expect(first?.down && (await splitStatements(first.down))).toMatchObject([{ text: 'DROP TABLE a', line: 5 }])
  expect(history.findings).toMatchObject([{ code: 'not-a-migration', subject: 'seed.sql' }])
})

test('blocks are statements without a semicolon, and annotations inside them never reach the server', async () => {
  const lines = [
    '-- +goose Up',
    '-- +goose StatementBegin',
    'CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$',
    '-- +goose ENVSUB ON',
    'BEGIN',
    "  RAISE NOTICE '${GREETING:-hello} to all';",
    '-- +goose ENVSUB OFF',
    'END $$',
    '-- +goose StatementEnd',
    'SELECT 1; -- done',
    '-- the end',
  ]
  const folder = await folderWith({ '1_a.sql': lines.join('\n') })
  const history = await readHistory(folder, { placeholders: { GREETING: 'good day' } })
  const up = history.migrations[0]?.up
  const statements = up && (await splitStatements(up))
  expect(statements).toMatchObject([
    {
      text: "CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$\nBEGIN\n  RAISE NOTICE 'good day to all';\nEND $$\n",
    },
    { text: 'SELECT 1', line: 10, column: 1 },
  ])
  expect(up && locate(up, up.text.indexOf('to all'))).toMatchObject({ line: 6, column: 36 })
  expect(await refusal(readHistory(folder))).toMatchObject({
    code: 'placeholder-missing',
    location: { line: 6, column: 17 },
    hint: expect.stringContaining('--placeholder GREETING=VALUE'),
  })
})

test('between ENVSUB ON and OFF alone, and ${NAME} alone', async () => {
  const lines = [
    '-- +goose Up',
    '-- +goose ENVSUB ON',
    "SELECT '${NAME}', (ARRAY[1, 2])[1:NAME], ':NAME {{NAME}}';",
    '-- +goose ENVSUB OFF',
    "SELECT '${NAME} ${OTHER}';",
  ]
  const folder = await folderWith({ '1_a.sql': lines.join('\n') })
  const history = await readHistory(folder, { placeholders: { NAME: 'x' } })
  expect(history.migrations[0]?.up.text.trim().split('\n')).toEqual([
    '-- +goose ENVSUB ON',
    "SELECT 'x', (ARRAY[1, 2])[1:NAME], ':NAME {{NAME}}';",
    '-- +goose ENVSUB OFF',
    "SELECT '${NAME} ${OTHER}';",
  ])
})

test('without ENVSUB nothing is replaced', async () => {
  const folder = await folderWith({ '1_a.sql': "-- +goose Up\nSELECT '${NAME}';\n" })
  const history = await readHistory(folder, { placeholders: { NAME: 'x' } })
  expect(history.migrations[0]?.up.text).toContain("'${NAME}'")
})

const body = 'CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$\nBEGIN\n  PERFORM 1; -- one\nEND $$;'

test.each([
  ['', 'missing-marker', 1, 1],
  ['-- +goose Down\nSELECT 1;\n', 'missing-marker', 1, 1],
  ['-- a comment\nSELECT 1;\n-- +goose Up\n', 'sql-before-marker', 2, 1],
  ['-- +goose Up\n-- +goose Up\n', 'duplicate-marker', 2, 1],
  ['-- +goose Up\nSELECT 1;\n-- +goose Down\n-- +goose Down\n', 'duplicate-marker', 4, 1],
  ['-- +goose Up\n-- +goose Sideways\n', 'unknown-directive', 2, 1],
  ['-- +goose Up\n  -- +goose Down\n', 'unknown-directive', 2, 1],
  ['-- +goose Up -- +goose StatementBegin\n', 'unknown-directive', 1, 1],
  ['-- +goose Up\n-- +goose StatementBegin\nSELECT 1;\n', 'unfinished-block', 2, 1],
  ['-- +goose Up\n-- +goose StatementBegin\nSELECT 1;\n-- +goose Down\n', 'unfinished-block', 2, 1],
  ['-- +goose Up\nSELECT 1;\n-- +goose StatementEnd\n', 'unfinished-block', 3, 1],
  ['-- +goose Up\n-- +goose StatementBegin\n-- +goose StatementEnd\nSELECT 1;\n', 'empty-block', 2, 1],
  ['-- +goose Up\nSELECT 1;\n\nSELECT 2\n-- +goose Down\n', 'unfinished-statement', 4, 1],
  ['-- +goose Up\nSELECT 1 -- not yet;\n', 'unfinished-statement', 2, 1],
  [`-- +goose Up\nSELECT 1;\n${body}\n`, 'statement-cut', 5, 12],
  [`-- +goose Up\r\n${body.replaceAll('\n', '\r\n')}\r\n`, 'statement-cut', 4, 12],
  ["-- +goose Up\nSELECT 'a;\n';\n", 'statement-cut', 2, 10],
  ['-- +goose Up\n/* before;\n*/ SELECT 1;\n', 'statement-cut', 2, 10],
  ['-- +goose Up\nCREATE RULE r AS ON DELETE TO a DO (SELECT 1; -- one\nSELECT 2);\n', 'statement-cut', 2, 45],
  ['-- +goose Up\nCREATE FUNCTION f() RETURNS int BEGIN ATOMIC\nSELECT 1;\nEND;\n', 'statement-cut', 3, 9],
  ['-- +goose Up\n-- +goose ENVSUB ON\nSELECT 1,\n $$a$$;\n', 'unsupported-placeholder', 4, 2],
  ['-- +goose Up\n-- +goose ENVSUB ON\nSELECT $NAME;\n', 'unsupported-placeholder', 3, 8],
])('a file that goose refuses: %j', async (text, code, line, column) => {
  const folder = await folderWith({ '1_a.sql': both, '2_b.sql': text })
  const error = await refusal(readHistory(folder))
  expect(error).toMatchObject({ code, location: { line, column, file: path.join(folder, '2_b.sql') } })
})

test.each([
  `-- +goose StatementBegin\n${body}\n-- +goose StatementEnd\n`,
  'CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT 1; SELECT 2 $$; -- it goes on; and on\nSELECT 1;\n',
  'SELECT 1; SELECT 2; /* two; /* in */ one */\n;\nSELECT 3; -- three\n',
  "SELECT ' -- ;\n', E'it\\'s', 1 /* ' */ , $a$ ; $a$ , ';';\n",
  'CREATE RULE r AS ON DELETE TO a DO (SELECT 1; SELECT 2);\n',
  'CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; END;\n',
  `SELECT 1;\n-- +goose Down\n${body}\n`,
])('a file that goose does not cut inside a statement: %j', async (text) => {
  const history = await readHistory(await folderWith({ '1_a.sql': `-- +goose Up\n${text}` }))
  const [migration] = history.migrations
  expect(migration && (await splitStatements(migration.up)).length).toBeGreaterThan(0)
})

test('numbers that are doubled, and migrations in Go', async () => {
  const twins = await folderWith({ '01_a.sql': both, '1_b.sql': both })
  expect(await refusal(readHistory(twins))).toMatchObject({ code: 'duplicate-migrations' })
  const code = await folderWith({ '1_a.sql': both, '2_b.go': 'package migrations\n', '2_b_test.go': '' })
  expect(await refusal(readHistory(code))).toMatchObject({
    code: 'not-sql',
    details: ['2_b.go'],
    hint: expect.stringContaining('--run'),
  })
})

test('the consolidated migration is read back as it was written', async () => {
  const history = await readHistory(await folderWith({ '7_a.sql': both }))
  const [file] = await consolidatedFiles(history, sql, [])
  const again = await readHistory(await folderWith({ [file?.path ?? '']: file?.text ?? '' }))
  const [migration] = again.migrations
  expect(migration).toMatchObject({ id: '7', name: 'consolidated_schema' })
  expect(migration && (await splitStatements(migration.up))).toMatchObject([{ text: 'SELECT 1' }, { text: 'SELECT 2' }])
  expect(migration?.down && (await splitStatements(migration.down))).toMatchObject([{ text: 'SELECT 3' }])
  const misread = consolidatedFiles(history, { ...sql, upSql: "SELECT '\n-- +goose Down\n';\n" }, [])
  expect(await refusal(misread)).toMatchObject({ code: 'marker-in-sql', details: ['-- +goose Down'], exitCode: 1 })
})
