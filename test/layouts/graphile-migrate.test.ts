// The hashes here are those that graphile-migrate 1.4.1 itself computes (dist/hash.js).
import path from 'node:path'
import { expect, test } from 'vitest'
import { splitStatements } from '../../src/history/statements.ts'
import { consolidatedFiles } from '../../src/layouts/consolidated-files.ts'
import { readHistory } from '../../src/layouts/read-history.ts'
import { folderWith, refusal } from './folders.ts'

const usersHash = 'sha1:95e7140804553864174b21f39d8ed2287978843c'
const indexHash = 'sha1:e6e4dbbc695ad4ad50fe2e6b5e0db4349f66501e'
const users = `--! Previous: -\n--! Hash: ${usersHash}\n\nCREATE TABLE users (id int);\n`
const indexSql = '--! no-transaction\nCREATE INDEX CONCURRENTLY i ON users (id);\n'
const index = `--! Previous: ${usersHash}\n--! Hash: ${indexHash}\n--! Message: An index\n\n${indexSql}`
const files = { 'committed/000001.sql': users, 'committed/000002-an-index.sql': index }

test('the chain of committed migrations', async () => {
  const folder = await folderWith(files)
  const history = await readHistory(folder)
  expect(history).toMatchObject({ layout: 'graphile-migrate', session: 'one', root: path.join(folder, 'committed') })
  expect(history.migrations).toMatchObject([
    { id: '000001', name: '', transaction: 'runner', checksum: usersHash, files: ['000001.sql'] },
    { id: '000002', name: 'an-index', transaction: 'file', checksum: indexHash, files: ['000002-an-index.sql'] },
  ])
  expect(history.migrations[1] && (await splitStatements(history.migrations[1].up))).toMatchObject([{ line: 6 }])
  expect(await readHistory(path.join(folder, 'committed'))).toEqual(history)
})

test('what is not committed, and what is no migration', async () => {
  const one = await folderWith({ ...files, 'current.sql': 'SELECT 1;\n', 'committed/notes.sql': '' })
  const subjects = async (folder: string) => (await readHistory(folder)).findings.map(({ subject }) => subject)
  expect(await subjects(one)).toEqual(['committed/notes.sql', 'current.sql'])
  expect(await subjects(path.join(one, 'committed'))).toEqual(['notes.sql', '../current.sql'])
  expect(await subjects(await folderWith({ ...files, 'current.sql': '-- Enter migration here\n' }))).toEqual([])
  expect(await subjects(await folderWith({ ...files, 'current/1-a.sql': 'SELECT 1;' }))).toEqual(['current/1-a.sql'])
})

test('an include in a committed migration is a comment', async () => {
  const text = '--! Previous: -\n--! Hash: sha1:0\n--! AllowInvalidHash\n\n--!include functions/a.sql\nSELECT 1;\n'
  expect((await readHistory(await folderWith({ 'committed/1.sql': text }))).findings).toMatchObject([
    { code: 'never-run', subject: 'committed/1.sql', message: expect.stringContaining('functions/a.sql') as string },
  ])
})

test.each([
  ['a changed migration', users.replace('int', 'bigint'), 'checksum-mismatch', 2],
  ['a needless permission', users.replace('\n\n', '\n--! AllowInvalidHash\n\n'), 'checksum-mismatch', 3],
  ['a first migration behind another', index, 'broken-chain', 1],
  ['no hash', '--! Previous: -\n\nSELECT 1;\n', 'bad-header', 1],
  ['no empty line', users.replace('\n\n', '\n'), 'bad-header', 3],
  ['no SQL and no empty line', '--! Previous: -\n--! Hash: sha1:0\n', 'checksum-mismatch', 2],
  ['a header twice', users.replace('\n\n', '\n--! Hash: x\n\n'), 'bad-header', 3],
  ['carriage returns', users.replaceAll('\n', '\r\n'), 'bad-header', 1],
])('%s', async (_, text, code, line) => {
  const folder = await folderWith({ 'committed/000001.sql': text })
  expect(await refusal(readHistory(folder))).toMatchObject({ code, location: { line, column: 1 } })
})

test('a migration that is missing, and one that is there twice', async () => {
  const gap = { 'committed/000001.sql': users, 'committed/000003.sql': index.replace(usersHash, 'sha1:1') }
  expect(await refusal(readHistory(await folderWith(gap)))).toMatchObject({ code: 'checksum-mismatch' })
  const twins = { 'committed/000001.sql': users, 'committed/000001-b.sql': users }
  expect(await refusal(readHistory(await folderWith(twins)))).toMatchObject({
    code: 'duplicate-migrations',
    details: ['000001-b.sql', '000001.sql'],
  })
})

test('placeholders that the runner fills in by itself want a value', async () => {
  const text = '--! Previous: -\n--! Hash: sha1:0\n--! AllowInvalidHash\n\nGRANT SELECT ON a TO :DATABASE_OWNER;\n'
  const folder = await folderWith({ 'committed/1.sql': text })
  expect(await refusal(readHistory(folder))).toMatchObject({ code: 'placeholder-missing', location: { line: 5 } })
  const { migrations } = await readHistory(folder, { placeholders: { DATABASE_OWNER: 'app' } })
  expect(migrations[0]?.up.text).toContain('TO app;')
})

test('the consolidated migration begins the chain anew, and the newer ones follow', async () => {
  const folder = await folderWith(files)
  const history = await readHistory(folder, { to: '1' })
  const { migrations: kept } = await readHistory(folder)
  const written = await consolidatedFiles(history, { upSql: 'SELECT 1;\n', downSql: '' }, kept.slice(1))
  const hash = 'sha1:d30d858bf9fa5d8979af2d32c3be5e09b07da877'
  const next = 'sha1:f8bb64c56be9d8ec1f7638a9a9a411394dc659db'
  expect(written).toEqual([
    { path: '000001-consolidated_schema.sql', text: `--! Previous: -\n--! Hash: ${hash}\n\nSELECT 1;\n` },
    {
      path: '000002-an-index.sql',
      text: `--! Previous: ${hash}\n--! Hash: ${next}\n--! Message: An index\n\n${indexSql}`,
      replaces: true,
    },
  ])
  const again = await readHistory(await folderWith(Object.fromEntries(written.map((file) => [file.path, file.text]))))
  expect(again.migrations.map(({ checksum }) => checksum)).toEqual([hash, next])
})

test('a placeholder in the consolidated SQL would be replaced', async () => {
  const history = await readHistory(await folderWith(files))
  const upSql = "CREATE FUNCTION f() RETURNS text LANGUAGE sql AS 'select '':DATABASE_NAME''';"
  expect(await refusal(consolidatedFiles(history, { upSql, downSql: '' }, []))).toMatchObject({
    code: 'placeholder-in-sql',
    details: [upSql],
  })
})
