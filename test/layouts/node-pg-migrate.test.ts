import { expect, test } from 'vitest'
import { splitStatements } from '../../src/history/statements.ts'
import type { Script } from '../../src/history/migration.ts'
import { consolidatedFiles } from '../../src/layouts/consolidated-files.ts'
import { readHistory } from '../../src/layouts/read-history.ts'
import { folderWith, refusal } from './folders.ts'

const both = '-- Up Migration\nCREATE TABLE a (id int);\n\n---- down  migration, by hand\nDROP TABLE a;\n'
const project = { 'package.json': '{"devDependencies":{"node-pg-migrate":"^9.0.0"}}' }

async function statements(script: Script | undefined) {
  const found = script === undefined ? [] : await splitStatements(script)
  return found.map(({ text, line }) => [text, line])
}

test('both sides of a file, each in its place, in the order of the times', async () => {
  const history = await readHistory(
    await folderWith({ '1700000000000_a-table.sql': both, '20200101000000000_old.sql': both, '0002_index.sql': both }),
  )
  expect(history).toMatchObject({ layout: 'node-pg-migrate', session: 'one' })
  expect(history.migrations.map(({ id, name, transaction }) => [id, name, transaction])).toEqual([
    ['0002', 'index', 'runner'],
    ['20200101000000000', 'old', 'runner'],
    ['1700000000000', 'a-table', 'runner'],
  ])
  expect(await statements(history.migrations[0]?.up)).toEqual([['CREATE TABLE a (id int)', 2]])
  expect(await statements(history.migrations[0]?.down)).toEqual([['DROP TABLE a', 5]])
})

test.each([
  ['no marker', 'SELECT 1;\n', [['SELECT 1', 1]], []],
  [
    'the sides the other way round',
    '-- Down Migration\nSELECT 2;\n-- Up Migration\nSELECT 1;\n',
    [['SELECT 1', 4]],
    [],
  ],
  ['SQL above the markers', `SELECT 0;\n${both}`, [['CREATE TABLE a (id int)', 3]], ['never-run']],
  [
    'the down side alone',
    'SELECT 1;\n-- Down Migration\nSELECT 2;\n',
    [
      ['SELECT 1', 1],
      ['SELECT 2', 3],
    ],
    ['down-runs-too'],
  ],
])('%s', async (_, text, up, codes) => {
  const history = await readHistory(await folderWith({ '1_a.sql': both, '2_b.sql': text }))
  expect(await statements(history.migrations[1]?.up)).toEqual(up)
  expect(history.findings.map(({ code }) => code)).toEqual(codes)
})

test('without markers, the project says whose files they are', async () => {
  const files = { 'migrations/1_a.sql': 'SELECT 1;', 'migrations/README.md': '' }
  expect(await readHistory(`${await folderWith(files)}/migrations`)).toMatchObject({ layout: 'numbered' })
  const several = { 'package.json': '{"dependencies":{"node-pg-migrate":"^9.0.0","dbmate":"^2.24.0"}}' }
  expect(await readHistory(`${await folderWith({ ...files, ...several })}/migrations`)).toMatchObject({
    layout: 'numbered',
  })
  const history = await readHistory(`${await folderWith({ ...files, ...project })}/migrations`)
  expect(history).toMatchObject({
    layout: 'node-pg-migrate',
    findings: [{ code: 'not-a-migration', subject: 'README.md' }],
  })
})

test('what its one transaction for all cannot run', async () => {
  const folder = await folderWith({ '1_a.sql': both, '2_b.sql': '-- Up Migration\nREINDEX TABLE CONCURRENTLY a;\n' })
  expect((await readHistory(folder)).findings).toMatchObject([
    { code: 'runner-stops', subject: expect.stringContaining('2_b.sql:2') as string },
  ])
})

test('what its one transaction for all carries into the next migration', async () => {
  const local = '-- Up Migration\nSET LOCAL search_path TO app;\n'
  const folder = await folderWith({ '1_a.sql': local, '2_b.sql': local })
  expect((await readHistory(folder)).findings).toMatchObject([
    { code: 'reaches-further', severity: 'warning', subject: expect.stringContaining('1_a.sql:2:1') as string },
  ])
})

test('pairs of files', async () => {
  const pair = { '1_a.up.sql': 'SELECT 1;', '1_a.down.sql': 'SELECT 2;', '2_b.sql': both }
  const read = async (files: Readonly<Record<string, string>>) =>
    readHistory(await folderWith(files), { layout: 'node-pg-migrate' })
  expect((await read(pair)).migrations).toMatchObject([
    { id: '1', name: 'a', files: ['1_a.up.sql', '1_a.down.sql'] },
    { id: '2', name: 'b', files: ['2_b.sql'] },
  ])
  expect(await refusal(read({ ...pair, '1_a.sql': '' }))).toMatchObject({ code: 'duplicate-migrations' })
  expect(await refusal(read({ ...pair, '3_c.down.sql': '' }))).toMatchObject({ code: 'missing-up' })
})

test('code', async () => {
  const error = await refusal(readHistory(await folderWith({ '1_a.sql': both, '2_b.ts': '' })))
  expect(error).toMatchObject({ code: 'not-sql', details: ['2_b.ts'] })
  expect(error.hint).toContain('--run')
})

test('the consolidated migration is read back as it was written', async () => {
  const history = await readHistory(await folderWith({ '1_a.sql': both }))
  const [file] = await consolidatedFiles(history, { upSql: 'SELECT 1;\n', downSql: 'SELECT 2;\n' }, [])
  const again = await readHistory(await folderWith({ [file?.path ?? '']: file?.text ?? '' }))
  expect(again.migrations).toMatchObject([{ id: '1', name: 'consolidated_schema' }])
  expect(await statements(again.migrations[0]?.up)).toEqual([['SELECT 1', 3]])
  expect(await statements(again.migrations[0]?.down)).toEqual([['SELECT 2', 7]])
})

test('what the consolidated migration cannot hold', async () => {
  const history = await readHistory(await folderWith({ '1_a.sql': both, '1_b.sql': both }))
  const upSql = "COMMENT ON TABLE a IS 'see\n-- down migration';"
  expect(await refusal(consolidatedFiles(history, { upSql, downSql: '' }, []))).toMatchObject({ code: 'marker-in-sql' })
  const [first, second] = history.migrations
  const folded = { ...history, migrations: first === undefined ? [] : [first] }
  const kept = second === undefined ? [] : [second]
  expect(await refusal(consolidatedFiles(folded, { upSql: '', downSql: '' }, kept))).toMatchObject({
    code: 'duplicate-migrations',
    details: ['1_b.sql'],
  })
})
