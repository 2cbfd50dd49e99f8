import { expect, test } from 'vitest'
import { consolidatedFiles } from '../../src/layouts/consolidated-files.ts'
import { readHistory } from '../../src/layouts/read-history.ts'
import { folderWith, refusal } from './folders.ts'

const manifest = (version: string, ...files: readonly string[]): string =>
  JSON.stringify(
    { CurrVersion: version, MinCompatibleVersion: '1.0', Description: `to ${version}`, SchemaUpdateCqlFiles: files },
    undefined,
    2,
  )

const versions = {
  'v1.9/manifest.json': manifest('1.9', 'base.sql'),
  'v1.9/base.sql': 'CREATE TABLE a (id int);\n',
  'v1.10/manifest.json': manifest('1.10', 'b.sql', 'a.sql'),
  'v1.10/a.sql': 'ALTER TABLE a ADD c text;\n',
  'v1.10/b.sql': 'ALTER TABLE a ADD b text;\n',
}

test('versions in their order, and the files of each in that of its manifest', async () => {
  const history = await readHistory(await folderWith({ ...versions, 'next/x.sql': '', 'v2/x.sql': '' }))
  expect(history).toMatchObject({ layout: 'temporal', session: 'one' })
  expect(history.migrations).toMatchObject([
    { id: '1.9', transaction: 'script', files: ['v1.9/base.sql', 'v1.9/manifest.json'], folder: 'v1.9' },
    { id: '1.10/b.sql', files: ['v1.10/b.sql', 'v1.10/manifest.json'] },
    { id: '1.10/a.sql', files: ['v1.10/a.sql', 'v1.10/manifest.json'] },
  ])
  expect(history.findings.map(({ subject }) => subject)).toEqual(['next', 'v2'])
})

// The sum is what md5sum says of the manifest.
test('the folder above, and the sum of a manifest', async () => {
  const below = Object.entries(versions).map(([name, text]) => [`versioned/${name}`, text])
  const history = await readHistory(await folderWith(Object.fromEntries(below)))
  expect(history.migrations).toHaveLength(3)
  expect(history.migrations[0]?.checksum).toBe('c812341aef446664c82eeca19ccc12cc')
})

test.each([
  ['no JSON', '{', [1, 2], 'not-json'],
  ['another version', manifest('1.8', 'base.sql'), [2, 3]],
  ['no version', manifest('', 'base.sql'), [2, 3]],
  ['no files', manifest('1.9'), [5, 3]],
  ['a file that is not there', manifest('1.9', 'gone.sql'), [6, 5], 'missing-migration-file'],
])('a manifest with %s', async (_, text, [line, column], code = 'unreadable-manifest') => {
  const error = await refusal(readHistory(await folderWith({ ...versions, 'v1.9/manifest.json': text })))
  expect(error).toMatchObject({ code, location: { line, column } })
})

test('two folders of one version', async () => {
  const folder = await folderWith({
    ...versions,
    'v1.9.0/manifest.json': manifest('1.9.0', 'x.sql'),
    'v1.9.0/x.sql': '',
  })
  expect(await refusal(readHistory(folder))).toMatchObject({ code: 'duplicate-migrations' })
})

test('the consolidated migration is the newest version, read back as it was written', async () => {
  const history = await readHistory(await folderWith(versions))
  const files = await consolidatedFiles(history, { upSql: 'CREATE TABLE a (id int);\n', downSql: '' }, [])
  expect(files.map(({ path }) => path)).toEqual(['v1.10/manifest.json', 'v1.10/consolidated_schema.sql'])
  const again = await readHistory(await folderWith(Object.fromEntries(files.map(({ path, text }) => [path, text]))))
  expect(again.migrations).toMatchObject([{ id: '1.10', up: { text: 'CREATE TABLE a (id int);\n' } }])
})

test.each([
  'CREATE TABLE a (id int);\nCOMMENT ON TABLE a IS $$x$$;',
  'SELECT 1;\n',
  'CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT 1; $$;',
])('SQL that the schema tool would not take: %j', async (upSql) => {
  const history = await readHistory(await folderWith(versions))
  const error = await refusal(consolidatedFiles(history, { upSql, downSql: '' }, []))
  expect(error).toMatchObject({ code: 'runner-would-misread', exitCode: 1 })
})

test('a version of which a part was folded', async () => {
  const root = await folderWith(versions)
  const whole = await readHistory(root)
  const history = await readHistory(root, { to: '1.10/b.sql' })
  const kept = whole.migrations.slice(history.migrations.length)
  const written = consolidatedFiles(history, { upSql: 'CREATE TABLE a (id int);\n', downSql: '' }, kept)
  expect(await refusal(written)).toMatchObject({ code: 'shared-file', exitCode: 1 })
})
