// Which databases a fleet has: named one by one, in a file, or by a pattern of names on one server.
import { readFile } from 'node:fs/promises'
import { PgfoldError } from '../errors.ts'
import { displayAddress, isUrl, resolveAddress } from '../server/address.ts'
import { connect } from '../server/connection.ts'

export interface FleetChoice {
  /** URLs, or names on the configured server. */
  readonly databases: readonly string[]
  /** A file with one of them on each line; lines that begin with # are remarks. */
  readonly file?: string
  /** A pattern as LIKE takes it, of names on the configured server. */
  readonly like?: string
  readonly env: Readonly<Record<string, string | undefined>>
}

/** Each once, in the order given. Throws PgfoldError `no-databases`, `not-readable`, and what connecting throws. */
export async function fleetDatabases({ databases, file, like, env }: FleetChoice): Promise<readonly string[]> {
  const found = [
    ...databases,
    ...(file === undefined ? [] : await namedIn(file)),
    ...(like === undefined ? [] : await namedLike(like, env)),
  ]
  if (found.length > 0) return [...new Set(found)]
  throw new PgfoldError(
    'no-databases',
    like === undefined ? 'No database is named' : `No database is named like ${like}`,
    {
      hint: 'Name them with --db URL (again for each), --databases FILE, or --like PATTERN.',
    },
  )
}

async function namedIn(file: string): Promise<string[]> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new PgfoldError('not-readable', `${file} cannot be read: ${(error as Error).message}`, {
      hint: 'Name the file that lists the databases, one a line.',
      cause: error,
    })
  })
  const lines = text.split(/\r?\n/u).map((line) => line.trim())
  const strange = lines.findIndex((line) => !isUrl(line) && /\b(?:host|password|dbname)\s*=/iu.test(line))
  if (strange === -1) return lines.filter((line) => line !== '' && !line.startsWith('#'))
  throw new PgfoldError('bad-database', `${file}:${strange + 1} is neither a URL nor the name of a database`, {
    hint: 'Write it as postgres://user@host:port/name.',
  })
}

async function namedLike(pattern: string, env: FleetChoice['env']): Promise<string[]> {
  const db = await connect(resolveAddress({ env }))
  try {
    const rows = await db.query<{ name: string }>(
      `select datname as name from pg_catalog.pg_database
       where datname like $1 and datallowconn and not datistemplate order by datname`,
      [pattern],
    )
    const url = rows.find(({ name }) => name.includes('://'))
    if (url === undefined) return rows.map(({ name }) => name)
    // Taken for a URL, it would be asked with our password on a server that whoever made it has chosen.
    throw new PgfoldError('bad-database', `The database ${JSON.stringify(url.name)} has a name that reads as a URL`, {
      hint: 'Choose a pattern that leaves it out, and name it with --db postgres://… if it is wanted.',
    })
  } finally {
    await db.close()
  }
}

/** The schemas of a database with names like this, as LIKE takes it. Throws PgfoldError `no-tenants`, and what connecting throws. */
export async function tenantsLike(
  pattern: string,
  { db, env }: { readonly db: string; readonly env: FleetChoice['env'] },
): Promise<readonly string[]> {
  const database = await connect(resolveAddress({ env, db }))
  try {
    const rows = await database.query<{ name: string }>(
      `select nspname as name from pg_catalog.pg_namespace
       where nspname like $1 and nspname !~ '^pg_' and nspname <> 'information_schema' order by nspname`,
      [pattern],
    )
    if (rows.length > 0) return rows.map(({ name }) => name)
    throw new PgfoldError('no-tenants', `No schema of ${displayAddress(database.address)} is named like ${pattern}`, {
      hint: 'Give a pattern as LIKE takes it with --tenants, such as tenant_%.',
    })
  } finally {
    await database.close()
  }
}
