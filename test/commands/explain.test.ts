import { expect, test } from 'vitest'
import { explain } from '../../src/commands/explain.ts'
import { explainText } from '../../src/report/explain-text.ts'
import { folderWith } from '../layouts/folders.ts'

const files = {
  '001_users.sql': 'BEGIN;\nCREATE TABLE users (id int);\nINSERT INTO users VALUES (1), (2);\nCOMMIT;\n',
  '002_drop.sql': '-- no longer used\nALTER TABLE users\n  DROP COLUMN id;\n',
  '003_more.sql': 'CREATE TABLE a (id int);\nCREATE TABLE b (id int);\n',
  'rollbacks/003_rollback_more.sql': 'DROP TABLE b, a;\n',
}

test('each migration as it is read, with what it does', async () => {
  const result = await explain({ history: await folderWith(files) })
  expect(result).toMatchObject({
    layout: 'numbered',
    session: 'each',
    statements: 7,
    risks: { 'non-breaking': 1, breaking: 1, data: 1 },
    migrations: [
      { order: 1, id: '001', name: 'users', transaction: 'script', statements: 4, risk: 'data', rows: 2, down: false },
      {
        order: 2,
        id: '002',
        risk: 'breaking',
        irreversible: true,
        rows: 0,
        details: [{ line: 2, subject: 'users.id' }],
      },
      { order: 3, id: '003', risk: 'non-breaking', changes: { 'CREATE TABLE': 2 }, down: true },
    ],
  })
})

test('the report is a table, and names the place of what breaks', async () => {
  const folder = await folderWith(files)
  const lines = explainText(await explain({ history: folder }), { colour: false }).split('\n')
  expect(lines.slice(0, 5).map((line) => line.trimEnd())).toEqual([
    '3 migrations in the layout numbered',
    '#  migration  transaction  statements  risk                    rows  down  changes',
    '1  001 users  script       4           data                    2     no    CREATE TABLE, INSERT',
    '2  002 drop   script       1           breaking, irreversible        no    DROP COLUMN',
    '3  003 more   script       2           non-breaking                  yes   2 × CREATE TABLE',
  ])
  expect(lines).toContain('7 statements: 1 migration non-breaking, 1 breaking, 1 data')
  expect(lines.slice(-2)).toEqual(['What a DO block, a procedure or a trigger does is not known from the files.', ''])
  expect(lines).toContain(`  ${folder}/002_drop.sql:2: DROP COLUMN users.id (breaking, irreversible)`)
})

test('up to a migration; a syntax error has its place', async () => {
  const folder = await folderWith({ ...files, '004_wrong.sql': 'CREATE TABLE c (\n  id int,\n);\n' })
  expect((await explain({ history: folder, to: '2' })).migrations).toHaveLength(2)
  await expect(explain({ history: folder })).rejects.toMatchObject({
    code: 'syntax-error',
    location: { file: `${folder}/004_wrong.sql`, line: 3, column: 1 },
  })
})

test('what consolidate refuses is said to be refused', async () => {
  const server =
    "CREATE TABLE c (id int);\n  CREATE DATABASE other;\nALTER SYSTEM SET work_mem = '1MB';\nALTER ROLE r NOLOGIN;\n"
  const folder = await folderWith({ ...files, '004_server.sql': server })
  const result = await explain({ history: folder })
  expect(result.findings).toMatchObject([
    { code: 'server-statement', severity: 'warning', subject: `${folder}/004_server.sql:2:3` },
    { code: 'server-statement', subject: `${folder}/004_server.sql:3:1` },
  ])
  expect(explainText(result, { colour: false })).toContain(
    'CREATE DATABASE changes the server, not the database: consolidate refuses',
  )
})
