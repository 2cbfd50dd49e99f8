// Rehearsals of migrations in code: the real runner builds every prefix, on a copy of the project.
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { archive } from '../../src/commands/archive.ts'
import { consolidate } from '../../src/commands/consolidate.ts'
import { rehearse } from '../../src/commands/rehearse.ts'
import type { RehearseOptions } from '../../src/commands/rehearsal-stage.ts'
import { writeFiles } from '../cutover/project.ts'
import { createProject } from './project.ts'

const node = `"${process.execPath}"`
type Files = Readonly<Record<string, string>>

interface CodeProject {
  readonly files: Files
  readonly command: string
  /** A migration that makes a table. */
  readonly migration: (number: number, table: string) => Files
  readonly broken: (number: number) => Files
}

const inCommonJs = (body: string): string => `exports.up = async (knex) => { ${body} }; exports.down = async () => {}`

const knex: CodeProject = {
  files: {
    'knexfile.js': `module.exports = { client: 'pg', connection: process.env.DATABASE_URL,
      migrations: { directory: require('path').join(__dirname, 'migrations') } }`,
    'names.js': `module.exports = (table) => table`, // what a migration loads from beside its folder
  },
  command: `${node} node_modules/knex/bin/cli.js migrate:latest`,
  migration: (number, table) => ({
    [`migrations/${number}_${table}.js`]: `const name = require('../names.js')
      ${inCommonJs(`await knex.schema.createTable(name('${table}'), (t) => t.increments())`)}`,
  }),
  broken: (number) => ({ [`migrations/${number}_broken.js`]: inCommonJs(`await knex.raw('SELECT no_such_column')`) }),
}

const kysely: CodeProject = {
  files: {
    'migrate.mjs': `
      import { promises as fs } from 'node:fs'
      import path from 'node:path'
      import { FileMigrationProvider, Kysely, Migrator, PostgresDialect } from 'kysely'
      import pg from 'pg'
      const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL })
      const db = new Kysely({ dialect: new PostgresDialect({ pool }) })
      const migrationFolder = path.join(import.meta.dirname, 'migrations')
      const provider = new FileMigrationProvider({ fs, path, migrationFolder })
      const { error } = await new Migrator({ db, provider }).migrateToLatest()
      await db.destroy()
      if (error !== undefined) throw error`,
    'package.json': '{ "dependencies": { "kysely": "*" } }',
  },
  command: `${node} migrate.mjs`,
  migration: (number, table) => ({
    [`migrations/${number}_${table}.mjs`]: `export const up = (db) =>
      db.schema.createTable('${table}').addColumn('id', 'serial', (c) => c.primaryKey()).execute()`,
  }),
  broken: (number) => ({
    [`migrations/${number}_broken.mjs`]: `import { sql } from 'kysely'
      export const up = (db) => sql\`SELECT no_such_column\`.execute(db)`,
  }),
}

const umzug: CodeProject = {
  files: {
    'migrate.js': `
      const { Client } = require('pg')
      const { Umzug } = require('umzug')
      async function main() {
        const client = new Client({ connectionString: process.env.DATABASE_URL })
        await client.connect()
        await client.query('CREATE TABLE IF NOT EXISTS "SequelizeMeta" (name varchar(255) PRIMARY KEY)')
        const storage = {
          logMigration: ({ name }) => client.query('INSERT INTO "SequelizeMeta" (name) VALUES ($1)', [name]),
          unlogMigration: ({ name }) => client.query('DELETE FROM "SequelizeMeta" WHERE name = $1', [name]),
          executed: async () => (await client.query('SELECT name FROM "SequelizeMeta" ORDER BY 1')).rows.map((r) => r.name),
        }
        const migrations = { glob: ['migrations/*.js', { cwd: __dirname }] }
        await new Umzug({ migrations, context: client, storage, logger: console }).up()
        await client.end()
      }
      main().catch((error) => { console.error(error.message); process.exit(1) })`,
  },
  command: `${node} migrate.js`,
  migration: (number, table) => ({
    [`migrations/${number}-${table}.js`]: `exports.up = ({ context }) => context.query('CREATE TABLE ${table} (id int)')`,
  }),
  broken: (number) => ({
    [`migrations/${number}-broken.js`]: `exports.up = ({ context }) => context.query('SELECT no_such_column')`,
  }),
}

/** As a context may be that prepares what it is given. */
const sendsOneStatement = (umzug.files['migrate.js'] ?? '').replace(
  'context: client',
  'context: { query: (text) => client.query({ text, name: text.slice(0, 40) }) }',
)

const typeorm: CodeProject = {
  files: {
    'data-source.js': `
      const { DataSource } = require('typeorm')
      const migrations = [__dirname + '/migrations/*.js']
      module.exports = new DataSource({ type: 'postgres', url: process.env.DATABASE_URL, migrations })`,
  },
  command: `${node} node_modules/typeorm/cli.js migration:run -d data-source.js`,
  migration: (number, table) => ({
    [`migrations/170000000000${number}-${table}.js`]: `module.exports.${table}170000000000${number} = class ${table}170000000000${number} {
      up(runner) { return runner.query('CREATE TABLE ${table} (id int)') } down() {} }`,
  }),
  broken: (number) => ({
    [`migrations/170000000000${number}-broken.js`]: `module.exports.broken170000000000${number} = class broken170000000000${number} {
      up(runner) { return runner.query('SELECT no_such_column') } down() {} }`,
  }),
}

const projects: { remove(): Promise<void> }[] = []
afterAll(() => Promise.all(projects.map((project) => project.remove())))

