import { expect, test } from 'vitest'
import { splitStatements } from '../../src/history/statements.ts'
import { consolidatedFiles } from '../../src/layouts/consolidated-files.ts'
import { readHistory } from '../../src/layouts/read-history.ts'
import { folderWith, refusal } from './folders.ts'

const head = '--liquibase formatted sql\n'

const shop = `--liquibase formatted sql logicalFilePath:lf.sql

--property name:tname value:test3

--changeset "An Author":two splitStatements:false context:"a and b" labels:x
--comment: makes a function
CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT 1; $$;
-- a comment of mine
SELECT 1;
/* liquibase rollback
 DROP FUNCTION f();
*/

--changeset me:3 endDelimiter:// runInTransaction:false stripComments:false
CREATE TABLE \${tname} (id int) //
CREATE INDEX CONCURRENTLY i ON test3 (id)
//
--rollback drop table \${tname};

--changeset me:4 dbms:mysql
CREATE TABLE \`x\` (id int);

--changeset me:5 dbms:!mysql,postgresql
--preconditions onFail:MARK_RAN
--precondition-sql-check expectedResult:0 SELECT count(*) FROM test3
CREATE TABLE t5 (
  a int -- why
);
CREATE TABLE é (v text default ' a  b');
--rollback not required

--changeset me:6
COMMENT ON TABLE t5 IS '\${undefined} x'; -- (id int);
`

const body = `-- a comment in the body
BEGIN /* and
 another */
  RETURN 1; -- end
END`

// The sums are those that Liquibase 4.28.1 wrote to databasechangelog for these files.
test('changesets with their sides, transactions and sums', async () => {
  const first = `${head}\n--changeset nvoxland:1\ncreate table test1 (\n    id int primary key,\n    name varchar(255)\n);\n--rollback drop table test1;\n`
  const history = await readHistory(await folderWith({ 'a.sql': first, 'b.sql': shop }))
  expect(history).toMatchObject({ layout: 'liquibase', session: 'one-public' })
  expect(history.migrations).toMatchObject([
    { id: 'nvoxland:1', transaction: 'runner', files: ['a.sql'], checksum: '9:027b29ec68be46b87f5df6435c2463bc' },
    { id: 'An Author:two', transaction: 'runner', checksum: '9:ffe746f3c3ab15240697fb9ae1738d44' },
    { id: 'me:3', transaction: 'script', checksum: '9:84d07eff848b3e81ae9332893191bc17' },
    { id: 'me:5', transaction: 'runner', checksum: '9:0d5f61aad5c484a700ba77b11fe4a960' },
    { id: 'me:6', checksum: '9:ce8a8fb817a86848706adff55d244906' },
  ])
  expect(history.findings.map(({ code, subject }) => [code, subject])).toEqual([
    ['not-a-migration', 'b.sql me:4'],
    ['condition-not-asked', 'b.sql An Author:two'],
    ['condition-not-asked', 'b.sql me:5'],
  ])
  const [, two, three, five] = history.migrations
  expect(two?.down && (await splitStatements(two.down))).toMatchObject([{ text: 'DROP FUNCTION f()', line: 11 }])
  expect(three && (await splitStatements(three.up))).toMatchObject([
    { text: 'CREATE TABLE test3 (id int) ', line: 15, column: 1 },
    { text: 'CREATE INDEX CONCURRENTLY i ON test3 (id)\n', line: 16, column: 1 },
  ])
  expect(three?.down && (await splitStatements(three.down))).toMatchObject([
    { text: 'drop table test3', line: 18, column: 12 },
  ])
  expect(five?.down?.text.trim()).toBe('')
  expect(five && (await splitStatements(five.up))).toMatchObject([{ line: 26 }, { line: 29, column: 1 }])
})

// What pg_proc.prosrc held behind the same runs.
test('comments are taken out, also in function bodies, unless the changeset keeps them', async () => {
  const sql = (more: string): string =>
    `--changeset me:${more}\nCREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$\n${body} $$;\n`
  const history = await readHistory(await folderWith({ 'a.sql': `${head}${sql('1')}${sql('2 stripComments:false')}` }))
  const [one, two] = history.migrations
  expect(one?.up.text).toContain('$$\n\nBEGIN \n  RETURN 1; \nEND $$;')
  expect(two?.up.text).toContain(`$$\n${body} $$;`)
})

