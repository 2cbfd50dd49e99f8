// A runner's table under another name, in a schema of its own: what is told of it with --tracking-table, and what without.
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { archive } from '../../src/commands/archive.ts'
import { compareSchemas } from '../../src/commands/compare-schemas.ts'
import { consolidate } from '../../src/commands/consolidate.ts'
import { fleet } from '../../src/commands/fleet.ts'
import { verify } from '../../src/commands/verify.ts'
import type { ConsolidationResult } from '../../src/model/consolidation.ts'
import type { ScratchDatabase } from '../../src/server/database.ts'
import { runProgram } from '../../src/server/program.ts'
import { createProject as createSqlProject, shop, using, writeFiles } from '../cutover/project.ts'
import { refusal } from '../layouts/folders.ts'
import { createProject } from '../runners/project.ts'
import { useScratch } from '../support/scratch.ts'
import { urlOf } from '../support/url.ts'
import { runPgfold } from '../systems/run-pgfold.ts'

const scratch = useScratch('embedded')
let server: string
beforeAll(async () => {
  server = urlOf((await scratch.database()).address)
})

const trackingTable = { schema: 'ops', name: 'Done' }

const knexFiles = {
  'migrate.js': `
    async function main() {
      const knex = require('knex')({ client: 'pg', connection: process.env.DATABASE_URL })
      await knex.raw('CREATE SCHEMA IF NOT EXISTS ops')
      await knex.migrate.latest({ directory: './migrations', schemaName: 'ops', tableName: 'Done' })
      await knex.destroy()
    }
    main().catch((error) => { console.error(error); process.exitCode = 1 })`,
  'migrations/1_people.js': `exports.up = (knex) => knex.schema.createTable('people', (table) => table.increments())
    exports.down = (knex) => knex.schema.dropTable('people')`,
  'migrations/2_pets.js': `exports.up = (knex) => knex.schema.createTable('pets', (table) => table.increments())
    exports.down = (knex) => knex.schema.dropTable('pets')`,
}

const kyselyFiles = {
  'migrate.js': `
    const { FileMigrationProvider, Kysely, Migrator, PostgresDialect } = require('kysely')
    const fs = require('node:fs/promises')
    const path = require('node:path')
    const { Pool } = require('pg')
    async function main() {
      const pool = new Pool({ connectionString: process.env.DATABASE_URL })
      const db = new Kysely({ dialect: new PostgresDialect({ pool }) })
      const migrationFolder = path.join(__dirname, 'migrations')
      const provider = new FileMigrationProvider({ fs, path, migrationFolder })
      const names = { migrationTableSchema: 'ops', migrationTableName: 'Done', migrationLockTableName: 'Done_lock' }
      const { error } = await new Migrator({ db, provider, ...names }).migrateToLatest()
      await db.destroy()
      if (error !== undefined) throw error
    }
    main().catch((error) => { console.error(error); process.exitCode = 1 })`,
  'migrations/1_people.js': `// kysely
    exports.up = (db) => db.schema.createTable('people').addColumn('id', 'serial').execute()`,
  'migrations/2_pets.js': `exports.up = (db) => db.schema.createTable('pets').addColumn('id', 'serial').execute()`,
}

async function project(files: Readonly<Record<string, string>>) {
  const { folder, command, remove } = await createProject(files, 'migrate.js')
  onTestFinished(remove)
  const paths = {
    migrations: join(folder, 'migrations'),
    consolidated: join(folder, 'consolidated'),
    archived: join(folder, 'archived'),
  }
  return { folder, command, paths }
}

/** A database that the command built. */
async function built(command: string): Promise<ScratchDatabase> {
  const database = await scratch.database()
  const env = { ...process.env, DATABASE_URL: urlOf(database.address) }
  expect(await runProgram('/bin/sh', ['-c', command], { env })).toMatchObject({ exitCode: 0 })
  return database
}

function leftOut({ findings }: ConsolidationResult): string[] {
  return findings.filter(({ code }) => code === 'tracking-left-out').map(({ subject }) => subject)
}

const own = ['ops."Done"', 'ops."Done_lock"', 'ops']

