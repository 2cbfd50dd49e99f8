import type { Database, ScratchServer } from '../../src/server/database.ts'

/** Runs SQL on a new database and gives it to `use`; the database is gone afterwards. */
export async function withDatabase<Result>(
  server: ScratchServer,
  sql: string,
  use: (db: Database) => Promise<Result>,
): Promise<Result> {
  const scratch = await server.createDatabase()
  try {
    const db = await scratch.connect()
    try {
      await db.execute(sql)
      return await use(db)
    } finally {
      await db.close()
    }
  } finally {
    await scratch.drop()
  }
}
