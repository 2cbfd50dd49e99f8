// A runner that only counts: where as many migrations are newer as were folded, a count has two meanings.
import { afterAll, beforeAll, expect, it } from 'vitest'
import { adopt } from '../../src/commands/adopt.ts'
import { archive } from '../../src/commands/archive.ts'
import { undoAdopt } from '../../src/commands/undo-adopt.ts'
import { useScratch } from '../support/scratch.ts'
import { urlOf } from '../support/url.ts'
import { createProject, using, writeFiles } from './project.ts'
import type { Project } from './project.ts'

const live = useScratch('embedded')
const folded = ['CREATE TABLE a (n int);', 'CREATE TABLE b (n int);', 'CREATE TABLE c (n int);']
const newer = ['CREATE TABLE d (n int);', 'UPDATE a SET n = n + 1;', 'UPDATE a SET n = n + 10;']

let project: Project
beforeAll(async () => {
  const files = folded.map((sql, index) => [`migrations/00${index + 1}_old.sql`, sql] as const)
  project = await createProject({ ...Object.fromEntries(files), 'migrations/tern.conf': '', 'tern.conf': '[database]' })
  await archive({ ...project, layout: 'tern' })
})
afterAll(() => project.remove())

async function adopted(count: number, ...sql: readonly string[]): Promise<unknown> {
  const database = await live.database(
    ...folded,
    ...sql,
    'CREATE TABLE schema_version (version int4 NOT NULL)',
    `INSERT INTO schema_version VALUES (${count})`,
  )
  const { migrations, archived, consolidated } = project
  const options = { db: urlOf(database.address), env: {}, migrations, archived, consolidated, lockTimeout: '2s' }
  try {
    const { state, done } = await adopt({ ...options, layout: 'tern' })
    if (done) await undoAdopt(options)
    return [state, done]
  } catch (error) {
    return (error as { readonly code: string }).code
  } finally {
    expect(await using(database, (db) => db.query('select version from schema_version'))).toEqual([{ version: count }])
  }
}

it('is taken for what it means where it means one thing', async () => {
  await writeFiles(project.root, { 'migrations/002_d.sql': newer[0] ?? '' })
  expect(await adopted(2)).toEqual(['behind', false])
  expect(await adopted(3)).toEqual(['at-the-line', true])
  expect(await adopted(4, newer[0] ?? '')).toEqual(['past-the-line', true])
})

it('is refused where it can be that of a new database as well', async () => {
  await writeFiles(project.root, { 'migrations/003_add.sql': newer[1] ?? '', 'migrations/004_add.sql': newer[2] ?? '' })
  expect(await adopted(2)).toEqual(['behind', false])
  expect(await adopted(3, newer[0] ?? '')).toBe('cannot-adopt')
  expect(await adopted(4, ...newer)).toBe('cannot-adopt')
  expect(await adopted(5, newer[0] ?? '')).toEqual(['past-the-line', true])
})
