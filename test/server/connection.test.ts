import { setImmediate } from 'node:timers/promises'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { PgfoldError } from '../../src/errors.ts'
import { parseAddress, resolveAddress } from '../../src/server/address.ts'
import { connect } from '../../src/server/connection.ts'
import type { Address } from '../../src/server/database.ts'
import { dumpSchema } from '../../src/server/pg-dump.ts'
import { openScratchServer } from '../../src/server/scratch.ts'
import { useScratch } from '../support/scratch.ts'

const scratch = useScratch('embedded')

test('values come as PostgreSQL prints them, but for numbers, booleans, JSON and arrays', async () => {
  const database = await scratch.connected()
  const [row] = await database.query<object>(`
    select 1::int2 as small, 2 as int, 9007199254740993::int8 as big, 1.50::numeric as exact, 0.5::float8 as float,
      true as yes, 'a'::"char" as char, 'n'::name as name, 42::oid as oid, null::text as nothing,
      '{"a": [1, null]}'::jsonb as json, array['p', null, '{}', '"q"', 'ü,'] as texts, array['a','b']::"char"[] as chars,
      array['x','y']::name[] as names, array[1, null]::int[] as ints, array[true, false] as booleans,
      array[9007199254740993]::int8[] as bigs, array[1, 2]::oid[] as oids,
      array['=r/postgres']::aclitem[] as acl, '2020-01-02'::date as day, '2020-01-02 03:04:05.123456'::timestamp as time,
      '\\x00ff'::bytea as bytes, '1 2'::int2vector as vector`)
  expect(row).toEqual({
    small: 1,
    int: 2,
    big: '9007199254740993',
    exact: '1.50',
    float: 0.5,
    yes: true,
    char: 'a',
    name: 'n',
    oid: 42,
    nothing: null,
    json: { a: [1, null] },
    texts: ['p', null, '{}', '"q"', 'ü,'],
    chars: ['a', 'b'],
    names: ['x', 'y'],
    ints: [1, null],
    booleans: [true, false],
    bigs: ['9007199254740993'],
    oids: [1, 2],
    acl: ['=r/postgres'],
    day: '2020-01-02',
    time: '2020-01-02 03:04:05.123456',
    bytes: '\\x00ff',
    vector: '1 2',
  })
})

test('several queries are one round trip, and each has its rows', async () => {
  const database = await scratch.connected()
  expect(await database.queries([])).toEqual([])
  expect(await database.queries(['select 1 as a -- one'])).toEqual([[{ a: 1 }]])
  expect(await database.queries(['select 1 as a -- one', 'select 2 as b where false', 'select 3 as c'])).toEqual([
    [{ a: 1 }],
    [],
    [{ c: 3 }],
  ])
})

test('what is asked at once is answered in turn, and the driver has nothing to say about it', async () => {
  const database = await scratch.connected('create table t (x int)')
  const warnings: Error[] = []
  const onWarning = (warning: Error): number => warnings.push(warning)
  process.on('warning', onWarning)
  const answers = await Promise.allSettled([
    database.execute('insert into t values (1)'),
    database.query('select nothing'),
    database.copyIn('copy t from stdin', '2\n'),
    database.queries(['select x from t order by x', 'select 1 as one']),
  ])
  await setImmediate() // warnings come in a turn of their own
  process.off('warning', onWarning)
  expect(warnings).toEqual([])
  expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled'])
  expect(answers[3]).toMatchObject({ value: [[{ x: 1 }, { x: 2 }], [{ one: 1 }]] })
})

test('a failing statement rejects with its position, and rolls back those beside it', async () => {
  const database = await scratch.connected()
  const failing = database.execute('create table t (); select nothing')
  await expect(failing).rejects.toMatchObject({ code: '42703', position: '27' })
  expect(await database.query("select to_regclass('t') as t")).toEqual([{ t: null }])
})

test('rows are copied in, whatever their length and letters', async () => {
  const database = await scratch.connected('create table t (id int, text text)')
  const long = '😀'.repeat(50_000)
  await database.copyIn('copy t from stdin', `1\tä\\tb\n2\t\\N\n3\t${long}\n`)
  expect(await database.query('select * from t order by id')).toEqual([
    { id: 1, text: 'ä\tb' },
    { id: 2, text: null },
    { id: 3, text: long },
  ])
  await expect(database.copyIn('copy t from stdin', 'x\ty\n')).rejects.toMatchObject({ code: '22P02' })
  expect(await database.query('select count(*)::int as n from t')).toEqual([{ n: 3 }])
})

