import path from 'node:path'
import { expect, test } from 'vitest'
import { locate } from '../../src/history/location.ts'
import { splitStatements } from '../../src/history/statements.ts'
import { sumEntries, sumText } from '../../src/layouts/atlas-sum.ts'
import { consolidatedFiles } from '../../src/layouts/consolidated-files.ts'
import { readHistory } from '../../src/layouts/read-history.ts'
import { folderWith, refusal } from './folders.ts'

/** Files and the sums that Atlas itself wrote for them, as its own tests have both. */
const table = (number: number): string => `create table \`tbl_${number}\` (\`col\` int);\n`
const known = {
  '1_first.sql': table(1),
  '2_second.sql': table(2),
  '3_checkpoint.sql': `-- atlas:checkpoint\n\n${table(1).replace('create table', 'CREATE TABLE')}${table(2).replace('create table', 'CREATE TABLE')}`,
  '4_fourth.sql': table(3),
  '5_checkpoint.sql': `-- atlas:checkpoint\n\n${table(1).replace('create table', 'CREATE TABLE')}${table(2).replace('create table', 'CREATE TABLE')}${table(3)}`,
  '6_sixth.sql': table(4).replace('create table', 'CREATE TABLE'),
}
const knownSums = `h1:POfbsH2G2GIXAZQ2CdPa5ufTxcLpcnperz/gX0Vw6Uk=
1_first.sql h1:uJ2MyyeTqXx4rCqtRMQAvRrfsvdwmvsZ3LcadVvCdOc=
2_second.sql h1:TLO00GtsqSi8o0ySoaofBqxemrElL8fHOs3IRnqYvB8=
3_checkpoint.sql h1:LR4UjDYVtrRuHLN5GQwLAYnXrSf/iO70psY8hTmLmjw=
4_fourth.sql h1:QvaneqKxg+3R+zNzCP/wW43XkECdHkUwEpxJKPICEP8=
5_checkpoint.sql h1:syyuaJb/hoMRO7MJlv4AMhYqMCoSb8ZgcHENO8RqN3I=
6_sixth.sql h1:JNhpyBtH7XKqGBNRHQ+AvM9IDpO08C3G/swWPHfLkfw=
`

/** With the sums of these files. */
function summed(files: Readonly<Record<string, string>>): Record<string, string> {
  const named = Object.entries(files).map(([name, text]) => ({ name, bytes: Buffer.from(text) }))
  return { ...files, 'atlas.sum': sumText(sumEntries(named.sort((a, b) => (a.name < b.name ? -1 : 1)))) }
}

test('a new database starts at the newest checkpoint, and the sums are those of Atlas', async () => {
  const history = await readHistory(await folderWith({ ...known, 'atlas.sum': knownSums }))
  expect(history).toMatchObject({ layout: 'atlas', session: 'one', trackingSchemas: ['atlas_schema_revisions'] })
  expect(history.migrations).toMatchObject([
    {
      id: '5',
      name: 'checkpoint',
      transaction: 'runner',
      files: ['5_checkpoint.sql', '1_first.sql', '2_second.sql', '3_checkpoint.sql', '4_fourth.sql'],
      checksum: 'syyuaJb/hoMRO7MJlv4AMhYqMCoSb8ZgcHENO8RqN3I=',
    },
    { id: '6', name: 'sixth', checksum: 'JNhpyBtH7XKqGBNRHQ+AvM9IDpO08C3G/swWPHfLkfw=' },
  ])
  expect(history.findings).toMatchObject([{ code: 'starts-at-checkpoint', subject: expect.stringContaining('5_') }])
})

test.each([
  [{ ...known, '2_second.sql': 'SELECT 1;' }, '2_second.sql was changed', 3],
  [{ ...known, '1_second.sql': 'SELECT 1;' }, '1_second.sql was added', 3],
  [{ ...known, '7_seventh.sql': 'SELECT 1;' }, '7_seventh.sql was added', 7],
  [Object.fromEntries(Object.entries(known).slice(1)), '1_first.sql was removed', 2],
])('a folder whose sums do not fit', async (files, message, line) => {
  const folder = await folderWith({ ...files, 'atlas.sum': knownSums })
  expect(await refusal(readHistory(folder))).toMatchObject({
    code: 'checksum-mismatch',
    message: expect.stringContaining(message),
    location: { line, column: 1, file: path.join(folder, 'atlas.sum') },
  })
})

test.each([
  [knownSums.replace('h1:POf', 'h1:XXX'), 1],
  [knownSums.replace(' h1:TLO', ' TLO'), 3],
])('sums that were edited by hand', async (sums, line) => {
  const folder = await folderWith({ ...known, 'atlas.sum': sums })
  expect(await refusal(readHistory(folder))).toMatchObject({ code: 'checksum-mismatch', location: { line } })
})