/** Three folded migrations, two newer ones. */
async function folded({ files, command, migration }: CodeProject): Promise<RehearseOptions & { readonly cwd: string }> {
  const project = await createProject(files, '')
  projects.push(project)
  const { folder } = project
  await writeFiles(folder, { ...migration(1, 'one'), ...migration(2, 'two'), ...migration(3, 'three') })
  const [migrations, consolidated] = [join(folder, 'migrations'), join(folder, 'consolidated')]
  const run = `cd "${folder}" && ${command}`
  expect(await consolidate({ history: migrations, out: consolidated, run })).toMatchObject({ proved: true })
  await writeFiles(folder, { ...migration(4, 'four'), ...migration(5, 'five') })
  const archived = join(folder, 'archived')
  return { migrations, archived, consolidated, run: command, cwd: folder, env: {}, lockTimeout: '5s' }
}

async function bytesOf(root: string): Promise<string> {
  const entries = await readdir(root, { withFileTypes: true, recursive: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  const hash = createHash('sha256')
  for (const file of files.toSorted()) hash.update(`${file}\n`).update(await readFile(file))
  return hash.digest('hex')
}

const ends = [
  ['an empty database', 'built', null],
  ['1 of 5 migrations', 'refused', 'behind'],
  ['2 of 5 migrations', 'refused', 'behind'],
  ['3 of 5 migrations', 'adopted', null],
  ['4 of 5 migrations', 'refused', 'newer-not-applied'],
  ['5 of 5 migrations', 'adopted', null],
  ['the archived folder on an empty database', 'built', null],
]

describe.each(Object.entries({ knex, kysely, umzug, typeorm }))('%s', (name, project) => {
  it('builds every prefix on a copy, and the project is only read', async () => {
    const options = await folded(project)
    const before = await bytesOf(options.cwd)
    const { done, layout, rehearsals, findings } = await rehearse(options)
    expect({ done, layout, findings }).toEqual({ done: true, layout: name, findings: [] })
    const found = rehearsals.map(({ name: of, outcome, refusal }) => [of, outcome, refusal?.code ?? null])
    expect(found).toEqual(ends)
    expect(await bytesOf(options.cwd)).toBe(before)

    await writeFiles(options.cwd, project.broken(6))
    const broken = await rehearse(options)
    expect(broken.done).toBe(false)
    expect(broken.rehearsals.slice(0, -1).map(({ outcome }) => outcome)).toEqual([
      'built',
      'refused',
      'refused',
      'adopted',
      'refused',
      'refused',
    ])
    expect(broken.rehearsals.at(-1)).toMatchObject({ name: '6 of 6 migrations', outcome: 'failed', state: null })
    expect(broken.rehearsals.at(-1)?.problem).toMatch(/The command of --run ended with exit code 1[^]*no_such_column/u)
  })
})

describe('a command', () => {
  it('may be run on a folder that is archived already', async () => {
    const options = await folded(knex)
    await archive(options)
    const before = await bytesOf(options.cwd)
    const { rehearsals } = await rehearse(options)
    expect(rehearsals.map(({ name, outcome, refusal }) => [name, outcome, refusal?.code ?? null])).toEqual(ends)
    expect(await bytesOf(options.cwd)).toBe(before)
  })

  it('may be one that cannot run the consolidated migration', async () => {
    const { cwd, run = '', ...options } = await folded({ ...umzug, files: { 'migrate.js': sendsOneStatement } })
    const { migrations: history, consolidated: out } = options
    await consolidate({ history, out, run: `cd "${cwd}" && ${run}` })
    const { done, rehearsals } = await rehearse({ ...options, cwd, run })
    expect(done).toBe(false)
    expect(rehearsals.at(-2)).toMatchObject({ name: '5 of 5 migrations', outcome: 'adopted' })
    expect(rehearsals.at(-1)).toMatchObject({
      name: 'the archived folder on an empty database',
      migrations: 5,
      outcome: 'failed',
      problem: expect.stringContaining('cannot insert multiple commands') as string,
    })
  })

  it('that runs the folder itself wherever it is run is said to, and what it builds is rehearsed', async () => {
    const { cwd, run = '', ...options } = await folded(knex)
    const fixed = { ...options, cwd, run: `cd "${cwd}" && ${run}` }
    const newer = await rehearse(fixed)
    expect(newer).toMatchObject({
      done: true,
      rehearsals: [{ outcome: 'built' }],
      findings: [{ code: 'not-rehearsed', message: expect.stringContaining('and not the copy of it') as string }],
    })
    await consolidate({ history: options.migrations, out: options.consolidated, run: fixed.run })
    const { rehearsals, findings } = await rehearse(fixed)
    expect(rehearsals).toMatchObject([{ outcome: 'built' }, { name: 'all 5 migrations, run by the command' }])
    expect(rehearsals[1]).toMatchObject({ outcome: 'adopted', state: 'at-the-line', refusal: null, problem: null })
    expect(findings).toMatchObject([{ code: 'not-rehearsed' }])
  })

  it('cannot be run on a copy where no project holds it and the folder', async () => {
    const { cwd, ...options } = await folded(knex)
    const run = `cd "${cwd}" && ${options.run}`
    const { rehearsals, findings } = await rehearse({ ...options, run, cwd: '/usr' })
    expect(rehearsals).toMatchObject([{ outcome: 'built' }])
    expect(findings).toMatchObject([{ message: expect.stringContaining('no project holds both') as string }])
    expect(dirname(options.migrations)).toBe(cwd)
  })
})
