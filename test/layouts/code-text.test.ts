// The consolidated migration in code: its name, its form, and that the SQL in it is the SQL that was proved.
import { symlink } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

import { expect, test } from 'vitest'
import { consolidatedFiles } from '../../src/layouts/consolidated-files.ts'
import { readHistory } from '../../src/layouts/read-history.ts'
import { runProgram } from '../../src/server/program.ts'
import { writeFiles } from '../cutover/project.ts'
import { folderWith, refusal } from './folders.ts'

const packages = fileURLToPath(new URL('../../node_modules', import.meta.url))
const sql = { upSql: "SELECT '? ` ${x} \\ \\n \\` $1';\n", downSql: 'SELECT 2;\n' }

async function written(files: Readonly<Record<string, string>>, layout: string, keptFrom = Infinity) {
  const history = await readHistory(await folderWith(files), { isRun: true, layout })
  const { migrations } = history
  return consolidatedFiles({ ...history, migrations: migrations.slice(0, keptFrom) }, sql, migrations.slice(keptFrom))
}

const commonjs = 'exports.up = async () => {}\n'
const esm = 'export async function up() {}\n'
const withContext = "exports.up = ({ context }) => context.query('SELECT 1')\n"
const moduleWithContext = "export const up = ({ context }) => context.query('SELECT 1')\n"
const orm = (name: string): string => `export class ${name} {}\n`

test.each([
  ['knex', '20240101_a.js', commonjs, '20240101_consolidated_schema.js', 'exports.up = (knex) => send(knex, upSql)'],
  ['knex', '1_a.js', esm, '1_consolidated_schema.js', 'export function up(knex) {'],
  [
    'knex',
    'init.ts',
    esm,
    'init_consolidated_schema.ts',
    "export function up(knex: import('knex').Knex): Promise<void> {",
  ],
  ['kysely', '2-a.mts', esm, '2-consolidated_schema.mts', "import { sql } from 'kysely'"],
  ['kysely', '2_a.js', commonjs, '2_consolidated_schema.js', "const { sql } = require('kysely')"],
  [
    'umzug',
    '20240101-a.cjs',
    withContext,
    '20240101-consolidated_schema.cjs',
    'exports.up = (given) => send(given, upSql)',
  ],
  [
    'umzug',
    '2024.01.02T03.04.05.a.mjs',
    moduleWithContext,
    '2024.01.02T03.04.05.consolidated_schema.mjs',
    'export function down(given) {',
  ],
  [
    'typeorm',
    '1-A.ts',
    orm('A1700000000000'),
    '1-consolidated_schema.ts',
    'export class ConsolidatedSchema1700000000000 implements MigrationInterface {',
  ],
  [
    'typeorm',
    'A.js',
    `exports.A = class A1700000000000 {}`,
    'A_consolidated_schema.js',
    'exports.ConsolidatedSchema1700000000000 = class ConsolidatedSchema1700000000000 {',
  ],
])('%s: in the form of %s (%s)', async (layout, file, text, name, line) => {
  const [{ path: found, text: code } = { path: '', text: '' }, ...others] = await written({ [file]: text }, layout)
  expect([found, others]).toEqual([name, []])
  expect(code.split('\n')).toContain(line)
  expect(code).toContain(
    "const upSql = `\nSELECT '? \\` \\${x} \\\\ \\\\n \\\\\\` $1';\n`\n\nconst downSql = `\nSELECT 2;\n`\n",
  )
})

test('the text that JavaScript makes of it is the SQL, whatever stands in it', async () => {
  const folder = await folderWith({ '1_a.js': withContext })
  const history = await readHistory(folder, { isRun: true, layout: 'umzug' })
  const upSql = "SELECT '\r\n\r\\\r\\\\`${a}$${b}\\${c}$`{}\u2028\\u0041\\x41\\0 `` é 😀';"
  const files = await consolidatedFiles(history, { upSql, downSql: '' }, [])
  await writeFiles(folder, Object.fromEntries(files.map(({ path: name, text }) => [name, text])))
  const sent: string[] = []
  const { up } = (await import(pathToFileURL(path.join(folder, '1_consolidated_schema.js')).href)) as {
    up(given: object): Promise<void>
  }
  await up({ context: { query: (text: string) => Promise.resolve(sent.push(text)) } })
  await up({ sequelize: { query: (text: string) => Promise.resolve(sent.push(text)) } })
  expect(sent).toEqual([`\n${upSql}\n`, `\n${upSql}\n`])
})

