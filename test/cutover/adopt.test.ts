// The states in which a live database can be, what adopt makes of each, and what it refuses; on a live server of each kind.
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { adopt } from '../../src/commands/adopt.ts'
import type { Comparer } from '../../src/commands/adopt.ts'
import { archive } from '../../src/commands/archive.ts'
import { undoAdopt } from '../../src/commands/undo-adopt.ts'
import { verify } from '../../src/commands/verify.ts'
import type { ScratchDatabase } from '../../src/server/database.ts'
import { useScratch } from '../support/scratch.ts'
import { serverSpecs } from '../support/servers.ts'
import { urlOf } from '../support/url.ts'
import { refusal } from '../layouts/folders.ts'
import { createProject, using, writeFiles } from './project.ts'
import type { Project } from './project.ts'

const first = 'CREATE TABLE a (id int PRIMARY KEY);\n'
const second = 'ALTER TABLE a ADD name text;\n'
const third = 'CREATE TABLE c (id int);\n'

let project: Project
beforeAll(async () => {
  project = await createProject(
    { 'migrations/001_a.sql': pgMigrate(first), 'migrations/002_b.sql': pgMigrate(second) },
    { 'migrations/003_c.sql': pgMigrate(third) },
  )
  await archive(project)
})
afterAll(() => project.remove())

function pgMigrate(up: string): string {
  return `-- Up Migration\n${up}-- Down Migration\n`
}

const table = 'create table pgmigrations (id serial primary key, name varchar(255) not null, run_on timestamp not null)'
const record = (...names: readonly string[]): string =>
  names.map((name) => `insert into pgmigrations (name, run_on) values ('${name}', now())`).join(';')

