// System 1 from end to end, as its people work: a live database that Hasura built, the history folded, a new
// database built from it, both compared, the migrations archived and given back, and every way back walked.
import { createHash } from 'node:crypto'
import { cp, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Database, ScratchDatabase, ScratchServer } from '../../src/server/database.ts'
import { openScratchServer } from '../../src/server/scratch.ts'
import { heavySpecs } from '../support/servers.ts'
import { practiceState } from './practice/database-state.ts'
import { buildPractice, migrationNames, practiceMigrations, repository } from './practice/history.ts'
import { runPgfold, runProgram } from './run-pgfold.ts'
import type { Ended } from './run-pgfold.ts'

const [spec = 'embedded'] = heavySpecs

/** The server of the live databases; pgfold starts a scratch server of its own in every command. */
let server: ScratchServer
let project: string

beforeAll(async () => {
  server = await openScratchServer(spec)
  project = await mkdtemp(join(tmpdir(), 'practice-'))
  await cp(practiceMigrations, join(project, 'schema', 'migrations', 'practice'), { recursive: true })
})
afterAll(async () => {
  await server?.close()
  await rm(project, { recursive: true, force: true })
})

it('goes over to the consolidated migration and back', { timeout: 600_000 }, async () => {
  const old = await server.createDatabase()
  await using(old, buildPractice)
  const fresh = await server.createDatabase()

  await folds()
  await appliesOnce(fresh)
  await appliesByForce(fresh)
  await verifies(fresh)
  await compares(old, fresh)
  await rollsBack(fresh)
  await appliesThroughPsql(fresh)
  await archivesAndRestores(old)
})

async function folds(): Promise<void> {
  const ended = await succeeds(['consolidate', '--json'])
  const result = JSON.parse(ended.stdout) as { witnesses: { name: string; verdict: string }[] }
  expect(result).toMatchObject({
    proved: true,
    migrations: (await migrationNames()).length,
    objects: { table: 10, trigger: 10, function: 2, view: 1 },
    rows: { 'practice.practice_strategies': 4, 'practice.users': 1 },
    frozen: [],
  })
  expect(result.witnesses.filter(({ verdict }) => verdict !== 'agree')).toEqual([])
  const files = await readdir(join(project, 'schema', 'consolidated'))
  expect(files.toSorted()).toEqual(['down.sql', 'manifest.json', 'snapshot.json', 'up.sql'])
  await succeeds(['consolidate', '--check'])
}

async function appliesOnce(fresh: ScratchDatabase): Promise<void> {
  await scriptSucceeds('apply-consolidated-migration.sh', [], fresh)
  const again = await pgfold(['apply'], fresh)
  expect(again).toMatchObject({ exitCode: 1, stdout: '' })
  for (const name of ['schema practice', 'table practice.users', 'view practice.practice_statistics'])
    expect(again.stderr).toContain(name)
}

async function appliesByForce(fresh: ScratchDatabase): Promise<void> {
  const signUp = `insert into practice.users (email, display_name) values ('ana@example.com', 'Ana')`
  await using(fresh, (database) => database.execute(signUp))

  const unconfirmed = await pgfold(['apply', 'force'], fresh)
  expect(unconfirmed.exitCode).toBe(1)
  expect(unconfirmed.stderr).toContain('--yes')
  expect(await using(fresh, usersOf)).toEqual(['Ana', 'Anonymous'])

  const rehearsed = await pgfold(['apply', 'force', '--dry-run', '--json'], fresh)
  expect(JSON.parse(rehearsed.stdout)).toMatchObject({ done: false, droppedRows: { 'practice.users': 2 } })
  expect(await using(fresh, usersOf)).toEqual(['Ana', 'Anonymous'])

  const forced = await succeeds(['apply', 'force', '--yes', '--json'], fresh)
  const result = JSON.parse(forced.stdout) as { backup: string }
  expect(result).toMatchObject({ done: true, droppedRows: { 'practice.users': 2 } })
  expect(await readFile(join(project, result.backup), 'utf8')).toContain('ana@example.com')
  expect(await using(fresh, usersOf)).toEqual(['Anonymous'])
}

async function verifies(fresh: ScratchDatabase): Promise<void> {
  await scriptSucceeds('apply-consolidated-migration.sh', ['verify'], fresh)
  await using(fresh, (database) => database.execute('alter table practice.users alter column locale drop not null'))
  const drifted = await pgfold(['verify'], fresh)
  expect(drifted.exitCode).toBe(1)
  expect(drifted.stdout).toContain('practice.users.locale')
  await using(fresh, (database) => database.execute('alter table practice.users alter column locale set not null'))
  await succeeds(['verify'], fresh)
}

