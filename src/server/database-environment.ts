// How a program that is not ours is told of a database: the variables that tools read, all of them, so that none finds
// another database (manual, "Environment Variables" and "Connection URIs"). Of a socket the URL says `localhost`, since
// many parsers take no empty host, and the folder as the parameter `host`, which overrides that.
import type { Address } from './database.ts'
import { withoutServerVariables } from './program.ts'

/** Variables for `runShell`; an undefined one is taken away from our own. */
export function databaseEnvironment(address: Address): Readonly<Record<string, string | undefined>> {
  const { host, port, user, database, password, sslmode, sslrootcert, options } = address
  const url = urlOf(address)
  return {
    ...withoutServerVariables(),
    DATABASE_URL: url,
    DIRECT_URL: url,
    DB_HOST: host,
    DB_PORT: String(port),
    DB_USER: user,
    DB_NAME: database,
    DB_PASSWORD: password,
    PGHOST: host,
    PGPORT: String(port),
    PGUSER: user,
    PGDATABASE: database,
    PGPASSWORD: password,
    PGSSLMODE: sslmode,
    PGSSLROOTCERT: sslrootcert,
    PGOPTIONS: options,
  }
}

/** A URL as every tool reads it, with the password. */
export function urlOf({ host, port, user, database, password, sslmode, sslrootcert, options }: Address): string {
  const isSocket = host.startsWith('/')
  const place = isSocket ? 'localhost' : host.includes(':') ? `[${host}]` : host
  const secret = password === undefined ? '' : `:${encodeURIComponent(password)}`
  const parameters = { host: isSocket ? host : undefined, sslmode, sslrootcert, options }
  const query = Object.entries(parameters)
    .flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${encodeURIComponent(value)}`]))
    .join('&')
  const url = `postgresql://${encodeURIComponent(user)}${secret}@${place}:${port}/${encodeURIComponent(database)}`
  return query === '' ? url : `${url}?${query}`
}
