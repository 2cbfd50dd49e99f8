// Roles belong to the server: up.sql never creates one, and says which must be there.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { consolidate } from '../../src/commands/consolidate.ts'
import type { Manifest } from '../../src/model/manifest.ts'
import { useScratch } from '../support/scratch.ts'

const scratch = useScratch('embedded')
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

const setting = `DO $$ BEGIN
  CREATE ROLE "pgfold, set's role";
  EXECUTE format('ALTER ROLE "pgfold, set''s role" IN DATABASE %I SET work_mem = ''1MB''', current_database());
END $$`

it('names a role that only a setting of the database has, where up.sql carries it', async () => {
  const history = join(folder, 'settings.sql')
  await writeFile(history, setting)
  const rolesOf = async (out: string): Promise<Manifest['roles']> =>
    (JSON.parse(await readFile(join(out, 'manifest.json'), 'utf8')) as Manifest).roles
  const [asked, unasked, live] = ['asked', 'unasked', 'live'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ]
  await consolidate({ history, out: asked, databaseSettings: true })
  expect(await rolesOf(asked)).toEqual([`pgfold, set's role`])
  await consolidate({ history, out: unasked })
  expect(await rolesOf(unasked)).toEqual([])

  const { address } = await scratch.database(setting)
  const from = `postgres://${address.user}@/${address.database}?host=${encodeURIComponent(address.host)}&port=${address.port}`
  const { proved, findings } = await consolidate({ from, out: live, env: {}, databaseSettings: true })
  expect(proved).toBe(true)
  expect(await rolesOf(live)).toEqual([`pgfold, set's role`])
  expect(findings.map(({ code, subject }) => `${code} ${subject}`)).toContain(
    `role-created-on-scratch pgfold, set's role`,
  )
})

it.each([
  [
    'dropped, renamed and created anew',
    'DROP ROLE IF EXISTS app; CREATE ROLE app; CREATE ROLE o; ALTER ROLE o RENAME TO n; GRANT SELECT ON a TO app',
  ],
  [
    'created by a string that a function runs',
    `CREATE FUNCTION mk() RETURNS void LANGUAGE plpgsql AS $$ BEGIN EXECUTE 'CREATE ROLE "R x"'; END $$; SELECT mk(); GRANT SELECT ON a TO "R x"`,
  ],
])('replays a history with rows twice, whose roles are %s', async (what, sql) => {
  const history = join(folder, `${what}.sql`)
  await writeFile(history, `CREATE TABLE a (id int); INSERT INTO a VALUES (1); ${sql};`)
  expect(await consolidate({ history, out: join(folder, what) })).toMatchObject({
    proved: true,
    rows: { 'public.a': 1 },
  })
})

it('writes an up.sql that the owner can run where policies are forced on him', async () => {
  const history = join(folder, 'forced.sql')
  const out = join(folder, 'forced')
  await writeFile(
    history,
    `CREATE SCHEMA s; CREATE TABLE s.p (id int); INSERT INTO s.p VALUES (1);
     ALTER TABLE s.p ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;`,
  )
  expect(await consolidate({ history, out })).toMatchObject({ proved: true })
  await scratch.server().ensureRoles(['pgfold_owner'])
  const database = await scratch.connected()
  await database.execute(
    `GRANT CREATE ON DATABASE "${database.address.database}" TO pgfold_owner; SET ROLE pgfold_owner`,
  )
  await database.execute(await readFile(join(out, 'up.sql'), 'utf8'))
  await database.execute('RESET ROLE')
  expect(await database.query('SELECT id FROM s.p')).toEqual([{ id: 1 }])
})
