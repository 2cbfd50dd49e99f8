// Migrations in code: which runner's they are, which files count, and what a person is told.
import { expect, test } from 'vitest'
import { readHistory } from '../../src/layouts/read-history.ts'
import { folderWith, refusal } from './folders.ts'

const isRun = true
const plain = 'exports.up = async (db) => {}\nexports.down = async (db) => {}\n'
const packages = (...names: readonly string[]): string =>
  JSON.stringify({ dependencies: Object.fromEntries(names.map((name) => [name, '^1.0.0'])) })

test.each([
  ['knex', 'exports.up = (knex) => knex.schema.createTable("a", () => {})'],
  ['knex', 'exports.up = function(knex) {\n  return knex.raw("")\n}'],
  ['knex', "import type { Knex } from 'knex'\nexport async function up(db: Knex): Promise<void> {}"],
  ['kysely', "import { sql } from 'kysely'\nexport const up = async (db) => {}"],
  ['kysely', 'export async function up(db: Kysely<any>) {}'],
  ['umzug', 'exports.up = async ({ context }) => {}'],
  ['umzug', "'use strict'\nmodule.exports = {\n  async up(queryInterface, Sequelize) {},\n}"],
  [
    'umzug',
    "import type { Migration } from '../umzug'\nexport const up: Migration = async ({ name, context: q }) => {}",
  ],
  ['typeorm', 'exports.A1700000000000 = class A1700000000000 { async up(runner) {} }'],
  [
    'typeorm',
    "import { MigrationInterface } from 'typeorm'\nexport class A implements MigrationInterface { name = 'A1700000000000' }",
  ],
])('%s: %s', async (layout, text) => {
  const folder = await folderWith({ '1-a.ts': text })
  expect(await readHistory(folder, { isRun })).toMatchObject({ layout, migrations: [{ files: ['1-a.ts'] }] })
})

test('what package.json says decides where the migrations say nothing', async () => {
  const folder = await folderWith({ 'package.json': packages('kysely', 'pg'), 'db/1_a.js': plain })
  expect(await readHistory(`${folder}/db`, { isRun })).toMatchObject({ layout: 'kysely' })
  const both = await folderWith({ 'package.json': packages('kysely', 'knex'), 'db/1_a.js': plain })
  expect(await refusal(readHistory(`${both}/db`, { isRun }))).toMatchObject({
    code: 'ambiguous-layout',
    details: ['knex: 1_a.js', 'kysely: 1_a.js'],
    hint: 'Say which with --layout knex or --layout kysely.',
  })
  const none = await folderWith({ 'package.json': packages('pg'), 'db/1_a.js': plain })
  expect(await refusal(readHistory(`${none}/db`, { isRun }))).toMatchObject({ code: 'unknown-layout' })
  expect(await readHistory(`${none}/db`, { isRun, layout: 'umzug' })).toMatchObject({ layout: 'umzug' })
})

test('the marks of two runners', async () => {
  const folder = await folderWith({
    '1_a.js': 'exports.up = (knex) => {}',
    '2_b.js': "const { sql } = require('kysely')\nexports.up = (db) => {}",
  })
  expect(await refusal(readHistory(folder, { isRun }))).toMatchObject({
    code: 'ambiguous-layout',
    details: ['knex: 1_a.js', 'kysely: 2_b.js'],
  })
})

test('without a command they are no history, and the command is named', async () => {
  const folder = await folderWith({ '1_a.js': 'exports.up = (knex) => {}' })
  expect(await refusal(readHistory(folder))).toMatchObject({
    code: 'not-sql',
    exitCode: 2,
    details: ['1_a.js'],
    hint: `Let it build the database: pgfold consolidate ${folder} --run 'npx knex migrate:latest'.`,
  })
  expect(await refusal(readHistory(folder, { layout: 'knex' }))).toMatchObject({ code: 'not-sql' })
  const many = await folderWith(
    Object.fromEntries([1, 2, 3, 4, 5].map((n) => [`${n}_a.js`, 'exports.up = (knex) => {}'])),
  )
  const { details } = await refusal(readHistory(many))
  expect(details).toEqual(['1_a.js', '2_a.js', '3_a.js', 'and 2 more'])
  const others = await folderWith({ '1_a.js': 'exports.migrate = () => {}' })
  expect((await refusal(readHistory(others))).hint).toMatch(/--run 'CMD', whatever their runner\.$/u)
})

test('code beside SQL changes nothing of whose the SQL is', async () => {
  const code = { '1_b.js': 'exports.up = (knex) => {}' }
  const numbered = await folderWith({ '001_a.sql': 'SELECT 1;', ...code })
  expect(await readHistory(numbered)).toMatchObject({ layout: 'numbered', migrations: [{ id: '001' }] })
  const below = await folderWith({ 'sql/001_a.sql': 'SELECT 1;', ...code })
  expect(await refusal(readHistory(below))).toMatchObject({ code: 'unknown-layout' })
  expect(await readHistory(below, { isRun })).toMatchObject({ layout: 'knex', migrations: [{ id: '1' }] })
})

test('what is no migration is passed over by name', async () => {
  const folder = await folderWith({
    '1_a.js': 'exports.up = (knex) => {}',
    '1_a.d.ts': 'export declare function up(knex: Knex): void',
    '1_a.js.map': '{}',
    '1_a.test.js': "const { up } = require('./1_a')\nexports.up = up",
    '1_a.spec.mts': '',
    'tools.js': 'exports.columns = (knex) => {}',
  })
  const { migrations, findings } = await readHistory(folder, { isRun })
  expect(migrations.map(({ files }) => files)).toEqual([['1_a.js']])
  expect(findings).toMatchObject([
    { code: 'not-a-migration', subject: '1_a.d.ts', message: 'is passed over: it declares types alone' },
    { subject: '1_a.spec.mts', message: 'is passed over: it has the name of a test' },
    { subject: '1_a.test.js', message: 'is passed over: it has the name of a test' },
    { subject: 'tools.js', message: 'is passed over: it exports no up' },
  ])
})

test('a migration beside what it was compiled to', async () => {
  const folder = await folderWith({ '1_a.ts': 'export const up = (knex) => {}', '1_a.js': 'exports.up = (knex) => {}' })
  expect(await refusal(readHistory(folder, { isRun }))).toMatchObject({
    code: 'duplicate-migrations',
    details: ['1_a.js', '1_a.ts'],
  })
})

test('an empty folder, and one with nothing of the layout', async () => {
  const nothing = await folderWith({ '1_a.js': '' })
  expect(await refusal(readHistory(nothing, { isRun, layout: 'knex' }))).toMatchObject({ code: 'empty-history' })
  expect(await refusal(readHistory(await folderWith({}), { isRun }))).toMatchObject({ code: 'empty-history' })
})

test('SHA-256 of each file', async () => {
  const folder = await folderWith({ '1_a.js': 'exports.up = (knex) => {}' })
  const { sources } = await readHistory(folder, { isRun })
  const sha256 = 'f22be67d6a0338b73ee668c3da38d96e701cc205cdc3c75efdcadc79fcd60d8b'
  expect(sources).toMatchObject([{ path: '1_a.js', sha256 }])
})