test('go and a slash alone on a line end a statement', async () => {
  const history = await readHistory(
    await folderWith({
      'a.sql': `-- liquibase formatted sql\n-- changeset x:1 contextFilter:test\n-- comment with no colon\ncreate table public.dd (id int);\ngo\ncreate table public.de (id int);\n-- rollback drop table public.dd;\n-- rollback drop table public.de;\n--changeset x:2 endDelimiter:/\nCREATE TABLE d1 (id int);\n/\nCREATE TABLE d2 (id int DEFAULT 4 / 2)\n/\n`,
    }),
  )
  const [one, two] = history.migrations
  expect(one).toMatchObject({ checksum: '9:e5bcdd5d3676b815fbc839fd004bde8e' })
  expect(one && (await splitStatements(one.up)).map(({ line }) => line)).toEqual([4, 6])
  expect(one?.down && (await splitStatements(one.down)).map(({ line }) => line)).toEqual([7, 8])
  expect(two && (await splitStatements(two.up)).map(({ line }) => line)).toEqual([10, 12])
})

test.each([
  ['one dash', '-changeset me:2\nSELECT 2;\n', 'unknown-directive', 4],
  ['no id', '--changeset me\nSELECT 2;\n', 'unknown-directive', 4],
  ['comments', '--comments: x\n', 'unknown-directive', 4],
  ['a rollback without an end', '/* liquibase rollback\nSELECT 1;\n', 'unfinished-block', 4],
  ['ignored lines without an end', '--ignoreLines:start\nSELECT 1;\n', 'unfinished-block', 4],
  ['a changeset without SQL', '--changeset me:2\n\n--changeset me:3\nSELECT 3;\n', 'empty-migration', 4],
  ['an id twice', '--changeset me:1\nSELECT 2;\n', 'duplicate-migrations', 4],
])('%s is refused where it stands', async (_, text, code, line) => {
  const folder = await folderWith({ 'a.sql': `${head}--changeset me:1\nSELECT 1;\n${text}` })
  expect(await refusal(readHistory(folder))).toMatchObject({ code, location: { line, column: 1 } })
})

const properties = `--property name:ty value:char(36) dbms:h2
--property name:ty value:uuid dbms:postgresql,mysql
--property name:ty value:text
--property name:tname value:only_none dbms:none,postgresql
--property name:tname value:not_pg dbms:!postgresql
--property name:tname value:t context:test labels:"a, b"
--property name:tname value:later
--property name:own value:mine global:false
`

test('of the properties that are for PostgreSQL, the first one counts, and contexts are told of', async () => {
  const table = 'CREATE TABLE ${tname} (a ${ty}, "${own}" int);\n'
  const folder = await folderWith({
    'a.sql': `${head}${properties}--changeset me:1\n${table}`,
    'b.sql': `${head}--changeset me:2\n${table}`,
  })
  const history = await readHistory(folder)
  expect(history.migrations.map(({ up }) => up.text.trim())).toEqual([
    'CREATE TABLE t (a uuid, "mine" int);',
    'CREATE TABLE t (a uuid, "${own}" int);',
  ])
  expect(history.findings).toMatchObject([
    {
      code: 'condition-not-asked',
      subject: 'a.sql property tname',
      message: /^has context test, labels a, b, and is ta/u,
    },
  ])
  const given = await readHistory(folder, { placeholders: { ty: 'bigint' } })
  expect(given.migrations[0]?.up.text.trim()).toBe('CREATE TABLE t (a bigint, "mine" int);')
})

test('the consolidated file keeps the properties of the folded files as they were written', async () => {
  const folder = await folderWith({
    'a.sql': `${head}${properties}--changeset me:1\nSELECT 1;\n`,
    'b.sql': `${head}--changeset me:2\nSELECT 2;\n`,
  })
  const history = await readHistory(folder)
  const [written] = await consolidatedFiles(history, { upSql: 'SELECT 1;\n', downSql: '' }, [])
  const shared = properties.split('\n').filter((line) => !line.includes('global:false'))
  expect(written?.text).toContain(`${head}\n${shared.join('\n')}--changeset me:2 `)
})

