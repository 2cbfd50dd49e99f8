import path from 'node:path'
import { expect, test } from 'vitest'
import { consolidatedFiles } from '../../src/layouts/consolidated-files.ts'
import { readHistory } from '../../src/layouts/read-history.ts'
import { folderWith, refusal } from './folders.ts'

const project = {
  'supabase/config.toml': 'project_id = "shop"\n[db]\nport = 54322\n',
  'supabase/seed.sql': 'INSERT INTO a VALUES (1);',
  'supabase/migrations/20240102030405_a.sql': 'CREATE TABLE a (id int);\n',
  'supabase/migrations/20240102030406_index.sql':
    '-- pg-delta: transaction=false\r\nCREATE INDEX CONCURRENTLY ON a (id);\n',
  'supabase/migrations/20240102030407_late.sql': '-- first\n-- pg-delta: transaction=false\nSELECT 1;\n',
}

test('files in the order of their names, each one batch with settings of its own', async () => {
  const folder = await folderWith(project)
  const history = await readHistory(path.join(folder, 'supabase', 'migrations'))
  expect(history).toMatchObject({ layout: 'supabase', session: 'each', trackingSchemas: ['supabase_migrations'] })
  expect(history.migrations).toMatchObject([
    { id: '20240102030405', name: 'a', transaction: 'file' },
    { id: '20240102030406', name: 'index', transaction: 'script' },
    { id: '20240102030407', name: 'late', transaction: 'file' },
  ])
  expect(history.findings).toMatchObject([{ code: 'seed-left-out', subject: 'seed.sql' }])
  const above = await readHistory(path.join(folder, 'supabase'))
  expect(above.migrations).toEqual(history.migrations)
})

test('a folder elsewhere, told by the settings above it', async () => {
  const folder = await folderWith({
    'config.toml': 'project_id = "shop"\n',
    'sql/20240102030405_a.sql': 'SELECT 1;',
  })
  expect(await readHistory(path.join(folder, 'sql'))).toMatchObject({ layout: 'supabase' })
  const unknown = await folderWith({ '20240102030405_a.sql': 'SELECT 1;' })
  expect(await readHistory(unknown, { layout: 'supabase' })).toMatchObject({ migrations: [{ name: 'a' }] })
})

test('what Supabase passes over is named', async () => {
  const folder = await folderWith({
    ...project,
    'supabase/migrations/20211208999999_init.sql': 'CREATE TABLE old ();',
    'supabase/migrations/rollback.sql': 'DROP TABLE a;',
  })
  const { migrations, findings } = await readHistory(path.join(folder, 'supabase', 'migrations'))
  expect(migrations).toHaveLength(3)
  expect(findings).toMatchObject([
    { code: 'not-a-migration', subject: '20211208999999_init.sql' },
    { code: 'not-a-migration', subject: 'rollback.sql' },
    { code: 'seed-left-out', subject: 'seed.sql' },
  ])
})

test('two files of one version', async () => {
  const folder = await folderWith({ ...project, 'supabase/migrations/20240102030405_b.sql': 'SELECT 1;' })
  expect(await refusal(readHistory(path.join(folder, 'supabase', 'migrations')))).toMatchObject({
    code: 'duplicate-migrations',
    details: ['20240102030405_a.sql', '20240102030405_b.sql'],
  })
})

test('the consolidated migration has the version of the newest', async () => {
  const history = await readHistory(path.join(await folderWith(project), 'supabase', 'migrations'))
  expect(await consolidatedFiles(history, { upSql: 'SELECT 1;\n', downSql: 'SELECT 2;\n' }, [])).toEqual([
    { path: '20240102030407_consolidated_schema.sql', text: 'SELECT 1;\n' },
  ])
})
