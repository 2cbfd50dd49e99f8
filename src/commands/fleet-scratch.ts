// One scratch server for all tenants of a fleet: each of them is compared with a schema that is built for it, and a server
// takes longer to start than that.
import type { ConsolidatedSchema } from '../cutover/consolidated-schema.ts'
import { isUrl } from '../server/address.ts'
import { urlOf } from '../server/database-environment.ts'
import { createRunContext } from '../sources/run-context.ts'
import type { RunContext, RunOptions } from '../sources/run-context.ts'
import { withLiveDatabase } from './live-change.ts'

/** Runs `work` with the server as its `scratch`; of the version that suits the first database. */
export async function withSharedScratch<Result>(
  options: RunOptions,
  { db, schema }: { readonly db: string; readonly schema: ConsolidatedSchema },
  work: (scratch: Pick<RunOptions, 'scratch'>) => Promise<Result>,
): Promise<Result> {
  if (options.scratch !== undefined && isUrl(options.scratch)) return work({ scratch: options.scratch })
  const context = createRunContext(options)
  try {
    await preferVersionOf(db, context)
    const server = await context.scratch()
    await server.ensureRoles(schema.manifest.roles) // each comparison would create and drop them, in the way of the others
    const { address } = await server.createDatabase()
    return await work({ scratch: urlOf(address) })
  } finally {
    await context.close()
  }
}

/** Of one that cannot be asked its own visit tells. */
async function preferVersionOf(db: string, { options, preferVersion }: RunContext): Promise<void> {
  await withLiveDatabase({ db, env: options.env }, async ({ serverVersion }) => preferVersion(serverVersion)).catch(
    () => undefined,
  )
}