test.each([
  ['its line is misspelt', '-- a word\n--changset me:1\nCREATE TABLE a (id int);\n', 3, /does not know this line/u],
  ['nothing begins it', '-- a word\nCREATE TABLE a (id int);\n', 3, /No changeset begins before this SQL/u],
])('a file whose only changeset is none: %s', async (_, text, line, message) => {
  const folder = await folderWith({ 'a.sql': `${head}${text}` })
  const error = await refusal(readHistory(folder))
  expect(error).toMatchObject({ code: 'unknown-directive', location: { line, column: 1 } })
  expect(error.message).toMatch(message)
})

test('a changeset that Liquibase lets fail is known as one', async () => {
  const folder = await folderWith({
    'a.sql': `${head}--changeset me:1 failOnError:true\nSELECT 1;\n--changeset me:2 failOnError:false\nSELECT 2;\n`,
  })
  const { migrations } = await readHistory(folder)
  expect(migrations.map(({ mayFail }) => mayFail)).toEqual([undefined, true])
})

const files = {
  'changes/b.sql': `${head}--changeset me:1\nSELECT 'b';\n`,
  'changes/a.sql': `${head}--changeset me:1\nSELECT 'a';\n--changeset me:2\nSELECT 'c';\n`,
  'more/z.sql': "SELECT 'raw';\n",
}

const masters = {
  'master.yaml': `databaseChangeLog:
  # in this order
  - include:
      file: changes/b.sql
      relativeToChangelogFile: true
  - include: { file: db/changelog/changes/a.sql }
  - includeAll:
      path: "classpath:db/changelog/more/"
`,
  'master.xml': `<?xml version="1.0" encoding="UTF-8"?>
<databaseChangeLog xmlns="http://www.liquibase.org/xml/ns/dbchangelog">
  <!-- <changeSet id="1"/> -->
  <include file="changes/b.sql" relativeToChangelogFile="true"/>
  <include file="db/changelog/changes/a.sql"/>
  <includeAll path="more"/>
</databaseChangeLog>
`,
  'master.json': JSON.stringify({
    databaseChangeLog: [
      { include: { file: 'changes/b.sql', relativeToChangelogFile: true } },
      { include: { file: 'db/changelog/changes/a.sql' } },
      { includeAll: { path: 'more' } },
    ],
  }),
}

test.each(Object.entries(masters))('the order of %s', async (name, text) => {
  const history = await readHistory(await folderWith({ ...files, [name]: text }))
  expect(history.migrations.map(({ id }) => id)).toEqual([
    'changes/b.sql::me:1',
    'changes/a.sql::me:1',
    'me:2',
    'includeAll:raw',
  ])
})

const conditional = {
  'master.yaml': `databaseChangeLog:
  - include:
      file: changes/b.sql
      context: "test and b"
      labels: l
  - includeAll: { path: more }
`,
  'master.xml': `<databaseChangeLog><include file="changes/b.sql" context="test and b" labels="l"/><includeAll path="more"/></databaseChangeLog>`,
  'master.json': JSON.stringify({
    databaseChangeLog: [
      { include: { file: 'changes/b.sql', context: 'test and b', labels: 'l' } },
      { includeAll: { path: 'more' } },
    ],
  }),
}

test.each(Object.entries(conditional))('contexts and labels of what %s includes are told of', async (name, text) => {
  const { 'changes/a.sql': _, ...others } = files
  const { findings } = await readHistory(await folderWith({ ...others, [name]: text }))
  expect(findings).toEqual([
    {
      code: 'condition-not-asked',
      severity: 'warning',
      subject: `${name} include changes/b.sql`,
      message: 'has context test and b, labels l, and is run as if all of it held',
    },
  ])
})

test.each([
  ['master.yaml', 'databaseChangeLog:\n  - include:\n      file: gone.sql\n', 'missing-migration-file', [2, 1]],
  ['master.yaml', 'databaseChangeLog:\n  - changeSet:\n      id: 1\n', 'not-sql', [2, 5]],
  ['master.xml', '<databaseChangeLog>\n  <changeSet id="1" author="a"/>\n</databaseChangeLog>', 'not-sql', [2, 3]],
  ['master.json', '{"databaseChangeLog": [\n {"changeSet": {"id": 1}}]}', 'not-sql', [2, 3]],
])('%s that holds more than includes, or leads nowhere: %j', async (name, text, code, [line, column]) => {
  const error = await refusal(readHistory(await folderWith({ ...files, [name]: text })))
  expect(error).toMatchObject({ code, location: { line, column } })
})

