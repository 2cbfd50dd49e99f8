// How the migrations of umzug are written, and where in the context the sender of SQL is by that.
import { expect, test } from 'vitest'
import { readHistory } from '../../src/layouts/read-history.ts'
import { consolidatedFiles } from '../../src/layouts/consolidated-files.ts'
import { sendersIn } from '../../src/layouts/umzug-context.ts'
import { folderWith, refusal } from './folders.ts'

test.each([
  ["exports.up = async ({ context }) => { await context.query('x') }", 'query'],
  ["exports.up = async ({ context: client }) => { await client.query('x') }", 'query'],
  ['module.exports = { up: async (queryInterface, Sequelize) => { await queryInterface.createTable("a") } }', 'query'],
  ["module.exports = { async up(queryInterface, Sequelize) { await queryInterface.sequelize.query('x') } }", 'query'],
  [
    "export const up: Migration = async ({ context: queryInterface }) => { await queryInterface.addColumn('a') }",
    'query',
  ],
  ["export async function up({ context: { sequelize } }) { await sequelize.query('x') }", 'query'],
  ["export const up = async ({ name, context: { sequelize: s, types } }) => { await s.query<Row>('x') }", 'query'],
  ["exports.up = async ({ context: s }) => { const q = s.getQueryInterface()\nawait q.createTable('a') }", 'query'],
  ["async function up({ context: q }) { await q.createTable('a') }\nmodule.exports = { up }", 'query'],
  ["exports.up = db => db.query('x')", 'query'],
  ["exports.up = function (db) { return db.query('x') }", 'query'],
  ["export async function up({ context: { db } }) { await db.query('x') }", 'query db'],
  ["export async function up(params) { await params.context.db.query('x') }", 'query db'],
  ["export const up: Fn<X> = async params => params.context.createTable('x')", 'query'],
  ["exports.up = async ({ context }) => { const { pool: p } = context\nawait p.query('x') }", 'query pool'],
  [
    "exports.up = async ({ context }) => { const q = context.queryInterface;\nawait q.sequelize.query('x') }",
    'query queryInterface',
  ],
  ["exports.up = async ({ context }) => { await context.db.pool.query('x', [1]) }", 'query db pool'],
  [
    "export async function up({ context }: { context: Knex }) { await context.schema.createTable('a', () => {}) }",
    'knex',
  ],
  ["export async function up({ context: knex }) { await knex.raw('x') }", 'knex'],
  ["export async function up({ context }) { const { knex } = context; await knex.schema.raw('x') }", 'knex knex'],
  [
    "exports.up = async ({ context }) => {\n  // before it was context.query('x')\n  await context.db.query('y')\n}",
    'query db',
  ],
  ["/* context.query('x') */ exports.up = ({ context }) => context.db.query('http://y')", 'query db'],
  ['exports.up = ({ context }) => context.db.query(`SELECT "context.query(1)", \'context.raw(1)\'`)', 'query db'],
  ["exports.up = ({ context }) => context.db.query('it\\'s context.query(1)', \"or 'context.raw(1)\")", 'query db'],
  ['exports.up = async () => {}', undefined],
  ["exports.up = async ({ context }) => { await prisma.query('x'); await context.execute('y') }", undefined],
])('%s', (text, expected) => {
  const senders = sendersIn(text).map(({ kind, path }) => [kind, ...path].join(' '))
  expect(senders).toEqual(expected === undefined ? [] : [expected])
})

const sql = { upSql: 'SELECT 1;\n', downSql: '' }

async function written(files: Readonly<Record<string, string>>): Promise<string> {
  const history = await readHistory(await folderWith(files), { isRun: true, layout: 'umzug' })
  const [file] = await consolidatedFiles(history, sql, [])
  return file?.text ?? ''
}

test('the newest migration that sends anything decides', async () => {
  const text = await written({
    '1-a.js': "exports.up = ({ context }) => context.raw('x')",
    '2-b.js': "exports.up = ({ context: { db } }) => db.query('x')",
    '3-c.js': 'exports.up = () => {}',
  })
  expect(text.split('\n')).toContain('  const sender = context.db')
})

test('where none sends anything that is known, nothing is written', async () => {
  expect(await refusal(written({ '1-a.js': "exports.up = ({ context }) => context.execute('x')" }))).toMatchObject({
    code: 'unknown-context',
    details: ['1-a.js'],
    exitCode: 1,
  })
})

test('where one sends in several ways, nothing is written', async () => {
  const text = "exports.up = async ({ context }) => { await context.db.query('x'); await context.query('y') }"
  expect(await refusal(written({ '1-a.js': text }))).toMatchObject({ code: 'unknown-context', details: ['1-a.js'] })
})
