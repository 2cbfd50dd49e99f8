// Comparing two equal databases of many tables beside two `pg_dump --schema-only` of them run at once. The
// installed PostgreSQL 15 is measured where the machine has it, since it has a native pg_dump.
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { promisify } from 'node:util'
import { compareSchemas } from '../dist/commands/compare-schemas.js'
import { dumpSchema } from '../dist/server/pg-dump.js'
import { openScratchServer } from '../dist/server/scratch.js'
import { medianOfBoth } from './measure.js'
import { schemaOf } from './schema.js'

const run = promisify(execFile)
const native = '/usr/lib/postgresql/15/bin/pg_dump'

/** One row: seconds of a comparison beside seconds of two dumps at once. */
export async function benchCompare({ runs, tables }) {
  const spec = existsSync(native) ? 'installed:15' : 'embedded'
  const server = await openScratchServer(spec)
  try {
    const addresses = []
    for (let copy = 0; copy < 2; copy++) {
      const scratch = await server.createDatabase()
      const db = await scratch.connect()
      await db.execute(schemaOf(tables))
      await db.execute('ANALYZE')
      await db.close()
      addresses.push(scratch.address)
    }
    const [left, right] = addresses.map(urlOf)
    const times = await medianOfBoth(
      async () => {
        const result = await compareSchemas({ left, right, env: {} })
        if (result.verdict !== 'identical') throw new Error(`two equal databases compare ${result.verdict}`)
      },
      () => Promise.all(addresses.map((address) => dump(address, server))),
      Math.min(runs, 5),
    )
    const peerName = spec === 'embedded' ? 'two pg_dump -s (WebAssembly) at once' : 'two pg_dump -s (15) at once'
    const met = times.ours < times.peer
    return [
      { what: `compare two databases of ${tables} tables`, ...times, unit: 's', peerName, goal: 'ratio < 1', met },
    ]
  } finally {
    await server.close()
  }
}

async function dump(address, server) {
  if (!existsSync(native)) return dumpSchema(address, { serverVersion: server.serverVersion })
  const { host, port, user, database } = address
  return run(native, ['--schema-only', '-h', host, '-p', String(port), '-U', user, database], { maxBuffer: 2 ** 30 })
}

function urlOf({ host, port, user, database }) {
  return `postgres://${user}@/${database}?host=${encodeURIComponent(host)}&port=${port}`
}
