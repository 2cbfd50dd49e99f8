// A runner's table whose name leaves no room for the ending of the table that keeps its rows: PostgreSQL cuts names at 63
// bytes, and of one that it cuts the ending would be gone.
import { afterAll, beforeAll, expect, it } from 'vitest'
import { adopt } from '../../src/commands/adopt.ts'
import { archive } from '../../src/commands/archive.ts'
import { undoAdopt } from '../../src/commands/undo-adopt.ts'
import { verify } from '../../src/commands/verify.ts'
import { quoteName } from '../../src/sql/quote.ts'
import { useScratch } from '../support/scratch.ts'
import { urlOf } from '../support/url.ts'
import { createProject, using } from './project.ts'
import type { Project } from './project.ts'

const live = useScratch('embedded')
const scripts = ['CREATE TABLE a (id int PRIMARY KEY);\n', 'ALTER TABLE a ADD name text;\n']

let project: Project
beforeAll(async () => {
  project = await createProject({ 'migrations/001_a.sql': scripts[0] ?? '', 'migrations/002_b.sql': scripts[1] ?? '' })
  await archive(project)
})
afterAll(() => project.remove())

const ending = '_before_pgfold'

it.each([
  ['x'.repeat(49), 'x'.repeat(49)],
  ['x'.repeat(60), 'x'.repeat(49)],
  ['x'.repeat(63), 'x'.repeat(49)],
  ['é'.repeat(31), 'é'.repeat(24)],
  [`${'x'.repeat(46)}🐘${'x'.repeat(13)}`, 'x'.repeat(46)],
])('%s: adopted, verified and undone', async (name, beginning) => {
  const saved = `${beginning}${ending}`
  const table = quoteName(name)
  const database = await live.database(
    ...scripts,
    `CREATE TABLE ${table} (name text PRIMARY KEY)`,
    `INSERT INTO ${table} VALUES ('001_a.sql'), ('002_b.sql')`,
  )
  const read = (sql: string): Promise<object[]> => using(database, (db) => db.query(sql))
  const rows = (): Promise<object[]> => read(`select name from ${table} order by 1`)
  const tables = async (): Promise<unknown[]> =>
    (await read(`select tablename::text as name from pg_catalog.pg_tables where schemaname = 'public'`))
      .map((row) => (row as { name: string }).name)
      .toSorted()
  const before = await rows()
  const { migrations, archived, consolidated } = project
  const url = urlOf(database.address)
  const options = {
    migrations,
    archived,
    consolidated,
    env: {},
    lockTimeout: '5s',
    scratch: url,
    db: url,
    trackingTable: { name },
  }

  expect(await adopt(options)).toMatchObject({ done: true, table: `public.${name}`, saved: `public.${saved}` })
  expect(await tables()).toEqual(['a', name, saved].toSorted())
  expect(await verify(options)).toMatchObject({ verdict: 'identical', differences: [] })
  expect(await adopt(options)).toMatchObject({ state: 'adopted', done: false, refusal: null })
  expect(await undoAdopt(options)).toMatchObject({ done: true })
  expect(await rows()).toEqual(before)
  expect(await tables()).toEqual(['a', name])
})
