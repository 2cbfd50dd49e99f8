import { afterAll, beforeAll } from 'vitest'
import type { Database, ScratchDatabase, ScratchServer } from '../../src/server/database.ts'
import { openScratchServer } from '../../src/server/scratch.ts'

/** One scratch server for the tests of a block; databases on it with SQL already run. */
export interface Scratch {
  server(): ScratchServer
  /** A database nobody is connected to. */
  database(...sql: readonly string[]): Promise<ScratchDatabase>
  /** An open connection to a new database; closed when the block ends. */
  connected(...sql: readonly string[]): Promise<Database>
}

/** Opens the server before the block's tests and closes it behind them. */
export function useScratch(spec: string): Scratch {
  let server: ScratchServer | undefined
  const open: Database[] = []
  beforeAll(async () => {
    server = await openScratchServer(spec)
  })
  afterAll(async () => {
    await Promise.all(open.map((database) => database.close()))
    await server?.close()
  })
  const opened = (): ScratchServer => {
    if (server === undefined) throw new Error('the scratch server is not open yet')
    return server
  }
  const database = async (...sql: readonly string[]): Promise<ScratchDatabase> => {
    const scratch = await opened().createDatabase()
    const db = await scratch.connect()
    for (const text of sql) await db.execute(text)
    await db.close()
    return scratch
  }
  const connected = async (...sql: readonly string[]): Promise<Database> => {
    const db = await (await database(...sql)).connect()
    open.push(db)
    return db
  }
  return { server: opened, database, connected }
}
