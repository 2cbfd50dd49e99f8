import { expect, it } from 'vitest'
import { createRedactor } from '../../src/cli/redact.ts'

it.each([
  ['postgres://me:hunter22@db/app', {}],
  ['postgresql://me:hunt%65r22@db:5432/app?sslmode=require', {}],
  ['postgres://db/app?user=me&password=hunter22', {}],
  ['host=db user=me password=hunter22', {}],
  ["host=db password='hunter22' user=me", {}],
  ['', { PGPASSWORD: 'hunter22' }],
  ['', { DATABASE_URL: 'postgres://me:hunter22@db/app' }],
])('takes the password of %j %j out of every text', (text, env) => {
  const redact = createRedactor({ env, texts: [text] })
  for (const said of [
    'wrong: hunter22',
    'at postgres://me:hunter22@db/app',
    'x=hunter22,y',
    '{"p":"hunter22"}',
    text,
  ]) {
    expect(redact(said)).not.toMatch(/hunter22|hunt%65r22/u)
  }
})

it('finds passwords of any letters in any spelling', () => {
  const password = `a"b\\c/d e@f:g%h`
  const redact = createRedactor({ env: { PGPASSWORD: password }, texts: [] })
  for (const said of [password, encodeURIComponent(password), JSON.stringify({ password })]) {
    expect(redact(said)).not.toContain(said)
    expect(redact(said)).toContain('***')
  }
})

it('takes a password out of any connection string, known or not', () => {
  const redact = createRedactor({ env: {}, texts: [] })
  expect(redact('could not connect to postgres://me:s3cr3t!@db/app')).toBe(
    'could not connect to postgres://me:***@db/app',
  )
  expect(redact("conninfo: host=db password='se cr''et' user=me")).not.toContain('se cr')
})

it('leaves names readable that happen to be the password', () => {
  const redact = createRedactor({ env: {}, texts: ['postgres://postgres:postgres@localhost/postgres'] })
  expect(redact('PostgreSQL: role postgres of database postgres')).toBe(
    'PostgreSQL: role postgres of database postgres',
  )
  expect(redact('postgres://postgres:postgres@localhost/postgres')).toBe('postgres://postgres:***@localhost/postgres')
})
