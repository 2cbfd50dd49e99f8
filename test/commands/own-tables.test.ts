// A table of the user's that only has the name of the runner's is folded; the runner's own is not.
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it, test } from 'vitest'
import { compareSchemas } from '../../src/commands/compare-schemas.ts'
import { consolidate } from '../../src/commands/consolidate.ts'
import type { ConsolidateOptions } from '../../src/commands/consolidate.ts'
import { isTracking } from '../../src/sources/tracking-tables-there.ts'
import { useScratch } from '../support/scratch.ts'
import { urlOf } from '../support/url.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pgfold-test-'))
})
afterAll(() => rm(folder, { recursive: true }))

const scratch = useScratch('embedded')
let made = 0

async function folded(layout: string, sql: string, options: Partial<ConsolidateOptions> = {}) {
  const history = await historyOf(layout, sql)
  const out = join(history, '../out')
  const url = urlOf((await scratch.database()).address)
  const result = await consolidate({ history, layout, out, scratch: url, ...options })
  expect(result.proved).toBe(true)
  const leftOut = result.findings.filter(({ code }) => code === 'tracking-left-out').map(({ subject }) => subject)
  return { upSql: await readFile(join(out, 'up.sql'), 'utf8'), leftOut }
}

async function historyOf(layout: string, sql: string): Promise<string> {
  const history = join(folder, String(made++), 'migrations')
  await mkdir(history, { recursive: true })
  await writeFile(join(history, layout === 'golang-migrate' ? '001_first.up.sql' : '001_first.sql'), sql)
  return history
}

it.each([
  ['tern', 'schema_version', 'CREATE TABLE schema_version (id integer, app text)'],
  [
    'numbered',
    'migrations',
    `CREATE TABLE migrations (id integer PRIMARY KEY, species text);
     CREATE TABLE sighting (migration integer REFERENCES migrations)`,
  ],
])('folds a table of the user’s with the name of the one of %s', async (layout, table, sql) => {
  const { upSql, leftOut } = await folded(layout, sql)
  expect(upSql).toContain(`CREATE TABLE public.${table} (`)
  expect(leftOut).toEqual([])
})

it.each([
  ['tern', 'public.schema_version', 'CREATE TABLE schema_version (version integer NOT NULL)'],
  ['numbered', 'public.migrations', 'CREATE TABLE migrations (id serial, name text, applied_at timestamptz)'],
  ['golang-migrate', 'public.schema_migrations', 'CREATE TABLE schema_migrations (version bigint, dirty boolean)'],
])('leaves out the one of %s', async (layout, table, sql) => {
  const { upSql, leftOut } = await folded(layout, `${sql}; CREATE TABLE kept (id integer)`)
  expect(upSql).not.toContain(table)
  expect(leftOut).toEqual([table])
})

it('leaves out one that a prelude made in part and the history altered', async () => {
  const prelude = join(folder, 'prelude.sql')
  await writeFile(prelude, 'CREATE TABLE schema_migrations (version bigint)')
  const sql = 'ALTER TABLE schema_migrations ADD note text; CREATE TABLE kept (id integer)'
  const { upSql, leftOut } = await folded('golang-migrate', sql, { prelude: [prelude] })
  expect(upSql).not.toContain('schema_migrations')
  expect(leftOut).toEqual(['public.schema_migrations'])
})

it('compares a table of the user’s with the name of the runner’s', async () => {
  const left = await historyOf('numbered', 'CREATE TABLE migrations (id integer, species text)')
  const right = urlOf((await scratch.database('CREATE TABLE migrations (id integer, species varchar(3))')).address)
  const { differences } = await compareSchemas({ left, right, env: {}, layout: 'numbered' })
  expect(differences.map(({ id }) => id)).toEqual(['public.migrations.species'])
})

const tracking = { trackingTables: [], trackingSchemas: ['drizzle'] }

test.each([
  ['public', 'migrations', 'id name', true],
  ['public', 'migrations', 'version appliedAt', true],
  ['public', 'migrations', 'id timestamp name', true],
  ['public', 'migrations', 'id from_country to_country', false],
  ['public', 'migrations', '', false],
  ['public', 'schema_migrations', 'version', true],
  ['public', 'schema_migrations', 'version dirty', true],
  ['public', 'schema_migrations', 'version dirty note', false],
  ['public', 'flyway_schema_history', 'version', false],
  ['drizzle', '__drizzle_migrations', 'anything', true],
])('%s.%s (%s) is the runner’s: %s', (schema, name, columns, isRunners) => {
  expect(isTracking({ schema, name, columns: columns.split(' ').filter(Boolean) }, tracking)).toBe(isRunners)
})
