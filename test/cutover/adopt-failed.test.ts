// A run of the runner that failed half-way: its row names the line, and must not count for more than it is.
import { afterAll, beforeAll, expect, it } from 'vitest'
import { adopt } from '../../src/commands/adopt.ts'
import { archive } from '../../src/commands/archive.ts'
import { useScratch } from '../support/scratch.ts'
import { urlOf } from '../support/url.ts'
import { createProject } from './project.ts'
import type { Project } from './project.ts'

const live = useScratch('embedded')
const first = 'CREATE TABLE a (id int PRIMARY KEY);\n'
const second = 'ALTER TABLE a ADD name text;\n'
let project: Project
beforeAll(async () => {
  project = await createProject({ 'migrations/000001_a.up.sql': first, 'migrations/000002_b.up.sql': second })
  await archive(project)
})
afterAll(() => project.remove())

it.each([
  [true, { refusal: { code: 'failed-run' } }],
  [false, { refusal: null, state: 'at-the-line' }],
])('dirty: %s', async (dirty, expected) => {
  const table = 'create table schema_migrations (version bigint not null primary key, dirty boolean not null)'
  const database = await live.database(first, second, table, `insert into schema_migrations values (2, ${dirty})`)
  const url = urlOf(database.address)
  expect(await adopt({ ...project, db: url, env: {}, scratch: url, lockTimeout: '1s' })).toMatchObject(expected)
})
