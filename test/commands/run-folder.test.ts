// A folder of migrations in code beside the command that runs it: what is noted of it, what is refused, and how a database
// past the line is proved.
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, expect, it, onTestFinished } from 'vitest'
import { adopt } from '../../src/commands/adopt.ts'
import { archive } from '../../src/commands/archive.ts'
import { consolidate } from '../../src/commands/consolidate.ts'
import { fleet } from '../../src/commands/fleet.ts'
import { sha256 } from '../../src/commands/consolidated-files.ts'
import type { Manifest } from '../../src/model/manifest.ts'
import { runProgram } from '../../src/server/program.ts'
import { using, writeFiles } from '../cutover/project.ts'
import { refusal } from '../layouts/folders.ts'
import { createProject } from '../runners/project.ts'
import { useScratch } from '../support/scratch.ts'
import { urlOf } from '../support/url.ts'

const scratch = useScratch('embedded')
let server: string
beforeAll(async () => {
  server = urlOf((await scratch.database()).address)
})

const creating = (table: string): string =>
  `exports.up = ({ context }) => context.query('CREATE TABLE ${table} (id int)')\n`
const files = {
  'migrate.js': `
    const { Client } = require('pg')
    const { Umzug } = require('umzug')
    async function main() {
      const client = new Client({ connectionString: process.env.DATABASE_URL })
      await client.connect()
      await client.query('CREATE TABLE IF NOT EXISTS "SequelizeMeta" (name varchar(255) PRIMARY KEY)')
      const storage = {
        logMigration: ({ name }) => client.query('INSERT INTO "SequelizeMeta" VALUES ($1)', [name]),
        unlogMigration: ({ name }) => client.query('DELETE FROM "SequelizeMeta" WHERE name = $1', [name]),
        executed: async () => (await client.query('SELECT name FROM "SequelizeMeta"')).rows.map(({ name }) => name),
      }
      await new Umzug({ migrations: { glob: ['migrations/*-*.js', { cwd: __dirname }] }, context: client, storage }).up()
      await client.end()
    }
    main().catch((error) => { console.error(error); process.exitCode = 1 })`,
  'migrations/1-a.js': creating('a'),
  'migrations/2-b.js': creating('b'),
}

async function project(more: Readonly<Record<string, string>> = {}) {
  const { folder, command, remove } = await createProject({ ...files, ...more }, 'migrate.js')
  onTestFinished(remove)
  const paths = {
    migrations: join(folder, 'migrations'),
    consolidated: join(folder, 'consolidated'),
    archived: join(folder, 'archived'),
  }
  const fold = (layout?: string) =>
    consolidate({
      history: paths.migrations,
      run: command,
      out: paths.consolidated,
      scratch: server,
      ...(layout === undefined ? {} : { layout }),
    })
  return { folder, command, ...paths, fold }
}

/** A database that the command built. */
async function built(command: string) {
  const database = await scratch.database()
  const env = { ...process.env, DATABASE_URL: urlOf(database.address) }
  expect(await runProgram('/bin/sh', ['-c', command], { env })).toMatchObject({ exitCode: 0 })
  return database
}

it('notes the migrations in the manifest, and which of them the newest is in the head', async () => {
  const { fold, command, consolidated } = await project()
  expect(await fold()).toMatchObject({ proved: true, migrations: 2, command })
  const manifest = JSON.parse(await readFile(join(consolidated, 'manifest.json'), 'utf8')) as Manifest
  expect(manifest).toMatchObject({
    layout: 'umzug',
    line: '2',
    command,
    sources: [
      { id: '1', name: 'a', files: [{ path: '1-a.js', sha256: sha256(creating('a')) }] },
      { id: '2', name: 'b', files: [{ path: '2-b.js', sha256: sha256(creating('b')) }] },
    ],
  })
  const [first, second] = (await readFile(join(consolidated, 'up.sql'), 'utf8')).split('\n')
  expect(first).toMatch(
    /migrations \(umzug\), what a command built \(cd .* migrate\.js\), folded by pgfold on PostgreSQL/u,
  )
  expect(second).toBe('-- 2 migrations in one, 1_a … 2_b')
})

it('refuses a folder that is not what the command ran, with both sets', async () => {
  const more = await project({ 'migrations/3_c.js': creating('c') }) // which the glob leaves out
  expect(await refusal(more.fold())).toMatchObject({
    code: 'other-migrations',
    exitCode: 1,
    details: ['in the folder, and not recorded: 3_c'],
  })
  const fewer = await project({ 'migrations/3-c.js': creating('c').replace('exports.up', 'module.exports["up"]') })
  expect(await refusal(fewer.fold('umzug'))).toMatchObject({
    code: 'other-migrations',
    details: ['recorded, and not in the folder: 3-c'],
  })
  expect(await refusal((await project()).fold('kysely'))).toMatchObject({
    code: 'no-tracking-table',
    message: expect.stringContaining('public.kysely_migration') as string,
    exitCode: 1,
  })
})

it('archives only what was folded: not with a file changed, missing or added', async () => {
  const { fold, folder, ...paths } = await project()
  await fold()
  const isRefused = async (detail: string) =>
    expect(await refusal(archive(paths))).toMatchObject({ code: 'history-changed', exitCode: 1, details: [detail] })
  await writeFiles(folder, { 'migrations/1-a.js': `${creating('a')}//` })
  await isRefused('changed: 1-a.js')
  await rm(join(folder, 'migrations/1-a.js'))
  await isRefused('missing: 1-a.js')
  await writeFiles(folder, { 'migrations/1-a.js': creating('a'), 'migrations/1-b.js': creating('c') })
  await isRefused('added since: 1-b.js')
})

it('proves what is past the line with the command, and only where all that is newer is applied', async () => {
  const { fold, folder, command, ...paths } = await project()
  await fold()
  await writeFiles(folder, { 'migrations/3-c.js': creating('c') })
  const live = await built(command)
  const other = await scratch.server().copyDatabase(live)
  await writeFiles(folder, { 'migrations/4-d.js': creating('d') })
  await archive(paths)
  const options = { ...paths, env: {}, lockTimeout: '5s', scratch: server }
  const one = { ...options, db: urlOf(live.address) }
  for (const run of [{}, { run: command }]) {
    expect(await adopt({ ...one, ...run })).toMatchObject({
      state: 'past-the-line',
      newer: ['3-c'],
      done: false,
      refusal: { code: 'newer-not-applied', message: expect.stringContaining('4-d') as string },
    })
  }
  await rm(join(folder, 'migrations/4-d.js'))
  expect(await adopt(one)).toMatchObject({ refusal: { code: 'needs-command' } })
  expect(await refusal(adopt({ ...one, run: `${command} && false` }))).toMatchObject({ code: 'command-failed' })
  expect(await refusal(adopt({ ...one, run: 'true' }))).toMatchObject({ code: 'no-tracking-table' })
  const databases = [live, other].map(({ address }) => urlOf(address))
  const answer = await fleet({ ...options, action: 'adopt', concurrency: 2, databases, run: command })
  expect(answer.counts).toEqual({ done: 2, refused: 0, failed: 0, earlier: 0 })
  for (const database of [live, other]) {
    expect(await using(database, (db) => db.query('select name from "SequelizeMeta" order by 1'))).toEqual([
      { name: '2-consolidated_schema.js' },
      { name: '3-c.js' },
    ])
  }
})
