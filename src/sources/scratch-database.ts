import type { Database, ScratchServer } from '../server/database.ts'

/** A new scratch database with one connection; `close` ends the one and drops the other. */
export async function openScratch(
  server: ScratchServer,
): Promise<{ readonly db: Database; readonly close: () => Promise<void> }> {
  const scratch = await server.createDatabase()
  try {
    const db = await scratch.connect()
    let closing: Promise<void> | undefined
    const close = (): Promise<void> => (closing ??= db.close().then(() => scratch.drop()))
    return { db, close }
  } catch (error) {
    await scratch.drop()
    throw error
  }
}
