// Which options are secrets, and what a snapshot and a difference have of them.
import { expect, test } from 'vitest'
import { isSecretOption, secretDigests, shownSecrets } from '../../src/model/secrets.ts'

test.each([
  'password',
  'Password',
  'passwd',
  'pass',
  'sslpassword',
  'odbc_PWD',
  'scram_client_key',
  'oauth_client_secret',
  'aws_secret_access_key',
  'access_token',
  'api_key',
  'sa_key',
  'credentials',
])('the option %s holds a secret', (name) => {
  expect(isSecretOption(name, 'x', 'server')).toBe(true)
  expect(isSecretOption(name, '', 'server')).toBe(false)
})

test.each([
  'user',
  'host',
  'passfile',
  'password_required',
  'sslkey',
  'ssl_key',
  'api_key_id',
  'credentials_file',
  'token_column',
  'tokenizer',
  'key',
])('the option %s holds none', (name) => {
  expect(isSecretOption(name, 'x', 'server')).toBe(false)
})

test('a key of a user mapping is a secret, the path of one is none', () => {
  expect(isSecretOption('key', 'x', 'user-mapping')).toBe(true)
  expect(isSecretOption('sslkey', '/etc/client.key', 'user-mapping')).toBe(false)
})

test('a connection string with a password is a secret under any name', () => {
  expect(isSecretOption('dsn', 'postgres://app:hunter2@db/app', 'table')).toBe(true)
  expect(isSecretOption('dsn', 'postgres://app@db/app', 'table')).toBe(false)
  expect(isSecretOption('conn_string', 'Server=db;UID=app;PWD=hunter2', 'server')).toBe(true)
  expect(isSecretOption('query', "select 1 from t where token = 'a'", 'table')).toBe(false)
})

test('digests tell two values apart and hold neither', () => {
  const { a, b, c } = secretDigests({ a: 'hunter2', b: 'hunter2', c: 'hunter3' })
  expect(a).toBe(b)
  expect(a).not.toBe(c)
  expect(a).toMatch(/^[0-9a-f]{16}$/u)
})

test('a difference shows which secrets differ, and no digest', () => {
  const left = secretDigests({ password: 'a', token: 't' })
  const right = secretDigests({ password: 'b', token: 't', key: 'k' })
  expect(shownSecrets(left, right)).toEqual({
    left: { password: '(secret)', token: '(secret)' },
    right: { password: '(another secret)', token: '(secret)', key: '(secret)' },
  })
})
