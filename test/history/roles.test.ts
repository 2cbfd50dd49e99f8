import { expect, test } from 'vitest'
import { scriptOf } from '../../src/history/migration.ts'
import { rolesNamed } from '../../src/history/roles.ts'
import { plain } from '../../src/layouts/plain.ts'
import { clusterWideFindings } from '../../src/history/cluster-wide.ts'
import type { Migration } from '../../src/history/migration.ts'

const named = (sql: string): Promise<string[]> =>
  rolesNamed({
    migrations: [{ id: '1', name: 'one', transaction: plain.transaction, up: scriptOf('one.sql', sql), files: [] }],
  })

test.each([
  ['GRANT SELECT ON t TO reader', ['reader']],
  ['CREATE ROLE reader; GRANT SELECT ON t TO reader, writer', ['writer']],
  [
    `DO $$ BEGIN
       IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'reader') THEN CREATE ROLE reader LOGIN; END IF;
     EXCEPTION WHEN duplicate_object THEN CREATE USER again;
     END $$;
     GRANT SELECT ON t TO reader, again, writer`,
    ['writer'],
  ],
  [`DO $$ BEGIN -- CREATE ROLE reader\n PERFORM 'CREATE ROLE reader'; END $$; GRANT SELECT ON t TO reader`, ['reader']],
  ['DO LANGUAGE plperl $$ no role $$; GRANT r TO s', ['r', 's']],
  [`DO $$ BEGIN IF role THEN $$; GRANT SELECT ON t TO reader`, ['reader']],
])('the roles that %s takes for granted', async (sql, roles) => {
  expect(await named(sql)).toEqual(roles)
})

test('what a DO block does to the server is told with its line', async () => {
  const up = scriptOf(
    'a.sql',
    `CREATE TABLE t ();
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'rr') THEN CREATE ROLE rr; END IF;
  COMMENT ON ROLE rr IS 'c'; ALTER ROLE rr SET work_mem = '1MB'; GRANT pg_read_all_data TO rr;
END $$;`,
  )
  const migration: Migration = { id: '1', name: '', up, transaction: 'runner', files: ['a.sql'] }
  const found = await clusterWideFindings({ migrations: [migration] })
  expect(found.map(({ subject, message }) => `${subject} ${message.replace(/ in 1 .*/u, '')}`)).toEqual([
    'a.sql:2 COMMENT ON ROLE',
    'a.sql:2 ALTER ROLE \u2026 SET',
    'a.sql:2 GRANT or REVOKE of a role',
  ])
})
