import { mkdtemp, readFile, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { archive } from '../../src/commands/archive.ts'
import { compareSchemas } from '../../src/commands/compare-schemas.ts'
import { consolidate } from '../../src/commands/consolidate.ts'
import { consolidatedFiles } from '../../src/layouts/consolidated-files.ts'
import { readHistory } from '../../src/layouts/read-history.ts'
import { folderWith, refusal } from './folders.ts'

const versions = {
  'V1__create_users.sql': 'CREATE TABLE users (id int);',
  'V1_2__index.sql': 'CREATE INDEX ON users (id);',
  'more/V1.10__add.sql': 'ALTER TABLE users ADD email text;',
  'U1.2__index.sql': 'DROP INDEX users_id_idx;',
  'R__b_view.sql': 'CREATE OR REPLACE VIEW v AS SELECT id FROM w;',
  'R__a_view.sql': 'CREATE OR REPLACE VIEW w AS SELECT id FROM users;',
}

test('versions in the order of their numbers, and what is repeatable behind them', async () => {
  const history = await readHistory(await folderWith(versions))
  expect(history).toMatchObject({ layout: 'flyway', session: 'one-restored' })
  expect(history.migrations).toMatchObject([
    { id: '1', name: 'create_users', transaction: 'runner', files: ['V1__create_users.sql'] },
    { id: '1.2', name: 'index', files: ['V1_2__index.sql', 'U1.2__index.sql'] },
    { id: '1.10', name: 'add', files: ['more/V1.10__add.sql'] },
    { id: 'R__a_view', name: '', stays: true },
    { id: 'R__b_view', name: '', stays: true },
  ])
  expect(history.migrations[1]?.down?.text).toBe('DROP INDEX users_id_idx;')
})

test('the newest baseline stands for the versions up to its own', async () => {
  const history = await readHistory(
    await folderWith({ ...versions, 'B1__old.sql': '', 'B1.2__base.sql': 'CREATE TABLE users (id int);' }),
  )
  expect(history.migrations.map(({ id }) => id)).toEqual(['1.2', '1.10', 'R__a_view', 'R__b_view'])
  expect(history.findings.filter(({ code }) => code === 'not-a-migration').map(({ subject }) => subject)).toEqual([
    'V1__create_users.sql',
    'V1_2__index.sql',
    'B1__old.sql',
  ])
})

test('callbacks run where Flyway runs them once, and the others are named', async () => {
  const history = await readHistory(
    await folderWith({
      ...versions,
      'afterMigrate__b.sql': '',
      'afterMigrate__a.sql': '',
      'beforeMigrate.sql': '',
      'afterVersioned.sql': '',
      'beforeEachMigrate.sql': '',
      'afterClean.sql': '',
    }),
  )
  expect(history.migrations.map(({ id }) => id)).toEqual([
    'beforeMigrate',
    '1',
    '1.2',
    '1.10',
    'afterVersioned',
    'R__a_view',
    'R__b_view',
    'afterMigrate__a',
    'afterMigrate__b',
  ])
  const told = history.findings.filter(({ subject }) => /^(?:before|after)/u.test(subject))
  expect(told.map(({ code, severity, subject }) => [code, severity, subject])).toEqual([
    ['not-a-migration', 'warning', 'afterClean.sql'],
    ['runs-before', 'warning', 'beforeEachMigrate.sql'],
    ['runs-before', 'warning', 'beforeMigrate.sql'],
    ['runs-again', 'info', 'afterVersioned.sql'],
    ['runs-again', 'info', 'afterMigrate__a.sql'],
    ['runs-again', 'info', 'afterMigrate__b.sql'],
  ])
  expect(told[1]?.message).toMatch(/before the consolidated migration: pgfold does not run it.*--prelude FILE/u)
  expect(told[2]?.message).toMatch(/is in up\.sql too.*--prelude FILE/u)
  expect(told[3]?.message).toContain('happens twice')
})

test('names without a meaning are passed over, each with the reason', async () => {
  const history = await readHistory(
    await folderWith({
      ...versions,
      'V2_oops.sql': '',
      'Views.sql': '',
      'R1__x.sql': '',
      'seed.sql': '',
      'U7__x.sql': '',
    }),
  )
  expect(
    history.findings.filter(({ code }) => code !== 'runs-again').map(({ code, subject }) => [code, subject]),
  ).toEqual([
    ['not-a-migration', 'R1__x.sql'],
    ['not-a-migration', 'V2_oops.sql'],
    ['not-a-migration', 'Views.sql'],
    ['not-a-migration', 'seed.sql'],
    ['orphan-rollback', 'U7__x.sql'],
  ])
})

// As the tutorial on dry runs in Flyway's own documentation shows it.
test('the checksum that Flyway records', async () => {
  const couple =
    'create table COUPLE (\n    ID int not null,\n    PERSON1 int not null references PERSON(ID), \n' +
    '    PERSON2 int not null references PERSON(ID) \n);\n'
  const folder = await folderWith({
    'V3__Couple.sql': couple,
    'V4__crlf.sql': `\uFEFF${couple.replaceAll('\n', '\r\n')}`,
    'R__filled.sql': couple.replace('COUPLE', '${table}'),
  })
  const history = await readHistory(folder, { placeholders: { table: 'COUPLE' } })
  expect(history.migrations.map(({ checksum }) => checksum)).toEqual(['-722651034', '-722651034', '-722651034'])
})

test('what Flyway replaces, and nothing else', async () => {
  const folder = await folderWith({
    'V1__a.sql': "SELECT '${tbl}', 'a:tbl {{tbl}} {{.tbl}}';\n",
    'V2__b.sql': "SELECT '${own}';\n",
  })
  const history = await readHistory(folder, { placeholders: { tbl: 'foo', own: '${own}' } })
  expect(history.migrations.map(({ up }) => up.text)).toEqual([
    "SELECT 'foo', 'a:tbl {{tbl}} {{.tbl}}';\n",
    "SELECT '${own}';\n",
  ])
})

test('folders at any depth, and links to folders', async () => {
  const root = await folderWith({
    'db/V1__a.sql': 'SELECT 1;\n',
    'db/2024/q1/jan/team/shop/V2__b.sql': 'SELECT 2;\n',
    'shared/V3__c.sql': 'SELECT 3;\n',
  })
  const folder = path.join(root, 'db')
  await symlink('../shared', path.join(folder, 'linked'))
  const history = await readHistory(folder, { layout: 'flyway' })
  expect(history.migrations.map(({ id }) => id)).toEqual(['1', '2', '3'])
  await symlink('..', path.join(folder, '2024', 'back'))
  expect(await refusal(readHistory(folder, { layout: 'flyway' }))).toMatchObject({ code: 'folder-in-itself' })
})

test('the settings beside a script', async () => {
  const history = await readHistory(
    await folderWith({
      'db/V1__a.sql': "SELECT '${not_mine}';",
      'db/V1__a.sql.conf': '# by hand\nplaceholderReplacement = false\nexecuteInTransaction=false\nencoding=UTF-8\n',
      'db/V2__b.sql': 'SELECT 2;',
      'db/V2__b.sql.conf': 'shouldExecute=${stage}==test || false\n',
      'db/V3__c.sql': "SELECT '${flyway:filename} ${flyway:defaultSchema}';",
      'db/V3__c.sql.conf': 'shouldExecute=${stage}!=test && true',
    }),
    { layout: 'flyway', placeholders: { stage: 'live' } },
  )
  expect(history.migrations).toMatchObject([
    {
      id: '1',
      transaction: 'script',
      files: ['db/V1__a.sql', 'db/V1__a.sql.conf'],
      up: { text: "SELECT '${not_mine}';" },
    },
    { id: '3', transaction: 'runner', up: { text: "SELECT 'V3__c.sql public';" } },
  ])
  expect(history.findings).toMatchObject([{ code: 'not-a-migration', subject: 'db/V2__b.sql' }])
})

test.each([
  ['a setting that is none', { 'V1__a.sql.conf': '\n  runInTransaction=true' }, 'unknown-directive', [2, 20]],
  ['a value that is none', { 'V1__a.sql.conf': 'executeInTransaction=no' }, 'unknown-directive', [1, 22]],
  ['a condition that is none', { 'V1__a.sql.conf': 'shouldExecute=(a==b)' }, 'unknown-directive', [1, 15]],
  ['another encoding', { 'V1__a.sql.conf': 'encoding=ISO-8859-1' }, 'not-utf8', [1, 10]],
  ['a placeholder without a value', { 'V1__a.sql': 'SELECT 1;\nSELECT ${what};' }, 'placeholder-missing', [2, 8]],
])('%s is refused where it stands', async (_, files, code, [line, column]) => {
  const folder = await folderWith({ 'V1__a.sql': 'SELECT 1;', ...files })
  const error = await refusal(readHistory(folder, { layout: 'flyway' }))
  expect(error).toMatchObject({ code, location: { line, column } })
})

test.each([
  ['two versions that are one', { 'V1__a.sql': '', 'V1.0__b.sql': '' }, 'duplicate-migrations'],
  ['two repeatable scripts of one name', { 'R__a.sql': '', 'x/R__a.sql': '' }, 'duplicate-migrations'],
  ['a migration in code', { 'V1__a.sql': '', 'V2__b.java': '' }, 'not-sql'],
])('%s are refused', async (_, files, code) => {
  expect(await refusal(readHistory(await folderWith(files), { layout: 'flyway' }))).toMatchObject({ code })
})

test('the consolidated migration is a baseline of the newest version, read back as it was written', async () => {
  const folder = await folderWith(versions)
  const history = await readHistory(folder, { to: '1.2' })
  const sql = { upSql: "SELECT '${x}';\n", downSql: 'SELECT 2;\n' }
  const files = await consolidatedFiles(history, sql, [])
  expect(files).toEqual([
    { path: 'B1.2__consolidated_schema.sql', text: sql.upSql },
    { path: 'B1.2__consolidated_schema.sql.conf', text: 'placeholderReplacement=false\n' },
  ])
  const again = await readHistory(
    await folderWith({ ...versions, ...Object.fromEntries(files.map((file) => [file.path, file.text])) }),
  )
  expect(again.migrations.map(({ id }) => id)).toEqual(['1.2', '1.10', 'R__a_view', 'R__b_view'])
  expect(again.migrations[0]?.up.text).toBe(sql.upSql)
})

test('nothing but repeatable scripts has no place for a consolidated migration', async () => {
  const history = await readHistory(await folderWith({ 'R__a.sql': 'SELECT 1;' }))
  const work = consolidatedFiles(history, { upSql: '', downSql: '' }, [])
  expect(await refusal(work)).toMatchObject({ code: 'nothing-to-replace' })
})

test('archive leaves what runs again, and a new database built from the folder is the same', async () => {
  const folder = await folderWith({
    ...versions,
    'afterMigrate.sql': 'CREATE TABLE IF NOT EXISTS runs (id int);',
    'V2__search_path.sql': "SELECT set_config('search_path', '', false);",
    'V3__last.sql': 'CREATE TABLE last (id int);',
  })
  const work = await mkdtemp(path.join(tmpdir(), 'pgfold-test-'))
  onTestFinished(() => rm(work, { recursive: true, force: true }))
  const [consolidated, archived] = [path.join(work, 'consolidated'), path.join(work, 'archived')]
  expect(await consolidate({ history: folder, out: consolidated })).toMatchObject({ proved: true })
  const result = await archive({ migrations: folder, consolidated, archived })
  expect(result).toMatchObject({ done: true, line: '3' })
  const history = await readHistory(folder)
  expect(history.migrations.map(({ id }) => id)).toEqual(['3', 'R__a_view', 'R__b_view', 'afterMigrate'])
  const comparison = await compareSchemas({
    left: path.join(consolidated, 'up.sql'),
    right: folder,
    env: {},
    scratch: 'embedded',
  })
  expect(comparison).toMatchObject({ equivalent: true })
})

test('what a callback makes before, given as the prelude, is not part of the consolidated migration', async () => {
  const before = 'CREATE SCHEMA IF NOT EXISTS app; CREATE TABLE IF NOT EXISTS app.runs (id int);'
  const folder = await folderWith({
    'm/beforeMigrate.sql': before,
    'm/V1__a.sql': 'CREATE TABLE app.a (id int);',
    'm/R__v.sql': 'CREATE OR REPLACE VIEW app.v AS SELECT 1 AS x;',
  })
  const history = path.join(folder, 'm')
  const result = await consolidate({ history, out: `${folder}/out`, prelude: [`${history}/beforeMigrate.sql`] })
  expect(result).toMatchObject({ proved: true })
  const up = await readFile(`${folder}/out/up.sql`, 'utf8')
  expect(up).toContain('CREATE TABLE app.a')
  expect(up).not.toMatch(/CREATE (?:SCHEMA|TABLE app\.runs)/u)
})

const toml = `[environments.dev]
url = "jdbc:postgresql://localhost/app"

[flyway]
sqlMigrationPrefix = "M" # of ours
sqlMigrationSeparator = '--'
locations = [
  "filesystem:migration", # the one here
  "filesystem:more",
]
placeholders.schema = "shop"
initSql = "SET ROLE app"

[flyway.placeholders]
"owner" = "ann"
token = "\${env.TOKEN}"
`

test('names and values of a project are those of its flyway.toml, and what is not read is told of', async () => {
  const root = await folderWith({
    'flyway.toml': toml,
    'migration/M1--users.sql': "CREATE TABLE ${schema}.users (a text DEFAULT '${owner}');",
    'migration/M2--more.sql': 'SELECT 2;',
    'migration/U2--more.sql': 'SELECT 3;',
    'migration/V3__no.sql': 'SELECT 4;',
  })
  const history = await readHistory(path.join(root, 'migration'))
  expect(history.layout).toBe('flyway')
  expect(history.migrations).toMatchObject([
    { id: '1', name: 'users', up: { text: "CREATE TABLE shop.users (a text DEFAULT 'ann');" } },
    { id: '2', files: ['M2--more.sql', 'U2--more.sql'] },
  ])
  expect(history.findings).toMatchObject([
    {
      code: 'setting-not-read',
      severity: 'warning',
      subject: 'flyway.toml',
      message: 'sets locations, initSql, placeholders.token, which pgfold does not read',
    },
    { code: 'not-a-migration', subject: 'V3__no.sql', message: expect.stringContaining('none of M, U, B, R') },
  ])
  const written = await consolidatedFiles(history, { upSql: "SELECT '${a}';", downSql: '' }, [])
  expect(written.map((file) => file.path)).toEqual(['B2--consolidated_schema.sql', 'B2--consolidated_schema.sql.conf'])
  const given = await readHistory(path.join(root, 'migration'), { placeholders: { schema: 'given' } })
  expect(given.migrations[0]?.up.text).toBe("CREATE TABLE given.users (a text DEFAULT 'ann');")
})

test('placeholders between something else, from flyway.conf', async () => {
  const conf = `flyway.placeholderPrefix=@@
flyway.placeholderSuffix=@@
flyway.placeholderSeparator=_
flyway.placeholders.tbl=foo
flyway.executeInTransaction=false
`
  const sql = "CREATE TABLE @@tbl@@ (a text DEFAULT '${tbl} :tbl @@flyway_table@@');\nSELECT 1 FROM x;"
  const history = await readHistory(await folderWith({ 'flyway.conf': conf, 'V1__a.sql': sql }))
  const [first] = history.migrations
  expect(first).toMatchObject({
    transaction: 'script',
    up: { text: "CREATE TABLE foo (a text DEFAULT '${tbl} :tbl flyway_schema_history');\nSELECT 1 FROM x;" },
  })
  const left = await folderWith({ 'flyway.conf': conf, 'V1__a.sql': "SELECT '@@tbl@@',\n  @@left@@;" })
  expect(await refusal(readHistory(left))).toMatchObject({
    code: 'placeholder-missing',
    location: { line: 2, column: 3 },
  })
})

test.each([
  ['flyway.conf', 'flyway.placeholderReplacement=false\n'],
  ['flyway.toml', '[flyway]\nplaceholderReplacement = false\n'],
])('nothing is replaced where %s says so', async (name, text) => {
  const sql = "SELECT '${tbl}';"
  const history = await readHistory(await folderWith({ [name]: text, 'V1__a.sql': sql }))
  expect(history.migrations[0]?.up.text).toBe(sql)
  const written = await consolidatedFiles(history, { upSql: sql, downSql: '' }, [])
  expect(written.map((file) => file.path)).toEqual(['B1__consolidated_schema.sql'])
})