describe.each([
  {
    layout: 'knex',
    files: knexFiles,
    rows: [{ name: '2_consolidated_schema.js' }],
    newer: `exports.up = (knex) => knex.schema.createTable('toys', (table) => table.increments())
      exports.down = (knex) => knex.schema.dropTable('toys')`,
  },
  {
    layout: 'kysely',
    files: kyselyFiles,
    rows: [{ name: '2_consolidated_schema' }],
    newer: `exports.up = (db) => db.schema.createTable('toys').addColumn('id', 'serial').execute()`,
  },
])('$layout', ({ layout, files, rows, newer }) => {
  it('is folded from its command, and its databases are adopted', async () => {
    const { command, folder, paths } = await project(files)
    const common = { history: paths.migrations, run: command, layout, out: paths.consolidated, scratch: server }
    expect(await refusal(consolidate(common))).toMatchObject({ code: 'no-tracking-table' })
    expect(leftOut(await consolidate({ ...common, trackingTable }))).toEqual(own)
    expect(await readFile(join(folder, 'consolidated/up.sql'), 'utf8')).not.toMatch(/ops|Done/u)

    const live = await built(command)
    await writeFiles(folder, { 'migrations/3_toys.js': newer })
    const past = await built(command)
    await rm(join(folder, 'migrations/3_toys.js'))
    await archive(paths)
    const databases = [urlOf(live.address)]
    const visit = async (action: 'verify' | 'adopt', given: object) => {
      const options = { ...paths, env: {}, lockTimeout: '5s', scratch: server, databases, concurrency: 1 }
      return (await fleet({ ...options, ...given, action })).databases
    }
    expect(await visit('verify', {})).toMatchObject([{ outcome: 'refused', summary: 'different, 3 differences' }])
    expect(await visit('verify', { trackingTable })).toMatchObject([{ outcome: 'done', summary: 'identical' }])
    expect(await visit('adopt', {})).toMatchObject([{ outcome: 'refused', error: { code: 'no-tracking-table' } }])
    expect(await visit('adopt', { trackingTable })).toMatchObject([
      { outcome: 'done', summary: 'adopted (at-the-line)', result: { saved: 'ops.Done_before_pgfold' } },
    ])
    expect(await using(live, (db) => db.query('select name from ops."Done"'))).toEqual(rows)
    expect(await visit('verify', { trackingTable })).toMatchObject([{ outcome: 'done', summary: 'identical' }])

    await writeFiles(folder, { 'migrations/3_toys.js': newer })
    const withNewer = { databases: [urlOf(past.address)], trackingTable, run: command }
    expect(await visit('adopt', withNewer)).toMatchObject([{ outcome: 'done', summary: 'adopted (past-the-line)' }])
    await rm(join(folder, 'migrations/3_toys.js'))

    const { address } = await built(command) // of the consolidated migration alone
    const { verdict } = await verify({ consolidated: paths.consolidated, db: urlOf(address), env: {}, trackingTable })
    expect(verdict).toBe('identical')
  })

  it('is known by its columns where nobody says which runner it is', async () => {
    const { command, folder } = await project(files)
    const [whole, without] = [join(folder, 'whole'), join(folder, 'without')]
    expect(leftOut(await consolidate({ run: command, out: whole, scratch: server }))).toEqual([])
    expect(leftOut(await consolidate({ run: command, out: without, scratch: server, trackingTable }))).toEqual(own)
    const { address } = await built(command)
    const one = { db: urlOf(address), env: {}, consolidated: without, scratch: server }
    expect((await verify(one)).differences.map(({ change, id }) => [change, id])).toEqual([
      ['extra', 'ops'],
      ['extra', 'ops."Done"'],
      ['extra', 'ops."Done_lock"'],
    ])
    expect(await verify({ ...one, trackingTable })).toMatchObject({ verdict: 'identical' })
  })
})

it('keeps a schema that was there before the command', async () => {
  const { command, folder } = await project({ ...knexFiles, 'prelude.sql': 'CREATE SCHEMA ops;' })
  const [out, prelude] = [join(folder, 'out'), [join(folder, 'prelude.sql')]]
  const folded = await consolidate({ run: command, out, scratch: server, prelude, trackingTable })
  expect(folded).toMatchObject({ proved: true })
  expect(leftOut(folded)).toEqual(['ops."Done"', 'ops."Done_lock"'])
  expect(await readFile(join(out, 'up.sql'), 'utf8')).not.toContain('ops')
})

it('is left out of a history that makes it, with its schema', async () => {
  const { folder } = await project({
    'migrations/001_first.sql': `CREATE SCHEMA IF NOT EXISTS ops;
      CREATE TABLE IF NOT EXISTS ops."Done" (name text PRIMARY KEY); CREATE TABLE kept (id integer);`,
  })
  const [history, out] = [join(folder, 'migrations'), join(folder, 'out')]
  const folded = await consolidate({ history, layout: 'numbered', out, scratch: server, trackingTable })
  expect(folded).toMatchObject({ proved: true, objects: { table: 1 } })
  expect(leftOut(folded)).toEqual(['ops."Done"', 'ops'])
})

