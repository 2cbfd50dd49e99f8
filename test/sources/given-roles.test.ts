// Roles belong to a server, not to a database: those of a history must not stay on a server that outlives the run.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openHistory } from '../../src/sources/history-source.ts'
import { createRunContext } from '../../src/sources/run-context.ts'
import { useScratch } from '../support/scratch.ts'

const scratch = useScratch('embedded')
let folder: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pgfold-test-'))
  writeFileSync(join(folder, '001_roles.sql'), 'create role history_made; create table t ();')
})

afterAll(() => rmSync(folder, { recursive: true }))

test.each([
  ['works', 'create role history_made_too'],
  ['fails', 'select nothing'],
])('roles that a history creates go with the run, where it %s', async (_, sql) => {
  const database = await scratch.connected()
  writeFileSync(join(folder, '002_more.sql'), `${sql};`)
  const { host, database: name } = database.address
  const context = createRunContext({
    env: {},
    scratch: `postgres://postgres@/${name}?host=${encodeURIComponent(host)}`,
  })
  const opening = openHistory(folder, context).then((source) => source.close())
  const [outcome] = await Promise.allSettled([opening])
  expect(outcome.status).toBe(sql.startsWith('create') ? 'fulfilled' : 'rejected')
  expect(await rolesOf(database)).toContain('history_made')
  await context.close()
  expect(await rolesOf(database)).toEqual([])
})

async function rolesOf(database: Awaited<ReturnType<typeof scratch.connected>>): Promise<readonly string[]> {
  const rows = await database.query<{ name: string }>(
    "select rolname as name from pg_roles where rolname ~ '^history_'",
  )
  return rows.map(({ name }) => name)
}
