import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addressFor, displayAddress, isUrl, parseAddress, redactUrl, resolveAddress } from '../../src/server/address.ts'
import type { Address } from '../../src/server/database.ts'

let home: string

beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'pgfold-test-home-'))
  writeFileSync(
    join(home, '.pg_service.conf'),
    '# services\n[other]\nhost=other.example.com\n\n[shop]\nhost = db.example.com\nport=6000\nuser=sam\ndbname=shop\n[last]\n',
  )
  const passwords = [
    '# host:port:database:user:password',
    'db.example.com:6000:shop:sam:from\\:file\\\\',
    'localhost:*:*:peer:socket',
    '*:5432:shop:ann:any host',
  ]
  writeFileSync(join(home, '.pgpass'), `${passwords.join('\n')}\n`, { mode: 0o600 })
})
afterAll(() => rmSync(home, { recursive: true }))

const local = { host: 'h', port: 5432, user: 'u', database: 'd' }

describe('a URL', () => {
  test.each<[string, Address]>([
    ['postgres://u@h/d', local],
    ['postgresql://u@h/d', local],
    ['POSTGRES://u@h:5432/d', local],
    ['postgres://u:p%40ss%3A%2F%25@h/d', { ...local, password: 'p@ss:/%' }],
    ['postgres://u:a:b@h/d', { ...local, password: 'a:b' }],
    ['postgres://u%20x@h/my%20db', { ...local, user: 'u x', database: 'my db' }],
    [
      'postgres://u@h:6000/d?sslmode=verify-full&sslrootcert=/ca.pem',
      { ...local, port: 6000, sslmode: 'verify-full', sslrootcert: '/ca.pem' },
    ],
    ['postgres://u@h/d?options=-c%20role%3Dx', { ...local, options: '-c role=x' }],
    ['postgres://u@h/d?ssl=true', { ...local, sslmode: 'require' }],
    ['postgres://u@h/d?application_name=x&connect_timeout=3', local],
    ['postgres://u@/d?host=/var/run/pg', { ...local, host: '/var/run/pg' }],
    ['postgres://u@%2Fvar%2Frun%2Fpg:6000/d', { ...local, host: '/var/run/pg', port: 6000 }],
    [
      'postgres:///d?host=/run/pg&user=u&password=x%26y&port=7000',
      { ...local, host: '/run/pg', port: 7000, password: 'x&y' },
    ],
    ['postgres://u@[::1]:5433/d', { ...local, host: '::1', port: 5433 }],
    ['postgres://u@h', { ...local, database: 'u' }],
    ['postgres://u@h/', { ...local, database: 'u' }],
  ])('%s', (url, address) => {
    expect(isUrl(url)).toBe(true)
    expect(parseAddress(url)).toEqual(address)
    expect(resolveAddress({ db: url, env: { HOME: home, DATABASE_URL: 'postgres://x@y/z' } })).toEqual(address)
  })

  test.each([
    ['postgres://u:s3cret@h:port/d', 'a port is a number'],
    ['postgres://u:s3cret@h:70000/d', 'a port is a number'],
    ['postgres://u:s3cret@h/d?sslmode=maybe', 'it must be one of disable'],
    ['postgres://u:s3cret%zz@h/d', 'percent sign'],
    ['postgres://u:s3cret@h1,h2/d', 'several hosts'],
    ['postgres://u:s3cret@h@x/d', 'it is no connection URL'],
  ])('%s is refused without showing the password', (url, problem) => {
    const parse = (): Address => parseAddress(url)
    expect(parse).toThrow(problem)
    expect(parse).not.toThrow('s3cret')
  })

  test.each([
    ['postgres://u:s3cret@h/d', 'postgres://u@h/d'],
    ['postgres://u:s3@cret@h/d', 'postgres://u@h/d'],
    ['postgresql://u@h/d', 'postgresql://u@h/d'],
    ['postgres://h/d?user=u&password=s3cret&sslmode=require', 'postgres://h/d?user=u&sslmode=require'],
    ['postgres://h/d?password=s3cret', 'postgres://h/d'],
  ])('%s is shown without its password', (url, shown) => {
    expect(redactUrl(url)).toBe(shown)
  })
})