describe('a live database', () => {
  const table = 'CREATE SCHEMA ops; CREATE TABLE ops."Done" (name text PRIMARY KEY, owner text)'
  const people = 'CREATE TABLE people (id integer PRIMARY KEY)'

  it('is folded without it, and without its schema where that has nothing else', async () => {
    const { folder } = await project({})
    const live = urlOf((await scratch.database(table, people)).address)
    const [whole, out] = [join(folder, 'whole'), join(folder, 'out')]
    const common = { from: live, env: {}, scratch: server }
    expect(leftOut(await consolidate({ ...common, out: whole }))).toEqual([])
    expect(await readFile(join(whole, 'up.sql'), 'utf8')).toContain('CREATE TABLE ops."Done" (')
    const folded = await consolidate({ ...common, out, trackingTable })
    expect(folded).toMatchObject({ proved: true, objects: { table: 1 } })
    expect(leftOut(folded)).toEqual(['ops."Done"', 'ops'])
    expect(await readFile(join(out, 'up.sql'), 'utf8')).not.toMatch(/ops|Done/u)

    const snapshot = join(out, 'snapshot.json')
    const other = urlOf((await scratch.database(people)).address)
    for (const right of [snapshot, other]) {
      const { differences } = await compareSchemas({ left: live, right, env: {}, scratch: server })
      expect(differences.map(({ change, id }) => [change, id])).toEqual([
        ['missing', 'ops'],
        ['missing', 'ops."Done"'],
      ])
      const same = await compareSchemas({ left: live, right, env: {}, scratch: server, trackingTable })
      expect(same).toMatchObject({ verdict: 'identical' })
    }
  })

  it('keeps a schema that a prelude made, or that has more in it', async () => {
    const { folder } = await project({})
    await writeFiles(folder, { 'prelude.sql': 'CREATE SCHEMA ops;' })
    const live = urlOf((await scratch.database(table, people)).address)
    const prelude = [join(folder, 'prelude.sql')]
    const common = { env: {}, scratch: server, trackingTable }
    const first = await consolidate({ ...common, from: live, out: join(folder, 'first'), prelude })
    expect(first).toMatchObject({ proved: true })
    expect(leftOut(first)).toEqual(['ops."Done"'])
    expect(await readFile(join(folder, 'first/up.sql'), 'utf8')).not.toMatch(/ops/u)
    const shared = urlOf((await scratch.database(table, 'CREATE TABLE ops.jobs (id integer)')).address)
    const second = await consolidate({ ...common, from: shared, out: join(folder, 'second') })
    expect(second).toMatchObject({ proved: true })
    expect(leftOut(second)).toEqual(['ops."Done"'])
    expect(await readFile(join(folder, 'second/up.sql'), 'utf8')).toContain('CREATE SCHEMA ops;')
  })
})

describe('in the settings file', () => {
  it('is read by fleet, consolidate and compare-schemas', async () => {
    const { root, migrations, remove } = await createSqlProject(shop)
    onTestFinished(remove)
    const [create = '', levels = ''] = Object.values(shop)
    const live = await scratch.database(
      create,
      levels,
      'CREATE SCHEMA ops; CREATE TABLE ops."Done" (name text PRIMARY KEY, owner text)',
      `INSERT INTO ops."Done" VALUES ('001_create.sql'), ('002_levels.sql')`,
    )
    const url = urlOf(live.address)
    const settings = { migrations: 'migrations', archived: 'archived', scratch: server }
    await writeFiles(root, {
      'with.json': JSON.stringify({ ...settings, consolidated: 'consolidated', trackingTable: 'ops."Done"' }),
      'without.json': JSON.stringify({ ...settings, consolidated: 'consolidated' }),
    })
    const codes = async (...args: readonly string[]): Promise<(number | null)[]> => {
      const ended = []
      for (const config of ['with.json', 'without.json'])
        ended.push((await runPgfold([...args, '--config', config], { cwd: root })).exitCode)
      return ended
    }
    expect(await codes('compare-schemas', url, migrations)).toEqual([0, 1])
    await archive({ migrations, archived: join(root, 'archived'), consolidated: join(root, 'consolidated') })
    expect(await codes('fleet', 'verify', '--db', url)).toEqual([0, 1])
    expect(await codes('fleet', 'adopt', '--db', url)).toEqual([0, 1])
    expect(await using(live, (db) => db.query('select name from ops."Done"'))).toEqual([
      { name: '002_consolidated_schema.sql' },
    ])
    const folded = await runPgfold(
      ['consolidate', '--from', url, '--out', 'folded', '--config', 'with.json', '--json'],
      { cwd: root },
    )
    const subjects = leftOut(JSON.parse(folded.stdout) as ConsolidationResult)
    expect(subjects).toEqual(['ops."Done"', 'ops."Done_before_pgfold"', 'ops'])
  })
})
