// What the live catalog must look like afterwards. snapshot.json says it for servers of its own major
// version and roles that it does not name. Another version prints and stores some things differently, and a role that
// is given what it owns anyway leaves no trace of that: there up.sql is run on a scratch database of the live server's
// version, by a role of that name, and that is the reference.
import { readCatalog } from '../catalog/read-catalog.ts'
import { PgfoldError } from '../errors.ts'
import { mayNameAsOther } from '../model/named-role.ts'
import { withoutSecrets } from '../model/secrets.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { actingAs } from '../server/acting.ts'
import type { Database, ScratchServer } from '../server/database.ts'
import { openScratchServer } from '../server/scratch.ts'
import type { ConsolidatedSchema } from './consolidated-schema.ts'
import { runScript } from './run-script.ts'

interface Going {
  /** The role that runs `up.sql`. */
  readonly principal: string
  /** Where scratch databases may be created. */
  readonly scratch?: string
}

/**
 * The catalog that `up.sql` builds on a server of `db`'s major version where the principal runs it. Throws PgfoldError
 * `other-server-version` (exit code 1) where there is no such scratch server, and what `openScratchServer` throws
 * where there is one that cannot be used.
 */
export async function referenceSnapshot(db: Database, schema: ConsolidatedSchema, going: Going): Promise<Snapshot> {
  const { principal, scratch } = going
  const isNamed = mayNameAsOther(schema.snapshot, principal)
  const isSameMajor = majorOf(schema.snapshot) === majorOf(db)
  if (isSameMajor && !isNamed) return schema.snapshot
  // Where nothing can be built by that role, what was stored has to do: whatever differs from it rolls back.
  const server = await openSameMajor(db, schema, scratch).catch((error: unknown) => {
    if (isSameMajor && error instanceof PgfoldError && error.code === 'other-server-version') return undefined
    throw error
  })
  if (server === undefined) return schema.snapshot
  try {
    const isBuilder = isNamed && (await server.ensureSuperuser(principal))
    if (isSameMajor && !isBuilder) return schema.snapshot
    await server.ensureRoles(schema.manifest.roles)
    return await (isBuilder ? builtOn(actingAs(server, principal), schema, principal) : builtOn(server, schema))
  } finally {
    await server.close()
  }
}

async function builtOn(server: ScratchServer, schema: ConsolidatedSchema, principal?: string): Promise<Snapshot> {
  const database = await server.createDatabase()
  try {
    const reference = await database.connect()
    try {
      await reference.execute('BEGIN')
      await runScript(reference, schema.up)
      await reference.execute('COMMIT')
      const built = await readCatalog(reference, { principal: principal ?? database.address.user })
      return withoutSecrets(built) // as snapshot.json is
    } finally {
      await reference.close()
    }
  } finally {
    await database.drop()
  }
}

async function openSameMajor(db: Database, schema: ConsolidatedSchema, spec?: string): Promise<ScratchServer> {
  const server = await openServer(db, schema, spec).catch((cause: unknown) => {
    throw notOpened(cause, db, schema)
  })
  if (majorOf(server) === majorOf(db)) return server
  await server.close()
  throw otherVersion(db, schema)
}

/** The one that was asked for; else an installed one of the live server's major, or the embedded one that proved it. */
async function openServer(db: Database, { manifest }: ConsolidatedSchema, spec?: string): Promise<ScratchServer> {
  if (spec !== undefined) return openScratchServer(spec)
  try {
    return await openScratchServer(`installed:${majorOf(db)}`)
  } catch (error) {
    const isMissing = error instanceof PgfoldError && error.code === 'no-installed-server'
    const wasEmbedded = manifest.server.startsWith('embedded ') && majorOf(manifest) === majorOf(db)
    if (!isMissing || !wasEmbedded) throw error
    return openScratchServer('embedded')
  }
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
