import path from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import { PgfoldError } from '../../src/errors.ts'
import { scriptOf, type Migration, type TransactionRule } from '../../src/history/migration.ts'
import { readHistory, type HistoryOptions } from '../../src/layouts/read-history.ts'
import type { Database, ScratchServer } from '../../src/server/database.ts'
import { openScratchServer } from '../../src/server/scratch.ts'

/** The history in a folder or file of test/histories. */
export function readFixture(name: string, options?: HistoryOptions) {
  return readHistory(path.join(import.meta.dirname, '..', 'histories', name), options)
}

/** A history of up scripts that need no file. */
export function historyOf(transaction: TransactionRule, ...scripts: readonly string[]) {
  const migrations = scripts.map((text, index): Migration => {
    const file = `${index + 1}.sql`
    return { id: String(index + 1), name: '', up: scriptOf(file, text), transaction, files: [file] }
  })
  return { migrations }
}

/** One scratch server for a test file; each call of `withDatabase` gets a database of its own. */
export function useScratch(spec: string) {
  let server: ScratchServer | undefined
  beforeAll(async () => {
    server = await openScratchServer(spec)
  })
  afterAll(() => server?.close())

  async function withDatabase<Result>(work: (database: Database) => Promise<Result>): Promise<Result> {
    if (server === undefined) throw new Error('the scratch server is not open')
    const scratch = await server.createDatabase()
    const database = await scratch.connect()
    try {
      return await work(database)
    } finally {
      await database.close()
    }
  }

  return { withDatabase, ensureRoles: (roles: readonly string[]) => server?.ensureRoles(roles) }
}

/** The PgfoldError that `work` ends in. */
export async function refusalOf(work: Promise<unknown>): Promise<PgfoldError> {
  const error: unknown = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (error instanceof PgfoldError) return error
  throw new Error('not refused', { cause: error })
}
