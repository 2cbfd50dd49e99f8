import { expect, test } from 'vitest'
import { adviceFor } from '../../src/server/replay-advice.ts'

const server = 'embedded PostgreSQL 18.4'

test.each([
  ['0A000', 'extension "pg_cron" is not available'],
  ['58P01', 'could not open extension control file "/usr/share/postgresql/extension/pg_cron.control"'],
])('a missing extension: %s', (code, message) => {
  const advice = adviceFor({ code, message }, server)
  expect(advice).toContain(`The scratch server (${server}) does not have the extension pg_cron`)
  for (const way of ['--scratch installed', '--scratch URL', '--prelude', '--run', '--from']) {
    expect(advice).toContain(way)
  }
})

test('what is missing may be made elsewhere, what is there already may not', () => {
  const missing = adviceFor({ code: '42704', message: 'type "geometry" does not exist' }, server)
  for (const way of ['--prelude', '--run', '--from']) expect(missing).toContain(way)
  expect(adviceFor({ code: '42P07', message: 'relation "t" already exists' }, server)).not.toContain('--run')
})
