// Several tables that may be the runner's: one of before that Hasura left behind, or one in each of several schemas.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { adopt } from '../../src/commands/adopt.ts'
import { apply } from '../../src/commands/apply.ts'
import { archive } from '../../src/commands/archive.ts'
import { rollback } from '../../src/commands/rollback.ts'
import { undoAdopt } from '../../src/commands/undo-adopt.ts'
import { verify } from '../../src/commands/verify.ts'
import { findRecords } from '../../src/cutover/choose-records.ts'
import { layoutNamed } from '../../src/layouts/choose-layout.ts'
import { withTrackingTable } from '../../src/layouts/tracking-table.ts'
import type { ScratchDatabase } from '../../src/server/database.ts'
import { refusal } from '../layouts/folders.ts'
import { useScratch } from '../support/scratch.ts'
import { urlOf } from '../support/url.ts'
import { createProject, environmentOf, hasuraShop, using } from './project.ts'
import type { Project } from './project.ts'

const live = useScratch('embedded')

describe('a table in several schemas', () => {
  it.each([
    ['umzug', ['app'], undefined, 'app'],
    ['umzug', ['app', 'public'], { schema: 'public' }, 'public'],
    ['numbered', ['app'], undefined, undefined],
    ['drizzle', ['public'], undefined, 'public'],
    ['drizzle', ['drizzle', 'public'], { schema: 'drizzle' }, 'drizzle'],
  ])('%s: in %s', async (layout, schemas, given, expected) => {
    const database = await live.database(...tablesIn(layout, schemas))
    const { records = [] } = withTrackingTable(layoutNamed(layout), given)
    const found = await using(database, (db) => findRecords(db, records, { history: '' }))
    expect(found?.name.schema).toBe(expected)
  })

  it.each([
    ['umzug', ['app', 'public'], ['app.SequelizeMeta', 'public.SequelizeMeta']],
    ['umzug', ['app', 'b'], ['app.SequelizeMeta', 'b.SequelizeMeta']],
    ['drizzle', ['drizzle', 'public'], ['drizzle.__drizzle_migrations', 'public.__drizzle_migrations']],
  ])('%s: in %s, it is for a person to say', async (layout, schemas, details) => {
    const database = await live.database(...tablesIn(layout, schemas))
    const { records = [] } = layoutNamed(layout)
    const error = await refusal(using(database, (db) => findRecords(db, records, { history: '' })))
    expect(error).toMatchObject({ code: 'several-tracking-tables', exitCode: 1, details })
    expect(error.hint).toContain(`--tracking-table ${details[0]}`)
  })
})

/** Those of the runner, and one of the same name that has other columns. */
function tablesIn(layout: string, schemas: readonly string[]): string[] {
  const [table, columns] =
    layout === 'numbered'
      ? ['migrations', 'name text']
      : layout === 'umzug'
        ? ['"SequelizeMeta"', 'name text']
        : ['__drizzle_migrations', 'id serial primary key, hash text not null, created_at bigint']
  return [
    ...schemas.map((schema) => `create schema if not exists ${schema}; create table ${schema}.${table} (${columns})`),
    `create schema other; create table other.${table} (x int)`,
  ]
}

