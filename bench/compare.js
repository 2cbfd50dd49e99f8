// Comparing two databases of many tables beside two `pg_dump --schema-only` of them run at once: where they are equal,
// and where a column and a comment differ. The function is timed in a process that runs on, as a program uses it, and
// once as a command; the most memory is the command's. The installed PostgreSQL 15 is measured where the machine has
// it, since it has a native pg_dump.
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { promisify } from 'node:util'
import { compareSchemas } from '../dist/commands/compare-schemas.js'
import { dumpSchema } from '../dist/server/pg-dump.js'
import { openScratchServer } from '../dist/server/scratch.js'
import { medianOfBoth } from './measure.js'
import { peakMemory } from './memory.js'
import { createTables } from './schema.js'

const run = promisify(execFile)
const native = '/usr/lib/postgresql/15/bin/pg_dump'
const cli = new URL('../bin/pgfold.js', import.meta.url).pathname
const change = `ALTER TABLE t7 ADD COLUMN extra int; COMMENT ON TABLE t8 IS 'another'`

/** For each number of tables: seconds where nothing differs, seconds where little does, and megabytes. */
export async function benchCompare({ runs, sizes }) {
  const spec = existsSync(native) ? 'installed:15' : 'embedded'
  const server = await openScratchServer(spec)
  try {
    const rows = []
    for (const tables of sizes) rows.push(...(await benchSize({ server, tables, runs: Math.min(runs, 5) })))
    return rows
  } finally {
    await server.close()
  }
}

async function benchSize({ server, tables, runs }) {
  const addresses = [await createDatabase(server, tables), await createDatabase(server, tables)]
  const changed = addresses[1]
  const [left, right] = addresses.map(urlOf)
  const dumpBoth = () => Promise.all(addresses.map((address) => dump(address, server)))
  const compareAs = (verdict) => () => expectVerdict({ left, right }, verdict)
  const equal = await medianOfBoth(compareAs('identical'), dumpBoth, runs)
  const asCommand = await medianOfBoth(
    () => run(process.execPath, [cli, 'compare-schemas', left, right]),
    dumpBoth,
    runs,
  )
  const memory = await memoryOfBoth({ left, right, address: addresses[0] })
  await withDatabase(changed, (db) => db.execute(change))
  const differing = await medianOfBoth(compareAs('different'), dumpBoth, runs)
  const peerName = existsSync(native) ? 'two pg_dump -s (15) at once' : 'two pg_dump -s (WebAssembly) at once'
  const timed = (what, times) => ({ what, ...times, unit: 's', peerName, ...goal(times) })
  return [
    timed(`compareSchemas of two databases of ${tables} tables`, equal),
    timed('the same where three objects differ', differing),
    { ...timed('the first as a command, Node started', asCommand), goal: 'none', met: true },
    ...(memory === undefined ? [] : [memory]),
  ]
}

function goal({ ours, peer }) {
  return { goal: 'ratio < 1', met: ours < peer }
}

async function expectVerdict(sides, verdict) {
  const result = await compareSchemas({ ...sides, env: {} })
  if (result.verdict !== verdict) throw new Error(`expected the databases to be ${verdict}: ${result.verdict}`)
}

/** Undefined where there is no native pg_dump to compare with, or no /proc to ask. */
async function memoryOfBoth({ left, right, address }) {
  if (!existsSync(native) || !existsSync('/proc/self/status')) return undefined
  const ours = await peakMemory(process.execPath, [cli, 'compare-schemas', left, right])
  const peer = await peakMemory(native, dumpArguments(address))
  const idle = await peakMemory(process.execPath, ['-e', 'setTimeout(() => {}, 200)'])
  const what = `most memory of that comparison`
  return { what, ours, peer, unit: 'MB', peerName: `one pg_dump (node alone: ${idle} MB)`, goal: 'none', met: true }
}

async function createDatabase(server, tables) {
  const scratch = await server.createDatabase()
  await withDatabase(scratch.address, (db) => createTables(db, tables))
  return scratch.address
}

async function withDatabase(address, use) {
  const { connect } = await import('../dist/server/connection.js')
  const db = await connect(address)
  try {
    await use(db)
  } finally {
    await db.close()
  }
}

async function dump(address, server) {
  if (!existsSync(native)) return dumpSchema(address, { serverVersion: server.serverVersion })
  return run(native, dumpArguments(address), { maxBuffer: 2 ** 30 })
}

function dumpArguments({ host, port, user, database }) {
  return ['--schema-only', '-h', host, '-p', String(port), '-U', user, database]
}

function urlOf({ host, port, user, database }) {
  return `postgres://${user}@/${database}?host=${encodeURIComponent(host)}&port=${port}`
}
