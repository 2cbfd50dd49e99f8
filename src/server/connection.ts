// The one home of `pg`: an Address becomes an open Database. Values come as PostgreSQL prints them, except
// numbers that fit a JavaScript number, booleans, JSON, and arrays of plain types; dates stay text, since a
// Date would lose microseconds and depend on our own time zone.
import { readFileSync } from 'node:fs'
import type { Socket } from 'node:net'
import { Client, DatabaseError, types } from 'pg'
import { copyInto } from './copy.ts'
import { connectionError, connectionLost } from './connection-error.ts'
import type { Address, Database } from './database.ts'

/**
 * Opens a connection. Session settings are left to the caller. Throws PgfoldError `connection-refused`,
 * `unknown-host`, `unreachable-host`, `wrong-password`, `password-missing`, `access-refused`,
 * `unknown-database`, `no-ssl`, `untrusted-certificate`, `too-many-connections`, `server-not-ready`
 * or `connection-failed`. A connection that is lost later rejects the next query with `connection-lost`.
 */
export async function connect(address: Address): Promise<Database> {
  let early: Error | undefined
  const client = await openClient(address, (error) => {
    early = error
  })
  const session: Session = { address, client, lost: early, last: Promise.resolve() }
  client.on('error', (error) => {
    session.lost = error
  })
  const [version] = await rowsOf<VersionRow>(session, versionQuery)
  if (!version) throw connectionLost(address, new Error('it did not tell its version'))
  return {
    address,
    serverVersion: version.number,
    serverLabel: `PostgreSQL ${version.text.split(' ', 1)[0]}`,
    query: (sql, values) => rowsOf(session, sql, values),
    queries: (sql) => rowsOfEach(session, sql),
    execute: async (sql) => {
      await run(session, () => client.query(sql))
    },
    copyIn: (sql, data) => run(session, () => copyInto(client, sql, data)),
    close: () => client.end(),
  }
}

/** An authenticated connection whose bytes the caller reads and writes. */
interface Wire {
  readonly socket: Socket
  /** What the server announces to a new client: `server_version`, `client_encoding`, … */
  readonly parameters: ReadonlyMap<string, string>
  close(): Promise<void>
}

/** Connects, so that every way to authenticate and TLS work, and hands the connection over. Throws as `connect`. */
export async function openWire(address: Address): Promise<Wire> {
  const client = await openClient(address, () => undefined) // the socket's own close event tells its user
  const { rows } = await client.query<{ name: string; setting: string }>(announcedQuery)
  // The driver does not publish its socket; its parser must not see what is not meant for it.
  const socket = (client as unknown as { readonly connection: { readonly stream: Socket } }).connection.stream
  socket.removeAllListeners('data')
  const parameters = new Map(rows.map(({ name, setting }) => [name, setting]))
  return { socket, parameters, close: () => client.end() }
}

/** `onLost` is told from the beginning: a server may end a connection with the very bytes that open it. */
async function openClient(address: Address, onLost: (error: Error) => void): Promise<Client> {
  const attempts = tlsAttempts(address)
  for (const [index, ssl] of attempts.entries()) {
    const client = newClient(address, ssl)
    client.on('error', onLost)
    try {
      await client.connect()
      return client
    } catch (error) {
      await client.end().catch(() => undefined) // it never opened: the error of connect() is the one to tell
      if (index === attempts.length - 1 || !isAboutTls(error)) throw connectionError(address, error)
    }
  }
  throw new Error('unreachable: there is always one attempt')
}

interface Session {
  readonly address: Address
  readonly client: Client
  lost: Error | undefined
  /** Settles when everything that was asked so far has been answered. */
  last: Promise<unknown>
}

interface VersionRow {
  readonly number: number
  readonly text: string
}

const versionQuery = `
  select
    pg_catalog.current_setting('server_version_num')::int as number,
    pg_catalog.current_setting('server_version') as text`

// Manual, "Asynchronous Operations": the parameters that a server reports at the start of a session.
const announcedQuery = `
  select s.name, s.setting
  from pg_catalog.pg_settings as s
  where s.name in (
    'application_name', 'client_encoding', 'DateStyle', 'integer_datetimes', 'IntervalStyle', 'in_hot_standby',
    'default_transaction_read_only', 'server_encoding', 'server_version', 'standard_conforming_strings', 'TimeZone')
  union all -- pg_settings does not show these; pg_dump leaves subscriptions out where nobody says that it is a superuser
  select hidden.name, pg_catalog.current_setting(hidden.name)
  from (values ('is_superuser'), ('session_authorization')) as hidden(name)`

type Tls = false | { rejectUnauthorized: boolean; ca?: string; checkServerIdentity?: () => undefined }