test('a file that the sums leave out may change', async () => {
  const before = summed({ '1_a.sql': '-- atlas:sum ignore\n\nSELECT 1;', '2_b.sql': 'SELECT 2;' })
  const folder = await folderWith({ ...before, '1_a.sql': '-- atlas:sum ignore\n\nSELECT 3;' })
  expect((await readHistory(folder)).migrations.map(({ checksum }) => checksum === undefined)).toEqual([true, false])
})

test.each([
  ['-- atlas:txmode none\n\nSELECT 1;', 'script'],
  ['-- a comment\n-- atlas:txmode none\n\nSELECT 1;', 'script'],
  ['-- atlas:txmode none\nSELECT 1;', 'runner'],
  ['-- atlas:txmode none\r\n\r\nSELECT 1;', 'runner'],
  ['-- atlas:txmode file\n\nSELECT 1;', 'runner'],
])('the header counts with an empty line behind it: %j', async (text, transaction) => {
  const history = await readHistory(await folderWith(summed({ '20240102030405.sql': text })))
  expect(history.migrations).toMatchObject([{ id: '20240102030405', name: '', transaction }])
})

test.each([
  ['-- atlas:txmode all\n\nSELECT 1;', 1],
  ['-- atlas:txmode none\n-- atlas:txmode none\n\nSELECT 1;', 2],
])('a mode that Atlas refuses: %j', async (text, line) => {
  const folder = await folderWith(summed({ '1_a.sql': text }))
  expect(await refusal(readHistory(folder))).toMatchObject({
    code: 'unknown-directive',
    location: { line, column: 1, file: path.join(folder, '1_a.sql') },
  })
})

test('statements that another delimiter ends', async () => {
  const text = "-- atlas:delimiter \\n\\n\n\nSELECT (\n\n1)\n\nSELECT 'a\n\nb'\n\nSELECT 3;\n\nSELECT 4"
  const history = await readHistory(await folderWith(summed({ '1_a.sql': text })))
  const up = history.migrations[0]?.up
  expect(up && (await splitStatements(up))).toMatchObject([
    { text: 'SELECT (\n\n1)', line: 3 },
    { text: "SELECT 'a\n\nb'", line: 7 },
    { text: 'SELECT 3', line: 11 },
    { text: 'SELECT 4', line: 13 },
  ])
  expect(up && locate(up, up.text.indexOf('4'))).toMatchObject({ line: 13, column: 8 })
})

test('sums beside the files of another runner', async () => {
  const pairs = await folderWith(summed({ '20240102030405_a.up.sql': '', '20240102030405_a.down.sql': '' }))
  expect(await readHistory(pairs)).toMatchObject({ layout: 'golang-migrate' })
  const goose = await folderWith(summed({ '1_a.sql': '-- +goose Up\nSELECT 1;\n' }))
  expect(await readHistory(goose)).toMatchObject({ layout: 'goose' })
})

test('the consolidated migration is a checkpoint beside the kept ones, with sums of its own', async () => {
  const files = { '1_a.sql': 'SELECT 1;', '2_b.sql': 'SELECT 2;', '3_c.sql': 'SELECT 3;' }
  const folder = await folderWith(summed(files))
  const history = await readHistory(folder, { to: '2' })
  const kept = (await readHistory(folder)).migrations.slice(2)
  const written = await consolidatedFiles(history, { upSql: 'SELECT 12;\n', downSql: '' }, kept)
  expect(written.map(({ path: name, replaces }) => [name, replaces])).toEqual([
    ['2_consolidated_schema.sql', undefined],
    ['atlas.sum', true],
  ])
  const texts = Object.fromEntries(written.map(({ path: name, text }) => [name, text]))
  const again = await readHistory(await folderWith({ '3_c.sql': files['3_c.sql'], ...texts }))
  expect(again.migrations).toMatchObject([{ id: '2', name: 'consolidated_schema' }, { id: '3' }])
  expect(again.migrations[0]?.up.text).toBe('-- atlas:checkpoint\n\nSELECT 12;\n')
})

const archive = `-- atlas:txtar
-- atlas:txmode none

-- checks.sql --
SELECT NOT EXISTS (SELECT 1 FROM a);

-- checks/more.sql --
SELECT true;

-- migration.sql --
-- atlas:delimiter ---
CREATE TABLE u (id int)
---
CREATE TABLE v (id int)
---
-- down.sql --
DROP TABLE u;
`

test('of an archive, migration.sql is run, down.sql takes it back, and checks are told of', async () => {
  const history = await readHistory(
    await folderWith(summed({ '1_a.sql': 'CREATE TABLE a (id int);\n', '2_b.sql': archive })),
  )
  const [, second] = history.migrations
  expect(second).toMatchObject({ id: '2', transaction: 'script', files: ['2_b.sql'] })
  expect(second && (await splitStatements(second.up))).toMatchObject([
    { text: 'CREATE TABLE u (id int)\n', line: 12 },
    { text: 'CREATE TABLE v (id int)\n', line: 14 },
  ])
  expect(second?.down && (await splitStatements(second.down))).toMatchObject([{ text: 'DROP TABLE u', line: 17 }])
  expect(history.findings).toEqual([
    {
      code: 'condition-not-asked',
      severity: 'warning',
      subject: '2_b.sql',
      message: 'has checks.sql, checks/more.sql, and is run as if all of it held',
    },
  ])
})

