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
