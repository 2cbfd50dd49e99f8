// The runner's own tables, as the runner makes them, before and after a cutover.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { apply } from '../../src/commands/apply.ts'
import { consolidate } from '../../src/commands/consolidate.ts'
import { rollback } from '../../src/commands/rollback.ts'
import { verify } from '../../src/commands/verify.ts'
import type { ScratchDatabase } from '../../src/server/database.ts'
import { useScratch } from '../support/scratch.ts'
import { createProject, environmentOf, hasuraShop, shop, using } from './project.ts'
import type { Project } from './project.ts'

const live = useScratch('embedded')

async function cutover(project: Project, database: ScratchDatabase) {
  const { consolidated, backups } = project
  const options = {
    env: environmentOf(database.address),
    consolidated,
    backups,
    lockTimeout: '1s',
    yes: true,
    backup: false,
  }
  return {
    apply: () => apply(options),
    rollback: () => rollback(options),
    verify: () => verify(options),
  }
}

function rowsOf(database: ScratchDatabase, sql: string): Promise<object[]> {
  return using(database, (db) => db.query(sql))
}

describe('hasura', () => {
  let project: Project
  beforeAll(async () => {
    project = await createProject(hasuraShop)
  })
  afterAll(() => project.remove())

  it('records the version in the table of config v1 and v2', async () => {
    const database = await live.database(
      'create schema hdb_catalog',
      'create table hdb_catalog.schema_migrations (version bigint primary key, dirty boolean not null)',
      'insert into hdb_catalog.schema_migrations values (5, false)',
    )
    const steps = await cutover(project, database)
    const rows = (): Promise<object[]> =>
      rowsOf(
        database,
        'select version::text, dirty from hdb_catalog.schema_migrations order by schema_migrations.version',
      )
    expect((await steps.apply()).findings).toEqual([])
    expect(await rows()).toEqual([
      { version: '5', dirty: false },
      { version: '1700000000000', dirty: false },
      { version: '1700000001000', dirty: false },
    ])
    expect(await steps.verify()).toMatchObject({ verdict: 'identical' })
    await steps.rollback()
    expect(await rows()).toEqual([{ version: '5', dirty: false }])
  })

  it('records the version in the state of config v3, under the name of the database', async () => {
    const state = {
      migrations: { shop: { 5: false }, other: { 6: false } },
      settings: { x: 'y' },
      isStateCopyCompleted: true,
    }
    const database = await live.database(
      'create schema hdb_catalog',
      'create table hdb_catalog.hdb_version (hasura_uuid uuid, version text, cli_state jsonb not null)',
      `insert into hdb_catalog.hdb_version values (gen_random_uuid(), '48', '${JSON.stringify(state)}')`,
    )
    const steps = await cutover(project, database)
    const rows = (): Promise<object[]> => rowsOf(database, 'select cli_state from hdb_catalog.hdb_version')
    await steps.apply()
    const applied = {
      ...state,
      migrations: { ...state.migrations, shop: { 5: false, 1700000000000: false, 1700000001000: false } },
    }
    expect(await rows()).toEqual([{ cli_state: applied }])
    await steps.rollback()
    expect(await rows()).toEqual([{ cli_state: state }])
  })

  it('says what to do where Hasura keeps its state elsewhere', async () => {
    const steps = await cutover(project, await live.database())
    expect((await steps.apply()).findings).toEqual([
      expect.objectContaining({
        code: 'no-tracking-table',
        message: expect.stringContaining('hasura migrate apply --version 1700000001000 --skip-execution') as string,
      }),
    ])
  })
})

describe('numbered', () => {
  let project: Project
  beforeAll(async () => {
    project = await createProject(shop)
  })
  afterAll(() => project.remove())

  it.each([
    ['with the extension', '000_other.sql', '.sql'],
    ['without it', '000_other', ''],
  ])('records the name as the runner writes names: %s', async (_how, other, ending) => {
    const database = await live.database(
      'create table public.migrations (id serial primary key, name text not null unique, applied_at timestamptz default now())',
      `insert into public.migrations (name) values ('${other}')`,
    )
    const steps = await cutover(project, database)
    const rows = (): Promise<object[]> => rowsOf(database, 'select name from public.migrations order by name')
    await steps.apply()
    expect(await rows()).toEqual([other, `001_create${ending}`, `002_levels${ending}`].map((name) => ({ name })))
    expect(await steps.verify()).toMatchObject({ verdict: 'identical' })
    await steps.rollback()
    expect(await rows()).toEqual([{ name: other }])
  })
})

