// Where the server is: a URL, the environment, or libpq's own variables and files become one Address, so
// that nothing further down reads the environment (manual, "Connection Strings" and "Environment Variables").
import { existsSync } from 'node:fs'
import { userInfo } from 'node:os'
import { PgfoldError } from '../errors.ts'
import type { Address } from './database.ts'
import { passwordFromFile, readService } from './libpq-files.ts'

type Environment = Readonly<Record<string, string | undefined>>

interface AddressOptions {
  /** The URL, or a database name on the configured server. */
  readonly db?: string
  readonly env: Environment
}

/** Libpq's keywords for what an Address holds; anything missing is filled from the next source. */
type Parameters = Readonly<Record<string, string | undefined>>

/**
 * The address meant by `--db`, else `DATABASE_URL`, else `DB_HOST DB_PORT DB_USER DB_NAME PGPASSWORD`, else
 * libpq's `PG*` variables, service file and password file. Throws `invalid-address` or `unknown-service`.
 */
export function resolveAddress({ db, env }: AddressOptions): Address {
  if (db !== undefined && !isUrl(db) && db.includes('://')) {
    throw invalidAddress('--db', 'it does not begin with postgres:// or postgresql://')
  }
  if (db !== undefined && isUrl(db)) return complete(parametersOf(db), env)
  const configured = configuredParameters(env)
  return complete(db === undefined || db === '' ? configured : { ...configured, dbname: db }, env)
}

/** True for `postgres://…` and `postgresql://…`. */
export function isUrl(text: string): boolean {
  return /^postgres(?:ql)?:\/\//iu.test(text)
}

/** The address of a URL alone; what it leaves out comes from libpq's defaults. */
export function parseAddress(url: string, env: Environment = {}): Address {
  return complete(parametersOf(url), env)
}

/** The same server and user, another database. */
export function addressFor(base: Address, database: string): Address {
  return { ...base, database }
}

/** `user@host:port/database`, for people: never with a password. */
export function displayAddress({ host, port, user, database }: Address): string {
  const place = host.startsWith('/') ? `${host}:${port}` : `${bracketed(host)}:${port}`
  return `database "${database}" at ${place} as user "${user}"`
}

/** A URL as it may be shown: the password, wherever it stands in it, is left out. */
export function redactUrl(url: string): string {
  return url
    .replace(/^(postgres(?:ql)?:\/\/[^:@/?]*):.*@(?=[^@]*$)/iu, '$1@')
    .replace(/([?&])(?:password|sslpassword)=[^&]*&?/giu, '$1')
    .replace(/[?&]$/u, '')
}

function configuredParameters(env: Environment): Parameters {
  const url = env['DATABASE_URL']
  if (url !== undefined && url !== '') {
    if (!isUrl(url)) throw invalidAddress('DATABASE_URL', 'it does not begin with postgres:// or postgresql://')
    return parametersOf(url)
  }
  if (!env['DB_HOST'] && !env['DB_NAME']) return {}
  return { host: env['DB_HOST'], port: env['DB_PORT'], user: env['DB_USER'], dbname: env['DB_NAME'] }
}

// A second `@` is refused, since what follows the first would be shown as the host, and is often half a password.
function parametersOf(url: string): Parameters {
  const match =
    /^postgres(?:ql)?:\/\/(?:([^@/?]*)@)?(\[[^\]]*\]|[^:/?@]*)(?::([^/?@]*))?(?:\/([^?]*))?(?:\?(.*))?$/iu.exec(url)
  if (!match)
    throw invalidAddress(redactUrl(url), 'it is no connection URL (an @ or / in a password is written %40 or %2F)')
  const [, userinfo = '', host = '', port, database, query = ''] = match
  if (host.includes(',') || port?.includes(',')) throw invalidAddress(redactUrl(url), 'it names several hosts')
  const colon = userinfo.indexOf(':')
  const decode = (text: string | undefined): string | undefined => decoded(text, url)
  return {
    host: decode(host.replace(/^\[(.*)\]$/u, '$1')),
    port: decode(port),
    dbname: decode(database),
    user: decode(colon < 0 ? userinfo : userinfo.slice(0, colon)),
    password: colon < 0 ? undefined : decode(userinfo.slice(colon + 1)),
    ...queryParameters(query, decode),
  }
}

function queryParameters(query: string, decode: (text: string) => string | undefined): Parameters {
  const pairs = query.split('&').filter((pair) => pair !== '')
  return Object.fromEntries(
    pairs.map((pair) => {
      const [name = '', ...value] = pair.split('=')
      if (name === 'ssl' && value.join('=') === 'true') return ['sslmode', 'require']
      return [name, decode(value.join('='))]
    }),
  )
}

function decoded(text: string | undefined, url: string): string | undefined {
  if (text === undefined || text === '') return undefined
  try {
    return decodeURIComponent(text)
  } catch (cause) {
    throw invalidAddress(redactUrl(url), 'a percent sign in it does not begin a code such as %40', cause)
  }
}

function complete(given: Parameters, env: Environment): Address {
  const service = given['service'] ?? env['PGSERVICE']
  const fromService = service ? readService(service, env) : {}
  const value = (name: string, variable: string): string | undefined =>
    given[name] || fromService[name] || env[variable] || undefined
  const user = value('user', 'PGUSER') ?? userInfo().username
  const port = portNumber(value('port', 'PGPORT') ?? '5432')
  const host = value('host', 'PGHOST') ?? value('hostaddr', 'PGHOSTADDR') ?? defaultHost(port)
  const database = value('dbname', 'PGDATABASE') ?? user
  const place = { host, port, user, database }
  const password = value('password', 'PGPASSWORD') ?? passwordFromFile(place, value('passfile', 'PGPASSFILE'), env)
  const sslmode = value('sslmode', 'PGSSLMODE')
  const sslrootcert = value('sslrootcert', 'PGSSLROOTCERT')
  const options = value('options', 'PGOPTIONS')
  return {
    ...place,
    ...(password !== undefined && { password }),
    ...(sslmode !== undefined && { sslmode: checkedMode(sslmode) }),
    ...(sslrootcert !== undefined && { sslrootcert }),
    ...(options !== undefined && { options }),
  }
}

// libpq goes to the socket directory it was built with: Debian's, or else PostgreSQL's own default.
function defaultHost(port: number): string {
  const folders = ['/var/run/postgresql', '/run/postgresql', '/tmp']
  return folders.find((folder) => existsSync(`${folder}/.s.PGSQL.${port}`)) ?? 'localhost'
}

function portNumber(text: string): number {
  const port = Number(text)
  if (/^\d+$/u.test(text) && port > 0 && port < 65_536) return port
  throw invalidAddress(`port ${text}`, 'a port is a number from 1 to 65535')
}

const sslmodes = new Set(['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full'])

function checkedMode(mode: string): string {
  if (sslmodes.has(mode)) return mode
  if (mode === 'no-verify') return 'require'
  throw invalidAddress(`sslmode ${mode}`, `it must be one of ${[...sslmodes].join(', ')}`)
}

function bracketed(host: string): string {
  return host.includes(':') ? `[${host}]` : host
}

function invalidAddress(subject: string, problem: string, cause?: unknown): PgfoldError {
  return new PgfoldError('invalid-address', `Cannot use ${subject} as an address: ${problem}`, {
    hint: 'Write it as postgres://user@host:port/database, special characters percent-encoded.',
    ...(cause !== undefined && { cause }),
  })
}
