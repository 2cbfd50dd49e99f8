// A scratch server whose databases are worked in as another role, for the proof against a live database: what up.sql
// creates then belongs to the role that it belongs to there. Manual: SET ROLE; libpq's parameter `options`.
import { connect } from './connection.ts'
import type { Address, ScratchDatabase, ScratchServer } from './database.ts'

/** The same server; each connection to its databases takes on the role of `role`, which must be a superuser there. */
export function actingAs(server: ScratchServer, role: string): ScratchServer {
  const worked = (database: ScratchDatabase): ScratchDatabase => {
    const address = withRole(database.address, role)
    return { ...database, address, connect: () => connect(address) }
  }
  return {
    ...server,
    createDatabase: async () => worked(await server.createDatabase()),
    copyDatabase: async (source) => worked(await server.copyDatabase(source)),
  }
}

// In `options` a backslash stands before a blank or a backslash that is meant.
function withRole(address: Address, role: string): Address {
  const setting = `-c role=${role.replaceAll(/[\\\s]/gu, String.raw`\$&`)}`
  return { ...address, options: address.options === undefined ? setting : `${address.options} ${setting}` }
}
