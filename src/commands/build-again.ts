// A second build of the same on the same server. Roles belong to the whole server: those that the first one created make
// room for the second, under other names, and come back behind it.
import type { Database, ScratchDatabase } from '../server/database.ts'
import { rolesSince, rolesThere } from '../server/replay-roles.ts'
import { quoteName } from '../sql/quote.ts'
import type { Builder, Built } from './builder.ts'
import { withConnection } from './fold-databases.ts'

type Site = Parameters<Builder['again']>[0]

/** Builds on a copy of `start`; `created` are the roles of the first build. Throws what `build` throws. */
export async function buildAgain(
  { server, start }: Site,
  created: readonly string[],
  build: (scratch: ScratchDatabase) => Promise<Built>,
): Promise<Built> {
  const scratch = await server.copyDatabase(start)
  const parked = new Map(created.map((role, index) => [role, `${scratch.name}_${index}`]))
  const earlier = await withConnection(scratch, async (db) => {
    await rename(db, parked)
    return rolesThere(db)
  })
  await server.adoptRoles([...parked.values()])
  const drop = async (): Promise<void> => {
    const others = await withConnection(scratch, (db) => rolesSince(db, earlier, server.isOurs))
    await scratch.drop()
    await withConnection(start, async (db) => {
      for (const role of others) await db.execute(`DROP ROLE ${quoteName(role)}`)
      await rename(db, new Map([...parked].map(([role, name]) => [name, role])))
    })
  }
  try {
    const built = await build(scratch)
    return { ...built, scratch: { ...scratch, drop } }
  } catch (error) {
    await drop().catch(() => undefined) // the first error is the one to tell
    throw error
  }
}

async function rename(db: Database, names: ReadonlyMap<string, string>): Promise<void> {
  for (const [from, to] of names) await db.execute(`ALTER ROLE ${quoteName(from)} RENAME TO ${quoteName(to)}`)
}