const drift = `
  drop table practice.attachments;
  alter table practice.knowledge_points alter column description type varchar(2000);
  alter table practice.student_mistakes drop constraint student_mistakes_kind_check;
  drop index practice.quizzes_tags_idx;
  drop trigger quizzes_set_updated_at on practice.quizzes;
  alter function practice.touch_session() security definer;
  drop view practice.practice_statistics`

async function compares(old: ScratchDatabase, fresh: ScratchDatabase): Promise<void> {
  const command = ['compare-schemas', old.name, fresh.name, 'practice']
  await scriptSucceeds('compare-schemas.sh', command.slice(1), fresh)
  await succeeds(['compare-schemas', './schema/migrations', fresh.name], fresh)

  await using(fresh, (database) => database.execute(drift))
  const differing = await pgfold(command, fresh)
  expect(differing.exitCode).toBe(1)
  const lines = differing.stdout.split('\n')
  for (const heading of ['Tables', 'Columns', 'Constraints', 'Indexes', 'Triggers', 'Functions', 'Views'])
    expect(lines, differing.stdout).toContain(heading)
  await scriptSucceeds('apply-consolidated-migration.sh', ['force', '--yes'], fresh)
}

async function rollsBack(fresh: ScratchDatabase): Promise<void> {
  expect((await pgfold(['rollback'], fresh)).exitCode).toBe(1)
  await scriptSucceeds('apply-consolidated-migration.sh', ['rollback', '--yes'], fresh)
  const schemas = `select nspname::text as name from pg_namespace where nspname = 'practice'`
  expect(await using(fresh, (database) => database.query(schemas))).toEqual([])
}

/** Once with -f, as a script would, and once through a pipe, as `docker exec -i … psql` would. */
async function appliesThroughPsql(fresh: ScratchDatabase): Promise<void> {
  const file = join('schema', 'consolidated', 'up.sql')
  const options = { cwd: project, env: libpqEnvironment(fresh) }
  const stopping = ['-X', '-v', 'ON_ERROR_STOP=1']
  expect(await runProgram('psql', [...stopping, '-1', '-f', file], options)).toMatchObject({ exitCode: 0 })
  await succeeds(['verify'], fresh)
  await succeeds(['rollback', '--yes'], fresh)

  const input = await readFile(join(project, file), 'utf8')
  expect(await runProgram('psql', stopping, { ...options, input })).toMatchObject({ exitCode: 0 })
  await succeeds(['verify'], fresh)
  const twice = await runProgram('psql', stopping, { ...options, input })
  expect(twice.exitCode).not.toBe(0)
  await succeeds(['verify'], fresh)
}

async function archivesAndRestores(old: ScratchDatabase): Promise<void> {
  const folder = join(project, 'schema', 'migrations')
  const before = await checksums(folder)
  const newest = (await migrationNames()).at(-1) ?? ''
  const id = newest.split('_', 1)[0] ?? ''

  expect(JSON.parse((await pgfold(['archive', 'list', '--json'])).stdout)).toMatchObject({ archives: [] })
  expect(await scriptSucceeds('archive-old-migrations.sh', ['list'])).toContain('Nothing is archived yet')
  await succeeds(['archive', '--dry-run'])
  expect(await checksums(folder)).toEqual(before)

  await scriptSucceeds('archive-old-migrations.sh', [])
  const left = await readdir(join(folder, 'practice'))
  expect(left.map((name) => name.split('_', 1)[0])).toEqual([id])
  expect(JSON.parse((await pgfold(['archive', 'list', '--json'])).stdout)).toMatchObject({ archives: [id] })
  await succeeds(['compare-schemas', './schema/migrations', old.name], old)
  await goesOnAs(left[0] ?? '', old)
  await goesOnLive(old, id)

  await scriptSucceeds('archive-old-migrations.sh', ['restore'])
  expect(await checksums(folder)).toEqual(before)
  expect(JSON.parse((await pgfold(['archive', 'list', '--json'])).stdout)).toMatchObject({ archives: [] })
}

/** A script with which its people work: the same command under its name. */
async function scriptSucceeds(name: string, args: readonly string[], live?: ScratchDatabase): Promise<string> {
  const ended = await runProgram(join(repository, 'scripts', name), args, {
    cwd: project,
    ...(live === undefined ? {} : { env: databaseEnvironment(live) }),
  })
  expect(ended.exitCode, `${name} ${args.join(' ')}\n${ended.stdout}${ended.stderr}`).toBe(0)
  return ended.stdout
}

/** What Hasura does with the consolidated migration on a new database: one request, one transaction. */
async function goesOnAs(name: string, old: ScratchDatabase): Promise<void> {
  const folder = join(project, 'schema', 'migrations', 'practice', name)
  const rebuilt = await server.createDatabase()
  await using(rebuilt, async (database) => {
    await database.execute(await readFile(join(folder, 'up.sql'), 'utf8'))
    const state = await practiceState(database)
    expect(state.filter((line) => line.startsWith('row '))).toEqual(await using(old, rowsOf))
    await database.execute(await readFile(join(folder, 'down.sql'), 'utf8'))
    expect(await practiceState(database)).toEqual([])
  })
}

