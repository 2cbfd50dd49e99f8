// Servers that cannot be used: none answers, the password is wrong, the role may not create databases. No
// secret is shown, wherever it was given, and nothing is left on a server.
import { afterAll, beforeAll, expect, it } from 'vitest'
import { connect } from '../../src/server/connection.ts'
import { startPasswordServer } from '../server/password-server.ts'
import { expectRefusal } from './sandbox.ts'

const files = { 'm/001_a.sql': 'CREATE TABLE t (id integer PRIMARY KEY);\n', 'a.sql': 'CREATE SCHEMA s;\n' }
const fold = ['consolidate', 'm', '--out', 'out']

let server: Awaited<ReturnType<typeof startPasswordServer>>
beforeAll(async () => {
  server = await startPasswordServer({ tls: false })
})
afterAll(() => server.stop())

/** What the server has that outlives a run. */
async function databasesAndRoles(): Promise<readonly unknown[]> {
  const db = await connect(server.address)
  const rows = await db.query(
    'select datname as name from pg_database union all select rolname from pg_roles order by name',
  )
  await db.close()
  return rows
}

it('no server answers', async () => {
  await expectRefusal({
    files,
    args: [...fold, '--scratch', 'postgres://me:topsecret@127.0.0.1:1/app'],
    env: { PGPASSWORD: 'another-secret' },
    code: 'connection-refused',
    says: [
      'error: Cannot connect to database "app" at 127.0.0.1:1 as user "me": no server answers (connection-refused)',
      '  connect ECONNREFUSED 127.0.0.1:1',
      'hint: Start the server there, or correct the host and port.',
    ],
    secrets: ['topsecret', 'another-secret'],
  })
})

it('a wrong password, in the URL, in PGPASSWORD and in DATABASE_URL', async () => {
  const place = `127.0.0.1:${server.address.port}`
  const wrong = {
    files,
    code: 'wrong-password',
    says: [
      `error: Cannot connect to database "postgres" at ${place} as user "postgres": the password is wrong (wrong-password)`,
      '  password authentication failed for user "postgres"',
      'hint: Correct the password in PGPASSWORD, ~/.pgpass or the URL.',
    ],
    secrets: ['topsecret'],
  }
  const url = (password: string): string => `postgres://postgres${password}@${place}/postgres`
  const before = await databasesAndRoles()
  await expectRefusal({ ...wrong, args: [...fold, '--scratch', url(':topsecret')] })
  await expectRefusal({ ...wrong, args: [...fold, '--scratch', url('')], env: { PGPASSWORD: 'topsecret' } })
  await expectRefusal({
    ...wrong,
    args: ['compare-schemas', 'postgres', './a.sql'],
    env: { DATABASE_URL: url(':topsecret') },
  })
  expect(await databasesAndRoles()).toEqual(before)
})

it('a role that may not create databases', async () => {
  const db = await connect(server.address)
  await db.execute(`CREATE ROLE "Plain" LOGIN PASSWORD 'topsecret'`)
  await db.close()
  const before = await databasesAndRoles()
  await expectRefusal({
    files,
    args: [...fold, '--scratch', `postgres://Plain:topsecret@127.0.0.1:${server.address.port}/postgres`],
    code: 'may-not-create-databases',
    says: [
      'error: The role "Plain" may not create databases at 127.0.0.1 (may-not-create-databases)',
      'hint: Run ALTER ROLE "Plain" CREATEDB there, or leave out --scratch to use the embedded server.',
    ],
    secrets: ['topsecret'],
  })
  expect(await databasesAndRoles()).toEqual(before)
})

it('a history that fails on a given server leaves nothing there', async () => {
  const before = await databasesAndRoles()
  const { port, password } = server.address
  await expectRefusal({
    files: { 'm/001_a.sql': 'CREATE ROLE made_by_history;\nSELECT 1/0;\n' },
    args: [...fold, '--scratch', `postgres://postgres:${encodeURIComponent(password)}@127.0.0.1:${port}/postgres`],
    code: 'statement-failed',
    says: [
      'error: ERROR 22012: division by zero (statement-failed)',
      '  at m/001_a.sql:2:1',
      '  |',
      '2 | SELECT 1/0;',
      '  | ^',
      '  |',
      '  applied before: no migration',
      'hint: Correct it: …',
    ],
    secrets: [password, encodeURIComponent(password)],
  })
  expect(await databasesAndRoles()).toEqual(before)
})