test('the types of each runner accept it', async () => {
  const root = await folderWith({ 'package.json': '{ "type": "module" }' })
  await symlink(packages, path.join(root, 'node_modules'))
  for (const [layout, name, text] of [
    ['knex', 'knex', esm],
    ['kysely', 'kysely', esm],
    ['umzug', 'umzug', moduleWithContext],
    ['umzug', 'umzug-nested', "export const up = ({ context }) => context.db.query('SELECT 1')\n"],
    ['umzug', 'umzug-knex', "export const up = ({ context }) => context.raw('SELECT 1')\n"],
    ['typeorm', 'typeorm', orm('A1700000000000')],
  ] as const) {
    const files = await written({ '1_a.ts': text }, layout)
    await writeFiles(root, { [`${name}.ts`]: files[0]?.text ?? '' })
  }
  await writeFiles(root, {
    'uses.ts': `
      import type { Knex } from 'knex'
      import type { Migration } from 'kysely'
      import type { MigrationInterface } from 'typeorm'
      import type { RunnableMigration } from 'umzug'
      import * as knex from './knex.ts'
      import * as kysely from './kysely.ts'
      import { ConsolidatedSchema1700000000000 } from './typeorm.ts'
      import * as umzug from './umzug.ts'
      import * as nested from './umzug-nested.ts'
      import * as umzugKnex from './umzug-knex.ts'
      const context = { query: (sql: string) => Promise.resolve(sql) }
      export const all: [Knex.Migration, Migration, MigrationInterface, RunnableMigration<typeof context>] =
        [knex, kysely, new ConsolidatedSchema1700000000000(), { name: '1', ...umzug }]
      export const others: [RunnableMigration<{ db: typeof context }>, RunnableMigration<Knex>] =
        [{ name: '1', ...nested }, { name: '1', ...umzugKnex }]`,
    'tsconfig.json': JSON.stringify({
      compilerOptions: {
        target: 'es2022',
        module: 'nodenext',
        strict: true,
        noEmit: true,
        skipLibCheck: true,
        types: [],
        allowImportingTsExtensions: true,
        verbatimModuleSyntax: true,
        isolatedModules: true,
      },
      include: ['*.ts'],
    }),
  })
  const compiler = path.join(packages, 'typescript', 'bin', 'tsc')
  const { stdout, exitCode } = await runProgram(process.execPath, [compiler, '-p', root])
  expect([stdout, exitCode]).toEqual(['', 0])
})

test.each([
  ['knex', { '1_b.js': commonjs, '1_a.js': commonjs, '1_bb.js': commonjs }, '1_bb.js'],
  ['typeorm', { 'a.ts': orm('A1700000000000'), 'b.ts': orm('B1700000000000') }, 'b.ts'],
])('%s: a newer migration that would run before it', async (layout, files, before) => {
  const last = Object.keys(files).length - 1
  expect(await refusal(written(files, layout, last))).toMatchObject({
    code: 'duplicate-migrations',
    details: [before],
    exitCode: 1,
  })
})

test('the data of a COPY, which no driver sends with its statement', async () => {
  const history = await readHistory(await folderWith({ '1_a.js': commonjs }), { isRun: true, layout: 'knex' })
  const upSql = 'COPY a (b) FROM stdin;\n1\n\\.\n'
  expect(await refusal(consolidatedFiles(history, { upSql, downSql: '' }, []))).toMatchObject({
    code: 'runner-would-misread',
    exitCode: 1,
    hint: 'Fold without --copy.',
  })
})
