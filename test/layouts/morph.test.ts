import { expect, test } from 'vitest'
import { consolidatedFiles } from '../../src/layouts/consolidated-files.ts'
import { readHistory } from '../../src/layouts/read-history.ts'
import { folderWith, refusal } from './folders.ts'

const pairs = {
  '000001_a.up.sql': 'CREATE TABLE a (id int);',
  '000001_a.down.sql': 'DROP TABLE a;',
  '000002_b.up.sql': '-- morph:nontransactional\nCREATE INDEX CONCURRENTLY b ON a (id);',
  '000002_b.down.sql': '-- morph:nontransactional\nDROP INDEX CONCURRENTLY b;',
}

test('pairs, each a transaction but for the directive', async () => {
  const history = await readHistory(await folderWith(pairs))
  expect(history).toMatchObject({ layout: 'morph', session: 'one' })
  expect(history.trackingTables).toEqual([{ schema: 'public', name: 'db_migrations' }])
  expect(history.migrations).toMatchObject([
    { id: '000001', name: 'a', transaction: 'runner', files: ['000001_a.up.sql', '000001_a.down.sql'] },
    { id: '000002', name: 'b', transaction: 'file' },
  ])
})

test('the order of the names as text', async () => {
  const history = await readHistory(
    await folderWith({ 'go.mod': 'require github.com/mattermost/morph v1.1.0\n', '9_a.up.sql': '', '10_b.up.sql': '' }),
  )
  expect(history).toMatchObject({ layout: 'morph', migrations: [{ id: '10' }, { id: '9' }] })
})

test('the directive counts at the beginning alone', async () => {
  const late = '-- a comment\n-- morph:nontransactional\nSELECT 1;'
  const history = await readHistory(await folderWith({ ...pairs, '000003_c.up.sql': late }))
  expect(history.migrations.at(-1)).toMatchObject({ id: '000003', transaction: 'runner' })
})

test('a project that requires both runners says nothing of these files', async () => {
  const folder = await folderWith({
    'go.mod': 'require (\n\tgithub.com/mattermost/morph v1.1.0\n\tgithub.com/golang-migrate/migrate/v4 v4.18.0\n)\n',
    '1_a.up.sql': '',
  })
  expect(await refusal(readHistory(folder))).toMatchObject({
    code: 'ambiguous-layout',
    hint: 'Say which with --layout golang-migrate or --layout morph.',
  })
})

test('other endings of SQL too', async () => {
  const history = await readHistory(await folderWith({ '1_a.up.pgsql': 'SELECT 1;' }), { layout: 'morph' })
  expect(history.migrations).toMatchObject([{ id: '1', up: { text: 'SELECT 1;' } }])
})

test('the consolidated migration keeps the name of the newest one, by which the runner knows it', async () => {
  const history = await readHistory(await folderWith(pairs))
  const written = await consolidatedFiles(history, { upSql: 'SELECT 1;\n', downSql: 'SELECT 2;\n' }, [])
  const files = Object.fromEntries(written.map(({ path, text }) => [path, text]))
  expect(Object.keys(files)).toEqual(Object.keys(pairs).slice(-2).toSorted().toReversed())
  const again = await readHistory(await folderWith(files), { layout: 'morph' })
  expect(again.migrations).toMatchObject([
    { id: '000002', transaction: 'runner', up: { text: 'SELECT 1;\n' }, down: { text: 'SELECT 2;\n' } },
  ])
})