describe('more than what was folded', () => {
  let project: Project
  beforeAll(async () => {
    project = await createProject(shop, { 'migrations/003_notes.sql': 'ALTER TABLE shop.orders ADD note text;' })
  })
  afterAll(() => project.remove())

  const table = 'create table public.migrations (name text primary key)'
  const options = ({ address }: ScratchDatabase) => {
    const { consolidated, backups, migrations, archived } = project
    const common = { env: environmentOf(address), consolidated, backups, lockTimeout: '1s', yes: true, backup: false }
    return { ...common, folder: { migrations, archived } }
  }
  const names = (database: ScratchDatabase): Promise<object[]> =>
    rowsOf(database, 'select name from public.migrations order by name')

  it('tells which newer migrations are no longer applied, and takes their rows out', async () => {
    const database = await live.database(
      table,
      ...Object.entries(shop).flatMap(([path, sql]) => (path.includes('rollback') ? [] : [sql])),
      'ALTER TABLE shop.orders ADD note text',
      "insert into migrations values ('001_create.sql'), ('002_levels.sql'), ('003_notes.sql'), ('by_hand.sql')",
    )
    const { findings } = await apply({ ...options(database), force: true })
    expect(findings).toContainEqual(expect.objectContaining({ code: 'newer-no-longer-applied' }))
    expect(await names(database)).toEqual(['001_create.sql', '002_levels.sql', 'by_hand.sql'].map((name) => ({ name })))
    await rollback(options(database))
    expect(await names(database)).toEqual([{ name: 'by_hand.sql' }])
  })

  it("leaves a table alone that only has the name of an adoption's", async () => {
    const database = await live.database(table, 'create table public.migrations_before_pgfold (mine text)')
    await apply(options(database))
    await rollback(options(database))
    expect(await rowsOf(database, 'select mine from public.migrations_before_pgfold')).toEqual([])
  })

  it('refuses where the rows do not become what they should', async () => {
    const database = await live.database(table, 'create rule no as on insert to public.migrations do instead nothing')
    await expect(apply(options(database))).rejects.toMatchObject({
      code: 'not-recorded',
      details: ['missing: 001_create', 'missing: 002_levels'],
      exitCode: 1,
    })
    expect(await rowsOf(database, "select to_regnamespace('shop') is null as gone")).toEqual([{ gone: true }])
  })

  it('says which columns only the runner can fill, and records nothing', async () => {
    const database = await live.database('create table public.migrations (name text primary key, who text not null)')
    const { findings, tracking } = await apply(options(database))
    expect(tracking).toEqual([])
    expect(findings).toMatchObject([
      { code: 'not-recorded', message: expect.stringContaining('a value for who') as string },
    ])
  })

  it('knows the table under the name that it was given, its schema with it', async () => {
    const database = await live.database(
      'create schema ops',
      'create table ops."Done" (name text primary key, owner text)',
    )
    const trackingTable = { schema: 'ops', name: 'Done' }
    const given = { ...options(database), trackingTable }
    await apply(given)
    expect(await rowsOf(database, 'select name from ops."Done" order by 1')).toHaveLength(2)
    expect(await verify(given)).toMatchObject({ verdict: 'identical' })
    expect(await verify(options(database))).toMatchObject({ verdict: 'different' })
    await rollback(given)
    expect(await rowsOf(database, 'select name from ops."Done"')).toEqual([])
  })
})

it('misses no tracking table where a live database was folded', async () => {
  const root = await mkdtemp(join(tmpdir(), 'pgfold-test-'))
  const [source, target] = [await live.database('CREATE TABLE t (id integer)'), await live.database()]
  const paths = { consolidated: join(root, 'consolidated'), backups: join(root, 'backups') }
  const { host, port, user, database } = source.address
  const from = `postgres://${user}@/${database}?host=${encodeURIComponent(host)}&port=${port}`
  await consolidate({ from, out: paths.consolidated, env: {} })
  const env = environmentOf(target.address)
  const { findings } = await apply({ ...paths, env, lockTimeout: '1s', yes: true, backup: false })
  expect(findings.filter(({ code }) => code === 'no-tracking-table')).toEqual([])
  await rm(root, { recursive: true })
})
