// Opens the one scratch server of a run: the embedded PostgreSQL, an installed one, or a given one by URL.
// Everything after this point sees a ScratchServer and does not know which of the three it is.
import { PgfoldError } from '../errors.ts'
import { isUrl, parseAddress } from './address.ts'
import { connect } from './connection.ts'
import type { ScratchServer } from './database.ts'
import { embeddedBinaries } from './embedded-binaries.ts'
import { openGivenServer } from './given-server.ts'
import { installedBinaries } from './installed-binaries.ts'
import { startLocalServer } from './local-server.ts'
import type { Binaries } from './local-server.ts'
import { scratchDatabases } from './scratch-databases.ts'

/**
 * `embedded`, `installed`, `installed:15` or a connection URL. Throws `unknown-scratch`, `no-embedded-server`,
 * `no-installed-server`, `server-not-started`, `no-scratch-space`, `may-not-create-databases`, or what `connect` throws.
 */
export async function openScratchServer(spec: string): Promise<ScratchServer> {
  if (isUrl(spec)) return openGivenServer(parseAddress(spec, ownEnvironment()))
  if (spec === 'embedded') return openLocalServer('embedded', await embeddedBinaries())
  const installed = /^installed(?::(\d+))?$/u.exec(spec)
  if (installed) {
    const major = installed[1] === undefined ? undefined : Number(installed[1])
    return openLocalServer('installed', await installedBinaries(major))
  }
  throw new PgfoldError('unknown-scratch', `Unknown scratch server: ${spec}`, {
    hint: 'Write embedded, installed, installed:15 or postgres://….',
  })
}

/** A scratch server from binaries; `origin` is the first word of its label. */
export async function openLocalServer(origin: string, binaries: Binaries): Promise<ScratchServer> {
  const server = await startLocalServer(binaries)
  try {
    const admin = await connect(server.address)
    const { close: closeAdmin, ...databases } = scratchDatabases(admin, 'pgfold')
    return {
      ...databases,
      label: `${origin} ${admin.serverLabel}`,
      serverVersion: admin.serverVersion,
      isOurs: true,
      close: async () => {
        await closeAdmin()
        await server.stop()
      },
    }
  } catch (error) {
    await server.stop()
    throw error
  }
}

// PGOPTIONS, PGSSLMODE, PGHOST … speak of the live server. Passwords and services are looked up by name.
function ownEnvironment(): Readonly<Record<string, string | undefined>> {
  const lookups = new Set(['PGPASSWORD', 'PGPASSFILE', 'PGSERVICEFILE', 'PGSYSCONFDIR'])
  const counts = (name: string): boolean => !name.startsWith('PG') || lookups.has(name)
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => counts(name)))
}
