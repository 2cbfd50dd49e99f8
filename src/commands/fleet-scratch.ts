// One scratch server for all tenants on servers of one version: each of them is compared with a schema that is built for
// it, and a server takes longer to start than that.
import type { ConsolidatedSchema } from '../cutover/consolidated-schema.ts'
import type { History } from '../history/migration.ts'
import { rolesCreated, rolesNamed } from '../history/roles.ts'
import { isUrl } from '../server/address.ts'
import { urlOf } from '../server/database-environment.ts'
import { createRunContext } from '../sources/run-context.ts'
import type { RunContext, RunOptions } from '../sources/run-context.ts'
import { withLiveDatabase } from './live-change.ts'

/** What `scratch` is for the tenants of a database: a server of the version that suits it. */
export type ScratchFor = (db: string) => Promise<Pick<RunOptions, 'scratch'>>

/** What is built there for each tenant. */
interface Built {
  readonly schema: ConsolidatedSchema
  /** The folder, where what is newer in it is built as well. */
  readonly newer: History | undefined
}

/** Runs `work` with the servers, which start when they are first asked for. */
export async function withSharedScratch<Result>(
  options: RunOptions,
  built: Built,
  work: (scratchFor: ScratchFor) => Promise<Result>,
): Promise<Result> {
  const { scratch, env } = options
  if (scratch !== undefined && isUrl(scratch)) return work(() => Promise.resolve({ scratch }))
  const contexts: RunContext[] = []
  const servers = new Map<number, Promise<Pick<RunOptions, 'scratch'>>>()
  try {
    return await work(async (db) => {
      const version = await withLiveDatabase({ db, env }, ({ serverVersion }) => Promise.resolve(serverVersion))
      const major = scratch === undefined ? Math.trunc(version / 10_000) : 0 // one that was named does for all
      const opened = servers.get(major) ?? openServer(version, { options, contexts, ...built })
      servers.set(major, opened)
      return opened
    })
  } finally {
    await Promise.all(contexts.map((context) => context.close()))
  }
}

interface Opening extends Built {
  readonly options: RunOptions
  readonly contexts: RunContext[]
}

async function openServer(
  version: number,
  { options, contexts, schema, newer }: Opening,
): Promise<Pick<RunOptions, 'scratch'>> {
  const context = createRunContext(options)
  contexts.push(context)
  context.preferVersion(version)
  const server = await context.scratch()
  // Each comparison would create and drop them, in the way of the others.
  const ofNewer = newer === undefined ? [] : [...(await rolesNamed(newer)), ...(await rolesCreated(newer))]
  await server.ensureRoles([...new Set([...schema.manifest.roles, ...ofNewer])])
  const { address } = await server.createDatabase()
  return { scratch: urlOf(address) }
}