// libpq's sslmode (manual, "SSL Support"): `prefer`, the default, encrypts where the server can.
function tlsAttempts({ host, sslmode, sslrootcert }: Address): readonly Tls[] {
  if (host.startsWith('/') || sslmode === 'disable') return [false]
  const unchecked: Tls = { rejectUnauthorized: false }
  const checked: Tls = {
    rejectUnauthorized: true,
    ...(sslrootcert !== undefined && sslrootcert !== 'system' && { ca: readFileSync(sslrootcert, 'utf8') }),
  }
  switch (sslmode) {
    case 'allow':
      return [false, unchecked]
    case 'require':
      return [sslrootcert === undefined ? unchecked : { ...checked, checkServerIdentity: () => undefined }]
    case 'verify-ca':
      return [{ ...checked, checkServerIdentity: () => undefined }]
    case 'verify-full':
      return [checked]
    default:
      return [unchecked, false]
  }
}

// 28000 is also what pg_hba.conf answers when it has a rule for the other kind of connection only.
function isAboutTls(error: unknown): boolean {
  const { code, message } = error as { code?: string; message: string }
  return code === '28000' || /does not support SSL|SSL connection/u.test(message)
}

// What is not said here the driver would take from the environment, where PGOPTIONS speaks of another server than a
// scratch server. It takes no option for none, so the two that a session begins with are put right afterwards.
function newClient({ host, port, user, database, password, options }: Address, ssl: Tls): Client {
  const client = new Client({
    host,
    port,
    user,
    database,
    ssl,
    sslnegotiation: 'postgres',
    client_encoding: 'UTF8',
    application_name: 'pgfold',
    keepAlive: true,
    types: { getTypeParser: parserOf },
    ...(password !== undefined && { password }),
  })
  const { connectionParameters } = client as unknown as { readonly connectionParameters: object }
  Object.assign(connectionParameters, { options, replication: undefined })
  return client
}

async function rowsOf<Row extends object>(session: Session, sql: string, values?: readonly unknown[]): Promise<Row[]> {
  const result = await run(session, () => session.client.query<Row>(sql, values && [...values]))
  return result.rows
}

async function rowsOfEach(session: Session, sql: readonly string[]): Promise<object[][]> {
  if (sql.length === 0) return []
  // The driver answers several statements with a list, which its types do not say.
  const result: unknown = await run(session, () => session.client.query(sql.join('\n;\n')))
  const results = (Array.isArray(result) ? result : [result]) as { readonly rows: object[] }[]
  return results.map(({ rows }) => rows)
}

// A connection answers one question at a time, and the driver wants to be asked so.
function run<Result>(session: Session, ask: () => Promise<Result>): Promise<Result> {
  const answer = session.last.then(() => runNow(session, ask))
  session.last = answer.catch(() => undefined) // told to the one who asked
  return answer
}

async function runNow<Result>(session: Session, ask: () => Promise<Result>): Promise<Result> {
  if (session.lost) throw connectionLost(session.address, session.lost)
  try {
    return await ask()
  } catch (error) {
    if (isAnswer(error)) throw error
    throw connectionLost(session.address, session.lost ?? error)
  }
}

// Class 57P: the server ends the session (admin_shutdown, crash_shutdown, database_dropped …).
function isAnswer(error: unknown): boolean {
  return error instanceof DatabaseError && !error.code?.startsWith('57P')
}

type Parse = (text: string) => unknown

const asText: Parse = (text) => text
const textArray: number = 1009 // the driver's own parser of arrays
const asTextArray = types.getTypeParser(textArray, 'text') as (text: string) => readonly (string | null)[]

function asArrayOf(parse: Parse): Parse {
  return (text) => asTextArray(text).map((item) => (item === null ? null : parse(item)))
}

// Type oids are fixed in src/include/catalog/pg_type.dat: [element, array] and how an element is read.
const asBoolean: Parse = (text) => text === 't'
const asJson: Parse = (text) => JSON.parse(text) as unknown
const parsers = new Map<number, Parse>(
  (
    [
      [16, 1000, asBoolean],
      [18, 1002, asText], // "char"
      [19, 1003, asText], // name
      [20, 1016, asText], // bigint does not fit a number
      [21, 1005, Number],
      [23, 1007, Number],
      [25, 1009, asText],
      [26, 1028, Number], // oid
      [114, 199, asJson],
      [700, 1021, Number],
      [701, 1022, Number],
      [1033, 1034, asText], // aclitem
      [1042, 1014, asText],
      [1043, 1015, asText],
      [3802, 3807, asJson],
      [2206, 2211, asText], // regtype
      [2205, 2210, asText], // regclass
    ] as const
  ).flatMap(([element, array, parse]): [number, Parse][] => [
    [element, parse],
    [array, asArrayOf(parse)],
  ]),
)

function parserOf(typeOid: number): Parse {
  return parsers.get(typeOid) ?? asText
}