describe.each(serverSpecs)('on a live database of %s', (spec) => {
  const live = useScratch(spec)
  const options = (database: ScratchDatabase) => {
    const { migrations, archived, consolidated } = project
    const url = urlOf(database.address)
    return { db: url, env: {}, migrations, archived, consolidated, lockTimeout: '300ms', scratch: url }
  }
  const rows = (database: ScratchDatabase): Promise<object[]> =>
    using(database, (db) => db.query('select id, name from pgmigrations order by id'))
  const atTheLine = () => live.database(first, second, table, record('001_a', '002_b'))

  it('rewrites the rows at the line, once, and puts them back', async () => {
    const database = await atTheLine()
    expect(await adopt(options(database))).toMatchObject({
      state: 'at-the-line',
      done: true,
      refusal: null,
      table: 'public.pgmigrations',
      saved: 'public.pgmigrations_before_pgfold',
      proof: { differences: [] },
    })
    expect(await rows(database)).toEqual([{ id: 2, name: '002_consolidated_schema' }])
    expect(await adopt(options(database))).toMatchObject({ state: 'adopted', done: false, refusal: null })
    expect(await verify(options(database))).toMatchObject({ equivalent: true, differences: [] })
    expect(await undoAdopt(options(database))).toMatchObject({ done: true, newer: [] })
    expect(await rows(database)).toEqual([
      { id: 1, name: '001_a' },
      { id: 2, name: '002_b' },
    ])
    expect(await refusal(undoAdopt(options(database)))).toMatchObject({ code: 'nothing-to-undo', exitCode: 1 })
  })

  it('proves what is past the line with the newer migrations, and keeps their rows when it is undone', async () => {
    const database = await live.database(first, second, third, table, record('001_a', '002_b', '003_c'))
    expect(await adopt(options(database))).toMatchObject({ state: 'past-the-line', newer: ['003_c'], done: true })
    const since = await atTheLine()
    await adopt(options(since))
    await using(since, (db) => db.execute(`${third};${record('003_c')}`))
    expect(await undoAdopt(options(since))).toMatchObject({ done: true, newer: ['003_c'] })
    expect(await rows(since)).toMatchObject([{ name: '001_a' }, { name: '002_b' }, { name: '003_c' }])
  })

  it('leaves a new database alone that was built from the consolidated migration', async () => {
    const database = await live.database(first, second, table, record('002_consolidated_schema'))
    expect(await adopt(options(database))).toMatchObject({ state: 'adopted', done: false, refusal: null })
  })

  it('tells such a new database whose schema drifted by its differences, not by rows that are right', async () => {
    const built = record('002_consolidated_schema')
    for (const more of [[], [third, record('003_c')]]) {
      const database = await live.database(first, second, table, built, ...more, 'ALTER TABLE a ADD x int')
      const before = await rows(database)
      expect(await adopt(options(database))).toMatchObject({
        state: 'adopted',
        unknown: [],
        missing: [],
        done: false,
        refusal: { code: 'not-as-proved', hint: expect.stringContaining('Leave its rows as they are') as string },
        proof: { verdict: 'different', differences: [{ change: 'extra', kind: 'column', id: 'public.a.x' }] },
      })
      expect(await rows(database)).toEqual(before)
    }
  })

  it.each([
    ['fresh', [], { missing: ['001_a', '002_b'] }],
    ['behind', ['001_a'], { missing: ['002_b'] }],
    ['partial', ['002_b'], { missing: ['001_a'] }],
    ['unknown-rows', ['001_a', '002_b', '000_else'], { unknown: ['000_else'] }],
  ] as const)('refuses what is %s, with the sets', async (state, names, sets) => {
    const database = await live.database(first, second, table, record(...names))
    const before = await rows(database)
    expect(await adopt(options(database))).toMatchObject({ state, ...sets, done: false, refusal: { code: state } })
    expect(await rows(database)).toEqual(before)
  })

  it('refuses a schema that is not what was proved, but for the classes that are named', async () => {
    const database = await atTheLine()
    await using(database, (db) => db.execute(`comment on table a is 'by hand'`))
    expect(await adopt(options(database))).toMatchObject({
      state: 'at-the-line',
      done: false,
      refusal: { code: 'not-as-proved' },
      proof: { verdict: 'different', differences: [{ kind: 'comment' }] },
    })
    expect(await adopt({ ...options(database), ignore: ['comments'] })).toMatchObject({ done: true, refusal: null })
  })

  it('keeps the rows that the adoption of an older line saved', async () => {
    const database = await atTheLine()
    await adopt(options(database))
    const comment = `Rows before pgfold adopt, for pgfold adopt --undo: {"line":"001","recorded":"x","sha256":"y"}`
    await using(database, (db) =>
      db.execute(`comment on table pgmigrations_before_pgfold is '${comment}'; update pgmigrations set name = '002_b';
        ${record('001_a')}`),
    )
    expect(await adopt(options(database))).toMatchObject({ done: false, refusal: { code: 'earlier-adoption' } })
    await using(database, (db) => db.execute('drop table pgmigrations_before_pgfold'))
    expect(await adopt(options(database))).toMatchObject({ done: true })
  })

  it('puts no row back of a newer migration that was taken back since', async () => {
    const database = await live.database(first, second, third, table, record('001_a', '002_b', '003_c'))
    await adopt(options(database))
    await using(database, (db) => db.execute(`drop table c; delete from pgmigrations where name = '003_c'`))
    expect(await undoAdopt(options(database))).toMatchObject({ done: true })
    expect(await rows(database)).toMatchObject([{ name: '001_a' }, { name: '002_b' }])
  })

  it('takes no database for adopted whose rows have become others', async () => {
    const database = await atTheLine()
    await adopt(options(database))
    await using(database, (db) => db.execute(`delete from pgmigrations; ${record('001_a')}`))
    expect(await adopt(options(database))).toMatchObject({ state: 'unknown-rows', done: false, unknown: ['001_a'] })
  })

  it('writes nothing where the catalog or the rows change between the proof and the writing', async () => {
    for (const change of ['alter table a add late int', record('003_c')]) {
      const database = await atTheLine()
      const compare: Comparer = async (asked) => {
        const result = await verify(asked)
        await using(database, (db) => db.execute(change))
        return result
      }
      const error = await refusal(adopt({ ...options(database), compare }))
      expect(error).toMatchObject({ code: 'changed-meanwhile', exitCode: 1 })
      expect(await rows(database)).toMatchObject(
        [{ name: '001_a' }, { name: '002_b' }, {}].slice(0, change.startsWith('alter') ? 2 : 3),
      )
    }
  })

  it('waits for nobody, and changes nothing, while the runner is at work', async () => {
    const database = await atTheLine()
    await using(database, async (runner) => {
      await runner.execute('begin; lock table pgmigrations in exclusive mode')
      expect(await refusal(adopt(options(database)))).toMatchObject({ code: 'lock-timeout' })
      await runner.execute('rollback')
    })
    expect(await rows(database)).toHaveLength(2)
  })

  it('says that there is no table of the runner, and that the folder is not archived', async () => {
    const database = await live.database(first)
    expect(await refusal(adopt(options(database)))).toMatchObject({ code: 'no-tracking-table', exitCode: 1 })
    const unarchived = join(project.root, 'as-before')
    await writeFiles(unarchived, { '001_a.sql': pgMigrate(first), '002_b.sql': pgMigrate(second) })
    expect(await refusal(adopt({ ...options(database), migrations: unarchived }))).toMatchObject({
      code: 'not-archived',
      exitCode: 1,
    })
  })

  it('refuses a folder with a migration before the consolidated one, or with an edited one', async () => {
    const database = await atTheLine()
    const consolidated = join(project.migrations, '002_consolidated_schema.sql')
    const text = await readFile(consolidated, 'utf8')
    await writeFile(consolidated, `${text}-- edited\n`)
    expect(await refusal(adopt(options(database)))).toMatchObject({ code: 'edited-by-hand', exitCode: 1 })
    await writeFile(consolidated, text)
    const early = join(project.migrations, '001_branch.sql')
    await writeFile(early, pgMigrate('CREATE TABLE early (id int);\n'))
    expect(await refusal(adopt(options(database)))).toMatchObject({ code: 'migration-before', exitCode: 1 })
    await rm(early)
    expect(await rows(database)).toHaveLength(2)
  })

  it('undoes everything where a trigger keeps the rows from becoming what they should', async () => {
    const database = await atTheLine()
    await using(database, (db) =>
      db.execute(`create schema guard; create function guard.f() returns trigger language plpgsql as 'begin return null; end';
        create trigger keep before delete on pgmigrations for each row execute function guard.f()`),
    )
    const error = await refusal(adopt({ ...options(database), schemas: ['public'] }))
    expect(error).toMatchObject({ code: 'not-recorded', exitCode: 1 })
    expect(await rows(database)).toHaveLength(2)
  })
})