test('a connection that is lost rejects the next query, and crashes nothing', async () => {
  const database = await scratch.connected()
  const other = await scratch.connected()
  const [self] = await database.query<{ pid: number }>('select pg_backend_pid() as pid')
  await other.query('select pg_terminate_backend($1, 10000)', [self?.pid])
  await expect(database.query('select 1')).rejects.toMatchObject({ code: 'connection-lost', exitCode: 2 })
  await expect(database.execute('select 1')).rejects.toMatchObject({ code: 'connection-lost' })
  await database.close()
  await database.close()
})

test('a connection that is lost in the middle of a query rejects it', async () => {
  const database = await scratch.connected()
  await expect(database.query('select pg_terminate_backend(pg_backend_pid())')).rejects.toMatchObject({
    code: 'connection-lost',
  })
})

test.each([
  ['connection-refused', { host: '127.0.0.1', port: 1 }],
  ['connection-refused', { host: '/nonexistent' }],
  ['unknown-host', { host: 'no-such-host.invalid' }],
])('%s: names the address and what to do, never the password', async (code, place) => {
  const address = { port: 5432, user: 'ann', database: 'shop', password: 's3cret', ...place }
  const error = await connect(address).catch((failure: unknown) => failure as PgfoldError)
  if (!(error instanceof PgfoldError)) throw new Error('it connected')
  expect(error.code).toBe(code)
  expect(error.message).toContain(`database "shop" at ${address.host}:${address.port} as user "ann"`)
  expect(error.hint).toBeTruthy()
  expect(JSON.stringify([error.message, error.hint, error.details])).not.toContain('s3cret')
})

test('an unknown database and a role that may not log in are told apart', async () => {
  const { address } = await scratch.connected()
  await expect(connect({ ...address, database: 'nowhere' })).rejects.toMatchObject({ code: 'unknown-database' })
  await expect(connect({ ...address, user: 'nobody_here' })).rejects.toMatchObject({ code: 'access-refused' })
})

describe('with variables of libpq in the environment', () => {
  const options = '-c default_transaction_read_only=on -c work_mem=77MB'
  const variables = {
    PGOPTIONS: options,
    PGAPPNAME: 'other',
    PGSSLMODE: 'require',
    PGSSLNEGOTIATION: 'direct',
    PGREPLICATION: 'database',
    PGCLIENT_ENCODING: 'latin1',
    PGCHANNELBINDING: 'require',
  }
  afterEach(() => vi.unstubAllEnvs())

  const stub = (): void => {
    for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value)
  }
  const sessionOf = async (address: Address): Promise<object | undefined> => {
    const database = await connect(address)
    const [row] = await database.query<object>(`
      select current_setting('default_transaction_read_only') as read_only, current_setting('work_mem') as memory,
        current_setting('application_name') as name, current_setting('client_encoding') as encoding`)
    await database.close()
    return row
  }
  const untouched = { read_only: 'off', memory: '4MB', name: 'pgfold', encoding: 'UTF8' }

  test('none reaches a connection to a scratch database', async () => {
    const { address } = await scratch.database()
    stub()
    expect(await sessionOf(address)).toEqual(untouched)
  })

  test('none reaches a scratch server that was given by URL, nor pg_dump there', async () => {
    const { address } = await scratch.database()
    stub()
    const url = `postgres://postgres@/${address.database}?host=${encodeURIComponent(address.host)}`
    const server = await openScratchServer(url)
    const database = await server.createDatabase()
    expect(await sessionOf(database.address)).toEqual(untouched)
    const connection = await database.connect()
    await connection.execute('create table t (x int)')
    expect((await dumpSchema(connection)).text).toContain('CREATE TABLE public.t')
    await connection.close()
    await server.close()
  })

  test('PGOPTIONS, or options in the URL, count for a live database', async () => {
    const { address } = await scratch.database()
    const { host, user, database } = address
    const env = { PGHOST: host, PGUSER: user, PGDATABASE: database, PGOPTIONS: options }
    const asked = { ...untouched, read_only: 'on', memory: '77MB' }
    expect(await sessionOf(resolveAddress({ env }))).toEqual(asked)
    const url = `postgres://${user}@/${database}?host=${encodeURIComponent(host)}`
    expect(await sessionOf(parseAddress(`${url}&options=${encodeURIComponent(options)}`))).toEqual(asked)
  })
})
