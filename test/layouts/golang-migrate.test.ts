import { expect, test } from 'vitest'
import { consolidatedFiles } from '../../src/layouts/consolidated-files.ts'
import { readHistory } from '../../src/layouts/read-history.ts'
import { folderWith, refusal } from './folders.ts'

const pairs = {
  '9_users.up.sql': 'CREATE TABLE users (id int);',
  '9_users.down.sql': 'DROP TABLE users;',
  '10_orders.up.sql': 'CREATE TABLE orders (id int);',
  '10_orders.down.sql': 'DROP TABLE orders;',
}

test('numbers count as numbers, and each file is one query on the same connection', async () => {
  const history = await readHistory(await folderWith(pairs))
  expect(history).toMatchObject({ layout: 'golang-migrate', session: 'one' })
  expect(history.migrations).toMatchObject([
    { id: '9', name: 'users', transaction: 'file', files: ['9_users.up.sql', '9_users.down.sql'] },
    { id: '10', name: 'orders', files: ['10_orders.up.sql', '10_orders.down.sql'] },
  ])
})

test('of the files of several databases, those for PostgreSQL', async () => {
  const history = await readHistory(
    await folderWith({ '1_a.postgres.up.sql': 'SELECT 1;', '1_a.mysql.up.sql': 'SELECT `a`;', 'seed.sql': '' }),
  )
  expect(history.migrations).toMatchObject([{ id: '1', name: 'a', files: ['1_a.postgres.up.sql'] }])
  expect(history.findings.map(({ subject }) => subject)).toEqual(['seed.sql', '1_a.mysql.up.sql'])
})

test('each ending of SQL, and any other is named, since the runner would run it', async () => {
  const history = await readHistory(
    await folderWith({
      ...pairs,
      '11_b.up.pgsql': 'SELECT 1;',
      '11_b.down.psql': 'SELECT 2;',
      '12_c.up.Sql': 'SELECT 3;',
      '13_d.up.ddl': 'SELECT 4;',
      '14_e.up.x.sql': 'SELECT 5;',
      '15_f.mysql.up.ddl': 'SELECT 6;',
      'notes.up.txt': '',
    }),
    { layout: 'golang-migrate' },
  )
  expect(history.migrations.slice(2)).toMatchObject([
    { id: '11', name: 'b', up: { text: 'SELECT 1;' }, down: { text: 'SELECT 2;' } },
    { id: '12', name: 'c', files: ['12_c.up.Sql'] },
  ])
  expect(history.findings).toMatchObject([
    { code: 'not-a-migration', subject: '13_d.up.ddl', message: expect.stringContaining('would run it') as string },
    { code: 'not-a-migration', subject: '14_e.up.x.sql' },
    { code: 'not-a-migration', subject: '15_f.mysql.up.ddl', message: expect.stringContaining('another') as string },
  ])
})

test('two files of one number and side', async () => {
  const folder = await folderWith({ '1_a.up.sql': '', '01_b.up.sql': '' })
  expect(await refusal(readHistory(folder))).toMatchObject({
    code: 'duplicate-migrations',
    details: ['01_b.up.sql', '1_a.up.sql'],
  })
})

test('the consolidated migration has the number of the newest', async () => {
  const history = await readHistory(await folderWith(pairs))
  expect(await consolidatedFiles(history, { upSql: 'SELECT 1;\n', downSql: 'SELECT 2;\n' }, [])).toEqual([
    { path: '10_consolidated_schema.up.sql', text: 'SELECT 1;\n' },
    { path: '10_consolidated_schema.down.sql', text: 'SELECT 2;\n' },
  ])
})
