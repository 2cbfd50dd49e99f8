// The number of statements that read a catalog, for a small database and a large one: it must be the same.
import { readCatalog } from '../dist/catalog/read-catalog.js'
import { openScratchServer } from '../dist/server/scratch.js'
import { schemaOf } from './schema.js'

/** One row: statements for `tables` tables beside statements for ten. */
export async function benchQueries({ tables }) {
  const server = await openScratchServer('embedded')
  try {
    const ours = await countStatements(server, tables)
    const peer = await countStatements(server, 10)
    return [
      {
        what: `statements to read ${tables} tables`,
        ours: ours.statements,
        peer: peer.statements,
        unit: 'statements',
        peerName: `10 tables (${peer.objects} objects; ours ${ours.objects})`,
        goal: 'ratio 1',
        met: ours.statements === peer.statements,
      },
    ]
  } finally {
    await server.close()
  }
}

async function countStatements(server, tables) {
  const db = await (await server.createDatabase()).connect()
  await db.execute(schemaOf(tables))
  let statements = 0
  const counting = {
    serverVersion: db.serverVersion,
    query: (sql, values) => (statements++, db.query(sql, values)),
    queries: (sqls) => ((statements += sqls.length), db.queries(sqls)),
  }
  const snapshot = await readCatalog(counting)
  await db.close()
  return { statements, objects: snapshot.objects.length }
}