describe('the environment', () => {
  const database = { DATABASE_URL: 'postgres://ann:url@db.example.com/shop' }
  const separate = { DB_HOST: 'db2', DB_PORT: '6432', DB_USER: 'bob', DB_NAME: 'app', PGPASSWORD: 'pw' }
  const libpq = {
    PGHOST: 'db3',
    PGPORT: '7432',
    PGUSER: 'cat',
    PGDATABASE: 'base',
    PGPASSWORD: 'pw',
    PGSSLMODE: 'require',
  }
  const ofLibpq = { host: 'db3', port: 7432, user: 'cat', database: 'base', password: 'pw', sslmode: 'require' }

  test.each<[string, string | undefined, Record<string, string>, Address]>([
    [
      'DATABASE_URL is before the rest',
      undefined,
      { ...database, ...separate },
      { host: 'db.example.com', port: 5432, user: 'ann', database: 'shop', password: 'url' },
    ],
    [
      'DB_* are before PG*',
      undefined,
      { ...separate, ...libpq, PGSSLMODE: '' },
      { host: 'db2', port: 6432, user: 'bob', database: 'app', password: 'pw' },
    ],
    ['PG*', undefined, libpq, ofLibpq],
    ['PGOPTIONS', undefined, { ...libpq, PGOPTIONS: '-c role=x' }, { ...ofLibpq, options: '-c role=x' }],
    ['an empty DATABASE_URL is none', undefined, { DATABASE_URL: '', ...libpq }, ofLibpq],
    ['a bare name is a database on the configured server', 'other', libpq, { ...ofLibpq, database: 'other' }],
    [
      'a bare name beside DATABASE_URL',
      'other',
      database,
      { host: 'db.example.com', port: 5432, user: 'ann', database: 'other', password: 'url' },
    ],
    ['a URL takes what it leaves out from PG*', 'postgres://db4/', libpq, { ...ofLibpq, host: 'db4' }],
    [
      'a service and its password',
      undefined,
      { PGSERVICE: 'shop' },
      { host: 'db.example.com', port: 6000, user: 'sam', database: 'shop', password: 'from:file\\' },
    ],
    [
      'a service in the URL, the URL winning',
      'postgres:///?service=shop&port=6001',
      {},
      { host: 'db.example.com', port: 6001, user: 'sam', database: 'shop' },
    ],
    [
      'a password for a socket stands under localhost',
      'postgres://peer@/x?host=/run/pg',
      {},
      { host: '/run/pg', port: 5432, user: 'peer', database: 'x', password: 'socket' },
    ],
    [
      'a password for any host',
      'postgres://ann@anywhere/shop',
      {},
      { host: 'anywhere', port: 5432, user: 'ann', database: 'shop', password: 'any host' },
    ],
    [
      'PGPASSWORD is before the file',
      'postgres://ann@anywhere/shop',
      { PGPASSWORD: 'x' },
      { host: 'anywhere', port: 5432, user: 'ann', database: 'shop', password: 'x' },
    ],
  ])('%s', (_what, db, env, address) => {
    expect(resolveAddress({ ...(db !== undefined && { db }), env: { HOME: home, ...env } })).toEqual(address)
  })

  test('nothing at all is the own user on this machine', () => {
    const user = userInfo().username
    expect(resolveAddress({ env: { HOME: home } })).toMatchObject({ port: 5432, user, database: user })
  })

  test('an unknown service and a DATABASE_URL that is no URL are errors', () => {
    expect(() => resolveAddress({ env: { HOME: home, PGSERVICE: 'none' } })).toThrow('No service "none" in')
    expect(() => resolveAddress({ env: { DATABASE_URL: 'mysql://u:s3cret@h/d' } })).toThrow('Cannot use DATABASE_URL')
  })

  test('a password file that others may read is not used, as libpq does it', () => {
    const file = join(home, 'open-to-all')
    writeFileSync(file, '*:*:*:*:public\n')
    chmodSync(file, 0o644)
    const env = { HOME: home, PGPASSFILE: file }
    expect(resolveAddress({ db: 'postgres://u@h/d', env })).toEqual(local)
    chmodSync(file, 0o600)
    expect(resolveAddress({ db: 'postgres://u@h/d', env })).toEqual({ ...local, password: 'public' })
  })
})

test('another database on the same server; shown without a password', () => {
  const address = addressFor({ ...local, password: 's3cret' }, 'other')
  expect(address).toEqual({ ...local, database: 'other', password: 's3cret' })
  expect(displayAddress(address)).toBe('database "other" at h:5432 as user "u"')
  expect(displayAddress({ ...address, host: '::1' })).toBe('database "other" at [::1]:5432 as user "u"')
})
