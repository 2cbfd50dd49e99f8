// What the live catalog must look like afterwards. snapshot.json says it for servers of its own major
// version; another one prints and stores some things differently, so there up.sql is run on a scratch
// database of the live server's version, and that is the reference.
import { readCatalog } from '../catalog/read-catalog.ts'
import { PgfoldError } from '../errors.ts'
import type { Snapshot } from '../model/snapshot.ts'
import type { Database, ScratchServer } from '../server/database.ts'
import { openScratchServer } from '../server/scratch.ts'
import type { ConsolidatedSchema } from './consolidated-schema.ts'
import { runScript } from './run-script.ts'

/**
 * The catalog that `up.sql` builds on a server of `db`'s major version. Throws PgfoldError
 * `other-server-version` (exit code 1) where no such scratch server can be had.
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
      return await readCatalog(reference)
    } finally {
      await reference.close()
    }
  } finally {
    await server.close()
  }
}

async function openSameMajor(db: Database, { manifest }: ConsolidatedSchema, spec: string): Promise<ScratchServer> {
  let cause: unknown
  try {
    const server = await openScratchServer(spec)
    if (majorOf(server) === majorOf(db)) return server
    await server.close()
  } catch (error) {
    cause = error
  }
  const message = `The live server is ${db.serverLabel}, and the schema was proved on ${manifest.server}`
  throw new PgfoldError('other-server-version', message, {
    details: cause instanceof PgfoldError ? [cause.message] : [],
    hint: `Install PostgreSQL ${majorOf(db)} here, or name a server of that version on which databases may be created: --scratch URL.`,
    exitCode: 1,
    ...(cause === undefined ? {} : { cause }),
  })
}

function majorOf({ serverVersion }: { readonly serverVersion: number }): number {
  return Math.trunc(serverVersion / 10_000)
}