test.each(Object.entries(masters))(
  'the consolidated changeset keeps author, id and file of the newest, beside %s',
  async (name, text) => {
    const folder = await folderWith({ ...files, [name]: text })
    const whole = await readHistory(folder)
    const history = await readHistory(folder, { to: 'changes/a.sql::me:1' })
    const sql = { upSql: "CREATE TABLE a (t text DEFAULT ';'); -- x\nSELECT 1;\n", downSql: 'DROP TABLE a;\n' }
    const written = await consolidatedFiles(history, sql, whole.migrations.slice(2))
    expect(written[0]).toMatchObject({ path: 'changes/a.sql', replaces: true })
    expect(written[0]?.text).toContain('\n--changeset me:1 splitStatements:false stripComments:false')
    expect(written[1]).toMatchObject({ path: name, replaces: true })
    const { 'changes/b.sql': _, ...left } = files
    const again = await readHistory(
      await folderWith({ ...left, ...Object.fromEntries(written.map((file) => [file.path, file.text])) }),
    )
    expect(again.migrations.map(({ id }) => id)).toEqual(['me:1', 'me:2', 'includeAll:raw'])
    const [first] = again.migrations
    expect(first?.up.text.trim()).toBe(sql.upSql.trim())
    expect(first?.down?.text.trim()).toBe(sql.downSql.trim())
  },
)

const identified = (one: string, two: string): string =>
  `${head}--changeset me:1 ${one}\nSELECT 1;\n--changeset me:2 logicalFilePath:legacy/x.sql dbms:postgresql ${two}\nSELECT 2;\n`

test.each([
  ['the same for all', 'context:"a and b"', 'context:"a and b"', ' context:"a and b" splitStatements:false', undefined],
  ['that of one', '', 'context:"a and b" labels:x', ' splitStatements:false', 'context:"a and b", labels:x'],
])('its logicalFilePath is kept, and a context: %s', async (_, one, two, behind, asked) => {
  const history = await readHistory(await folderWith({ 'a.sql': identified(one, two) }))
  const [written] = await consolidatedFiles(history, { upSql: 'SELECT 1;\n', downSql: '' }, [])
  expect(written?.text).toContain(`\n--changeset me:2 logicalFilePath:legacy/x.sql dbms:postgresql${behind}`)
  const comment = `\n--comment: In the place of 2 changesets, of which some asked for ${asked ?? ''}`
  expect(written?.text.includes(comment)).toBe(asked !== undefined)
})

test("a file's own logicalFilePath stays in its first line", async () => {
  const first = '-- liquibase formatted sql logicalFilePath:legacy/x.sql\n'
  const history = await readHistory(await folderWith({ 'a.sql': `${first}--changeset me:1\nSELECT 1;\n` }))
  const [written] = await consolidatedFiles(history, { upSql: 'SELECT 1;\n', downSql: '' }, [])
  expect(written?.text.startsWith(first)).toBe(true)
})

test('the consolidated changeset in the place of a file without the header', async () => {
  const history = await readHistory(await folderWith({ ...files, 'master.yaml': masters['master.yaml'] }))
  const written = await consolidatedFiles(history, { upSql: 'SELECT 1;\n', downSql: '' }, [])
  expect(written.map(({ path }) => path)).toEqual(['more/z.sql', 'master.yaml'])
  const again = await readHistory(await folderWith(Object.fromEntries(written.map((file) => [file.path, file.text]))))
  expect(again.migrations).toMatchObject([{ id: 'includeAll:raw', files: ['more/z.sql'] }])
  expect(again.migrations[0]?.up.text.trim()).toBe('SELECT 1;')
})

test.each([
  ['a line that is one of its own', 'SELECT $$\n--changeset a:b\n$$;', '--changeset a:b'],
  ['a property of the history', 'SELECT 1;\nSELECT $$${tname}$$;', 'SELECT $$${tname}$$;'],
])('SQL with %s', async (_, upSql, line) => {
  const history = await readHistory(await folderWith({ 'b.sql': shop }))
  const error = await refusal(consolidatedFiles(history, { upSql, downSql: '' }, []))
  expect(error).toMatchObject({ code: 'marker-in-sql', exitCode: 1, details: [line] })
})