test.each([
  ['has no migration.sql', '-- atlas:txtar\n\n-- down.sql --\nSELECT 1;\n', 'unknown-directive', [1, 1]],
  ['has another section', `${archive}-- a remark --\nSELECT 1;\n`, 'unknown-directive', [18, 1]],
  ['has one twice', `${archive}-- migration.sql --\nSELECT 1;\n`, 'unknown-directive', [18, 1]],
  [
    'sets the mode twice',
    archive.replace('-- atlas:delimiter ---', '-- atlas:txmode file\n'),
    'unknown-directive',
    [11, 1],
  ],
  ['is a template', 'SELECT 1;\n  {{ template "users" "t" }}\n', 'unsupported-template', [2, 3]],
])('a file that %s is refused where it stands', async (_, text, code, [line, column]) => {
  const error = await refusal(readHistory(await folderWith(summed({ '1_a.sql': text }))))
  expect(error).toMatchObject({ code, location: { line, column } })
})

test('braces in quotes are no template', async () => {
  const sql = "-- {{ x }}\nSELECT '{{1,2},{3,4}}'::int[], $$Dear {{ .Name }}$$;\n"
  const history = await readHistory(await folderWith(summed({ '1_a.sql': sql })))
  expect(history.migrations[0]?.up.text).toBe(sql)
})

const pair = (number: number): Record<string, string> => ({
  [`${number}_t.up.sql`]: `CREATE TABLE t${number} (id int);\n`,
  [`${number}_t.down.sql`]: `DROP TABLE t${number};\n`,
})

/** Files of another runner, of which Atlas has sums for those that `has` takes. */
const beside = (files: Readonly<Record<string, string>>, has: RegExp): Record<string, string> => {
  const { 'atlas.sum': sums = '' } = summed(
    Object.fromEntries(Object.entries(files).filter(([name]) => has.test(name))),
  )
  return { ...files, 'atlas.sum': sums }
}

const others = {
  'golang-migrate': beside({ ...pair(1), ...pair(2), ...pair(10) }, /\.up\.sql$/u),
  goose: beside(
    Object.fromEntries(
      [1, 2, 3].map((number) => [
        `0000${number}_t.sql`,
        `-- +goose Up\nCREATE TABLE t${number} (id int);\n-- +goose Down\nDROP TABLE t${number};\n`,
      ]),
    ),
    /\.sql$/u,
  ),
  flyway: beside(
    {
      ...Object.fromEntries([1, 2, 3].map((number) => [`V${number}__t.sql`, `CREATE TABLE t${number} (id int);\n`])),
      'R__v.sql': 'SELECT 1;\n',
      'U2__t.sql': 'DROP TABLE t2;\n',
    },
    /^[VR].*\.sql$/u,
  ),
  liquibase: beside(
    {
      'a.sql': '--liquibase formatted sql\n--changeset me:1\nSELECT 1;\n',
      'b.sql': '--liquibase formatted sql\n--changeset me:2\nSELECT 2;\n',
      'c.sql': '--liquibase formatted sql\n--changeset me:3\nSELECT 3;\n',
    },
    /\.sql$/u,
  ),
}

test.each([
  ['golang-migrate', ['10_t.up.sql', '2_consolidated_schema.up.sql']],
  ['goose', ['00002_consolidated_schema.sql', '00003_t.sql']],
  ['flyway', ['B2__consolidated_schema.sql', 'R__v.sql', 'V3__t.sql']],
  ['liquibase', ['b.sql', 'c.sql']],
] as const)('the sums beside a folder of %s are those of what is there then', async (layout, names) => {
  const files: Readonly<Record<string, string>> = others[layout]
  const whole = await readHistory(await folderWith(files), { layout })
  const migrations = whole.migrations.slice(0, 2)
  const written = await consolidatedFiles(
    { ...whole, migrations },
    { upSql: 'SELECT 1;\n', downSql: '' },
    whole.migrations.slice(2),
  )
  const sums = written.filter(({ path: name }) => name === 'atlas.sum')
  const texts = { ...files, ...Object.fromEntries(written.map((file) => [file.path, file.text])) }
  const expected = sumEntries(names.map((name) => ({ name, bytes: Buffer.from(texts[name] ?? '') })))
  expect(sums).toEqual([{ path: 'atlas.sum', text: sumText(expected), replaces: true }])
})

test('sums beside another runner that do not fit are not made to fit', async () => {
  const files = { ...others['golang-migrate'], '1_t.up.sql': 'SELECT 2;\n' }
  const history = await readHistory(await folderWith(files), { layout: 'golang-migrate' })
  const error = await refusal(consolidatedFiles(history, { upSql: 'SELECT 1;\n', downSql: '' }, []))
  expect(error).toMatchObject({ code: 'checksum-mismatch', message: expect.stringContaining('1_t.up.sql was changed') })
})
