// What the live catalog must look like afterwards. snapshot.json says it for servers of its own major
// version; another one prints and stores some things differently, so there up.sql is run on a scratch
// database of the live server's version, and that is the reference.
import { readCatalog } from '../catalog/read-catalog.ts'
import { PgfoldError } from '../errors.ts'
import { withoutSecrets } from '../model/secrets.ts'
import type { Snapshot } from '../model/snapshot.ts'
import type { Database, ScratchServer } from '../server/database.ts'
import { openScratchServer } from '../server/scratch.ts'
import type { ConsolidatedSchema } from './consolidated-schema.ts'
import { runScript } from './run-script.ts'

/**
 * The catalog that `up.sql` builds on a server of `db`'s major version. Throws PgfoldError
 * `other-server-version` (exit code 1) where there is no such scratch server, and what `openScratchServer` throws
 * where there is one that cannot be used.
 */
export async function referenceSnapshot(db: Database, schema: ConsolidatedSchema, scratch?: string): Promise<Snapshot> {
  const major = majorOf(db)
  if (majorOf(schema.snapshot) === major) return schema.snapshot
  const server = await openSameMajor(db, schema, scratch ?? `installed:${major}`)
  try {
    await server.ensureRoles(schema.manifest.roles)
    const database = await server.createDatabase()
    const reference = await database.connect()
    try {
      await reference.execute('BEGIN')
      await runScript(reference, schema.up)
      await reference.execute('COMMIT')
      return withoutSecrets(await readCatalog(reference)) // as snapshot.json is
    } finally {
      await reference.close()
    }
  } finally {
    await server.close()
  }
}

async function openSameMajor(db: Database, schema: ConsolidatedSchema, spec: string): Promise<ScratchServer> {
  const server = await openScratchServer(spec).catch((cause: unknown) => {
    throw notOpened(cause, db, schema)
  })
  if (majorOf(server) === majorOf(db)) return server
  await server.close()
  throw otherVersion(db, schema)
}

// Only where none is installed is the version the reason; a server that is there and fails has a reason of its own.
function notOpened(cause: unknown, db: Database, schema: ConsolidatedSchema): unknown {
  if (!(cause instanceof PgfoldError)) return cause
  if (cause.code === 'no-installed-server') return otherVersion(db, schema, cause)
  const { code, message, details, hint, exitCode } = cause
  const wanted = `PostgreSQL ${majorOf(db)}`
  const needed = `A scratch server of ${wanted} is needed: ${versions(db, schema)}`
  const otherServer = `Put that right, or name a server of ${wanted} on which databases may be created: --scratch URL.`
  return new PgfoldError(code, message, {
    details: [...details, needed],
    // Its own hint would name servers of any version.
    hint: code === 'server-not-started' ? otherServer : (hint ?? otherServer),
    exitCode,
    cause,
  })
}

function otherVersion(db: Database, schema: ConsolidatedSchema, cause?: PgfoldError): PgfoldError {
  return new PgfoldError(
    'other-server-version',
    `No scratch server of PostgreSQL ${majorOf(db)} can be had: ${versions(db, schema)}`,
    {
      details: cause === undefined ? [] : [cause.message],
      hint: `Install PostgreSQL ${majorOf(db)} here, or name a server of that version on which databases may be created: --scratch URL.`,
      exitCode: 1,
      ...(cause === undefined ? {} : { cause }),
    },
  )
}

function versions(db: Database, { manifest }: ConsolidatedSchema): string {
  return `the live server is ${db.serverLabel}, and the schema was proved on ${manifest.server}`
}

function majorOf({ serverVersion }: { readonly serverVersion: number }): number {
  return Math.trunc(serverVersion / 10_000)
}