describe('Hasura, with the table of config v1 and v2 beside the state of config v3', () => {
  let project: Project
  beforeAll(async () => {
    project = await createProject(hasuraShop)
    await archive(project)
  })
  afterAll(() => project.remove())

  const [first, line] = ['1700000000000', '1700000001000']
  type State = Readonly<Record<string, unknown>>
  const stateOf = (versions: readonly string[], more: State): State => ({
    ...(versions.length === 0 ? {} : { migrations: { shop: Object.fromEntries(versions.map((id) => [id, false])) } }),
    ...more,
  })
  const copied = { isStateCopyCompleted: true }

  async function databaseWith(table: readonly string[], state: State, built = true): Promise<ScratchDatabase> {
    return live.database(
      ...(built ? [hasuraShop[create], hasuraShop[email]] : []),
      'create schema hdb_catalog; create table hdb_catalog.schema_migrations (version bigint primary key, dirty boolean not null)',
      ...table.map((version) => `insert into hdb_catalog.schema_migrations values (${version}, false)`),
      'create table hdb_catalog.hdb_version (hasura_uuid uuid, version text, cli_state jsonb not null)',
      `insert into hdb_catalog.hdb_version values (gen_random_uuid(), '48', '${JSON.stringify(state)}')`,
    )
  }
  const create = 'migrations/shop/1700000000000_create/up.sql'
  const email = 'migrations/shop/1700000001000_email/up.sql'

  const rowsOf = (database: ScratchDatabase): Promise<object[]> =>
    using(database, (db) =>
      db.query(`select array(select m.version::text from hdb_catalog.schema_migrations as m order by m.version) as versions, cli_state
        from hdb_catalog.hdb_version`),
    )
  const optionsFor = (database: ScratchDatabase) => ({
    env: environmentOf(database.address),
    lockTimeout: '1s',
    scratch: urlOf(database.address),
    ...project,
  })

  it.each([
    ['the state, which was copied from it and went on', [first], stateOf([first, line], copied), true],
    ['the state, of which old rows were deleted since', ['5', first, line], stateOf([first, line], copied), true],
    ['the state, where nothing was ever in the table', [], stateOf([first, line], {}), true],
    ['the table, while nothing was copied', [first, line], stateOf([], { isStateCopyCompleted: false }), false],
    ['the table, with no state at all', [first, line], {}, false],
  ])('adopts %s', async (_, table, state, isState) => {
    const database = await databaseWith(table, state)
    const before = await rowsOf(database)
    expect(await adopt(optionsFor(database))).toMatchObject({ refusal: null, done: true, state: 'at-the-line' })
    const after = isState
      ? { versions: table, cli_state: { ...state, migrations: { shop: { [line]: false } } } }
      : { versions: [line], cli_state: state }
    expect(await rowsOf(database)).toEqual([after])
    expect(await adopt(optionsFor(database))).toMatchObject({ refusal: null, done: false, state: 'adopted' })
    expect(await verify(optionsFor(database))).toMatchObject({ equivalent: true })
    await undoAdopt(optionsFor(database))
    expect(await rowsOf(database)).toEqual(before)
  })

  it('says by the state that a database is behind, whatever the table has', async () => {
    const database = await databaseWith([first, line], stateOf([first], copied))
    expect(await adopt(optionsFor(database))).toMatchObject({ refusal: { code: 'behind' }, missing: [line] })
  })

  it.each([
    ['rows in both, and no word of a copy', [first], stateOf([line], {})],
    ['a copy that is done, and rows that were not copied', [first, line], stateOf([], copied)],
  ])('refuses %s, and takes the word of a person', async (_, table, state) => {
    const database = await databaseWith(table, state)
    const before = await rowsOf(database)
    const details = ['hdb_catalog.schema_migrations', 'hdb_catalog.hdb_version']
    expect(await refusal(adopt(optionsFor(database)))).toMatchObject({ code: 'several-tracking-tables', details })
    expect(await rowsOf(database)).toEqual(before)
    const read = async (name: string) =>
      (await adopt({ ...optionsFor(database), dryRun: true, trackingTable: { schema: 'hdb_catalog', name } })).table
    expect([await read('schema_migrations'), await read('hdb_version')]).toEqual(details)
  })

  it.each([
    ['the state, behind the copy', copied, true],
    ['the table, before it', {}, false],
  ])('apply and rollback write %s', async (_, state, isState) => {
    const database = await databaseWith([], state, false)
    const options = { ...optionsFor(database), yes: true, backup: false, folder: project }
    expect(await apply(options)).toMatchObject({ done: true, findings: [] })
    const written = isState
      ? { versions: [], cli_state: { ...state, migrations: { shop: { [line]: false } } } }
      : { versions: [line], cli_state: state }
    expect(await rowsOf(database)).toEqual([written])
    await rollback(options)
    const empty = isState ? { ...state, migrations: { shop: {} } } : state
    expect(await rowsOf(database)).toEqual([{ versions: [], cli_state: empty }])
  })

  it('apply changes nothing where nobody can say which of them counts', async () => {
    const database = await databaseWith(['5'], stateOf(['6'], {}), false)
    const options = { ...optionsFor(database), yes: true, backup: false, folder: project }
    expect(await refusal(apply(options))).toMatchObject({ code: 'several-tracking-tables', exitCode: 1 })
    expect(await using(database, (db) => db.query("select to_regnamespace('shop') is null as none"))).toEqual([
      { none: true },
    ])
  })
})