/** The live database, rehearsed, adopted, gone on with, and back again: Hasura's rows are as they were then. */
async function goesOnLive(old: ScratchDatabase, id: string): Promise<void> {
  const versions = (await migrationNames()).map((name) => name.split('_', 1)[0])
  await using(old, (database) =>
    database.execute(`create schema hdb_catalog;
      create table hdb_catalog.schema_migrations (version bigint primary key, dirty boolean not null);
      insert into hdb_catalog.schema_migrations values (${versions.join(', false), (')}, false)`),
  )
  const recorded = (): Promise<object[]> =>
    using(old, (database) => database.query('select version::text from hdb_catalog.schema_migrations order by 1'))
  const before = await recorded()
  const live = `postgres://${old.address.user}@localhost:${old.address.port}/${old.name}?host=${encodeURIComponent(old.address.host)}`
  const rehearsed = JSON.parse((await succeeds(['rehearse', '--from', live, '--json'])).stdout) as {
    readonly rehearsals: readonly { readonly outcome: string }[]
  }
  expect(rehearsed.rehearsals).toHaveLength(versions.length + 4) // on two new databases, one with no migration, and of the live one
  expect(rehearsed.rehearsals.at(-1)).toMatchObject({ outcome: 'adopted' })

  await succeeds(['adopt', '--dry-run'], old)
  expect(await recorded()).toEqual(before)
  await succeeds(['adopt'], old)
  expect(JSON.parse((await succeeds(['adopt', '--json'], old)).stdout)).toMatchObject({ state: 'adopted', done: false })

  const next = String(Number(id) + 1)
  const folder = join(project, 'schema', 'migrations', 'practice', `${next}_notes`)
  await mkdir(folder)
  await writeFile(join(folder, 'up.sql'), 'alter table practice.quizzes add note text;')
  await using(old, (database) =>
    database.execute(
      `alter table practice.quizzes add note text; insert into hdb_catalog.schema_migrations values (${next}, false)`,
    ),
  )
  expect(JSON.parse((await succeeds(['adopt', '--json'], old)).stdout)).toMatchObject({ newer: [next], refusal: null })
  await succeeds(['compare-schemas', './schema/migrations', old.name], old)

  await rm(folder, { recursive: true })
  await using(old, (database) =>
    database.execute(
      `alter table practice.quizzes drop note; delete from hdb_catalog.schema_migrations where version = ${next}`,
    ),
  )
  await succeeds(['adopt', '--undo'], old)
  expect(await recorded()).toEqual(before)
}

/** Runs pgfold and asks for exit code 0; what it said stands in the failure. */
async function succeeds(args: readonly string[], live?: ScratchDatabase): Promise<Ended> {
  const ended = await pgfold(args, live)
  expect(ended.exitCode, `${args.join(' ')}\n${ended.stdout}${ended.stderr}`).toBe(0)
  return ended
}

function pgfold(args: readonly string[], live?: ScratchDatabase): Promise<Ended> {
  return runPgfold(args, { cwd: project, ...(live === undefined ? {} : { env: databaseEnvironment(live) }) })
}

function databaseEnvironment({ address }: ScratchDatabase): Record<string, string> {
  return {
    DB_HOST: address.host,
    DB_PORT: String(address.port),
    DB_USER: address.user,
    DB_NAME: address.database,
    PGPASSWORD: address.password ?? 'not asked for',
  }
}

function libpqEnvironment({ address }: ScratchDatabase): Record<string, string> {
  return {
    PGHOST: address.host,
    PGPORT: String(address.port),
    PGUSER: address.user,
    PGDATABASE: address.database,
    PGPASSWORD: address.password ?? 'not asked for',
  }
}

async function using<Result>(scratch: ScratchDatabase, use: (database: Database) => Promise<Result>): Promise<Result> {
  const database = await scratch.connect()
  try {
    return await use(database)
  } finally {
    await database.close()
  }
}

async function usersOf(database: Database): Promise<string[]> {
  const rows = await database.query<{ name: string }>('select display_name as name from practice.users order by 1')
  return rows.map(({ name }) => name)
}

async function rowsOf(database: Database): Promise<string[]> {
  return (await practiceState(database)).filter((line) => line.startsWith('row '))
}

/** Path within the folder → SHA-256. */
async function checksums(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  const sums = await Promise.all(
    files.toSorted().map(async (file) => {
      const sum = createHash('sha256')
        .update(await readFile(file))
        .digest('hex')
      return [file.slice(folder.length + 1), sum] as const
    }),
  )
  return Object.fromEntries(sums)
}
