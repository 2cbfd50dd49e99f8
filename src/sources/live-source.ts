// A database that belongs to the user: connected to, and only read.
import { existsSync } from 'node:fs'
import { PgfoldError } from '../errors.ts'
import { addressFor, isUrl, redactUrl, resolveAddress } from '../server/address.ts'
import { connect } from '../server/connection.ts'
import type { Address, Database } from '../server/database.ts'
import { createReader } from './database-reader.ts'
import { noTracking } from './opened.ts'
import type { OpenSource } from './opened.ts'
import type { RunContext } from './run-context.ts'

/** A source that is a database for certain. */
type LiveSource = OpenSource & { readonly database: Database }

/** Connects to a URL, or to the database of this name on the configured server. Throws what `connect` throws. */
export async function openLive(text: string, context: RunContext): Promise<LiveSource> {
  const database = await connectTo(text, addressOf(text, context))
  await database.execute('set default_transaction_read_only = on')
  context.preferVersion(database.serverVersion)
  const { schemas } = context.options
  return {
    label: isUrl(text) ? redactUrl(text) : text,
    server: database.serverLabel,
    database,
    tracking: noTracking,
    findings: [],
    ...createReader(database, { schemas }),
    dumpable: () => Promise.resolve(database),
    originOf: () => undefined,
    close: () => database.close(),
  }
}

function addressOf(text: string, { options: { db, env } }: RunContext): Address {
  if (isUrl(text)) return resolveAddress({ db: text, env })
  return addressFor(resolveAddress(db === undefined ? { env } : { db, env }), text)
}

async function connectTo(text: string, address: Address): Promise<Database> {
  try {
    return await connect(address)
  } catch (error) {
    if (!(error instanceof PgfoldError) || isUrl(text) || !existsSync(text)) throw error
    throw new PgfoldError(error.code, error.message, {
      hint: `A bare word is a database. For the folder or file of this name write ./${text}`,
      cause: error,
    })
  }
}
