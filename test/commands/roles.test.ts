// Roles belong to the server: up.sql never creates one, and says which must be there.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { consolidate } from '../../src/commands/consolidate.ts'
import type { Manifest } from '../../src/model/manifest.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pgfold-test-'))
})
afterAll(() => rm(folder, { recursive: true }))

it('names the roles that up.sql needs and those that it leaves out', async () => {
  const history = join(folder, 'history.sql')
  const out = join(folder, 'consolidated')
  await writeFile(
    history,
    `CREATE ROLE pgfold_made_here;
     DO $$ BEGIN CREATE ROLE pgfold_unused LOGIN; END $$;
     CREATE TABLE t (a int);
     GRANT SELECT ON t TO pgfold_made_here, pgfold_taken_for_granted;
     GRANT pgfold_made_here TO pgfold_taken_for_granted;
     ALTER ROLE pgfold_made_here SET statement_timeout = '1s';`,
  )
  const { proved, findings } = await consolidate({ history, out })
  expect(proved).toBe(true)
  expect(findings.map(({ code, subject }) => `${code} ${subject.replace(/^.*(?=:\d)/u, '')}`).toSorted()).toEqual([
    'cluster-wide-left-out :5',
    'cluster-wide-left-out :6',
    'role-created-on-scratch pgfold_taken_for_granted',
    'role-left-out pgfold_made_here',
    'role-left-out pgfold_unused',
  ])
  expect(await readFile(join(out, 'up.sql'), 'utf8')).not.toMatch(/CREATE ROLE/u)
  const manifest = JSON.parse(await readFile(join(out, 'manifest.json'), 'utf8')) as Manifest
  expect(manifest.roles).toEqual(['pgfold_made_here', 'pgfold_taken_for_granted'])
})
