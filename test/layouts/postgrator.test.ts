import { expect, test } from 'vitest'
import { consolidatedFiles } from '../../src/layouts/consolidated-files.ts'
import { readHistory } from '../../src/layouts/read-history.ts'
import { folderWith, refusal } from './folders.ts'

const files = {
  '9.do.users.sql': 'CREATE TABLE users (id int);',
  '9.undo.users.sql': 'DROP TABLE users;',
  '010.do.sql': 'CREATE TABLE orders (id int);',
}

test('versions count as numbers, and each file is one query on the same connection', async () => {
  const history = await readHistory(await folderWith(files))
  expect(history).toMatchObject({ layout: 'postgrator', session: 'one' })
  expect(history.migrations).toMatchObject([
    { id: '9', name: 'users', transaction: 'file', files: ['9.do.users.sql', '9.undo.users.sql'] },
    { id: '010', name: '', files: ['010.do.sql'] },
  ])
})

test('what postgrator never runs', async () => {
  const history = await readHistory(
    await folderWith({ ...files, '0.do.zero.sql': '', '11.up.sql': '', 'x.sql': '', '12.undo.sql': '', 'a.md': '' }),
  )
  expect(history.migrations).toHaveLength(2)
  expect(history.findings.map(({ code, subject }) => [code, subject])).toEqual([
    ['not-a-migration', '0.do.zero.sql'],
    ['not-a-migration', '11.up.sql'],
    ['not-a-migration', 'x.sql'],
    ['orphan-rollback', '12.undo.sql'],
  ])
})

test('two files of one version', async () => {
  expect(await refusal(readHistory(await folderWith({ ...files, '09.do.more.sql': '' })))).toMatchObject({
    code: 'duplicate-migrations',
    details: ['09.do.more.sql', '9.do.users.sql'],
  })
})

test('code', async () => {
  const error = await refusal(readHistory(await folderWith({ ...files, '11.do.more.js': '', '11.undo.more.sql': '' })))
  expect(error).toMatchObject({ code: 'not-sql', details: ['11.do.more.js'] })
  expect(error.hint).toContain('--run')
})

test('the consolidated migration is read back as it was written', async () => {
  const history = await readHistory(await folderWith(files))
  const written = await consolidatedFiles(history, { upSql: 'SELECT 1;\n', downSql: 'SELECT 2;\n' }, [])
  const again = await readHistory(await folderWith(Object.fromEntries(written.map(({ path, text }) => [path, text]))))
  expect(again.migrations).toMatchObject([
    { id: '010', name: 'consolidated_schema', up: { text: 'SELECT 1;\n' }, down: { text: 'SELECT 2;\n' } },
  ])
})
