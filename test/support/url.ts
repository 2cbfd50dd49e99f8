import type { Address } from '../../src/server/database.ts'

/** The URL of a database on a server of the tests, which has only a socket. */
export function urlOf({ host, port, user, database }: Address): string {
  return `postgres://${user}@localhost:${port}/${database}?host=${encodeURIComponent(host)}`
}
