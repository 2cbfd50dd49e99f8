// A source built once more on scratch, by another role: what a role gives to itself, or grants to itself, leaves no trace,
// so that PostgreSQL alone can say what the same scripts make where that role runs them (manual, GRANT, "Notes").
import { readCatalog } from '../catalog/read-catalog.ts'
import { maskSecrets } from '../history/mask-secrets.ts'
import { actingAs } from '../server/acting.ts'
import type { Database, ScratchServer } from '../server/database.ts'
import { diskFull } from '../server/replay-error.ts'
import type { BuiltBy } from './opened.ts'
import { openScratch } from './scratch-database.ts'

interface Building {
  /** Runs the scripts. */
  run(db: Database, server: ScratchServer): Promise<void>
  readonly schemas: readonly string[] | undefined
}

/** What `run` builds as `role`, read relative to it. Throws `disk-full`, and what is a fault of the program. */
export async function buildAs(given: ScratchServer, role: string, { run, schemas }: Building): Promise<BuiltBy> {
  if (!(await given.ensureSuperuser(role))) return { problem: `${role} is no superuser on the scratch server` }
  const server = actingAs(given, role)
  const scratch = await openScratch(server)
  try {
    await run(scratch.db, server)
    return {
      snapshot: await readCatalog(scratch.db, { principal: role, ...(schemas === undefined ? {} : { schemas }) }),
    }
  } catch (error) {
    return problemOf(error)
  } finally {
    await scratch.close()
  }
}

/** What a server or pgfold itself refused; throws anything else, and a full disk. */
export function problemOf(error: unknown): { readonly problem: string } {
  const full = diskFull(error)
  const isAnswer = error instanceof Error && 'code' in error && typeof error.code === 'string'
  if (full !== undefined || !isAnswer) throw full ?? error
  return { problem: maskSecrets(error.message) }
}
