// Start: the embedded server until its first answer beside initdb + postgres with their own defaults from the
// same binaries; and `pgfold --help` beside an empty Node program.
import { execFile, spawn } from 'node:child_process'
import { chown, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { connect } from '../dist/server/connection.js'
import { embeddedBinaries } from '../dist/server/embedded-binaries.js'
import { openScratchServer } from '../dist/server/scratch.js'
import { medianOfBoth } from './measure.js'

const run = promisify(execFile)
const program = fileURLToPath(new URL('../bin/pgfold.js', import.meta.url))
const nobody = 65534

/** Rows for the start of the server and of the program. */
export async function benchStart({ runs }) {
  const binaries = await embeddedBinaries()
  const server = await medianOfBoth(startOurs, () => startPlain(binaries.folder), Math.min(runs, 5))
  const help = await medianOfBoth(
    () => run(process.execPath, [program, '--help']),
    () => run(process.execPath, ['-e', '0']),
    runs,
  )
  return [
    {
      what: 'embedded server to first query',
      ...server,
      unit: 's',
      peerName: 'initdb + postgres, defaults',
      goal: '< 1 s',
      met: server.ours < 1,
    },
    { what: 'pgfold --help', ...help, unit: 's', peerName: 'node -e 0', goal: '< 0.25 s', met: help.ours < 0.25 },
  ]
}

async function startOurs() {
  const server = await openScratchServer('embedded')
  const scratch = await server.createDatabase()
  const db = await scratch.connect()
  await db.query('select 1')
  await db.close()
  await server.close()
}

async function startPlain(folder) {
  const user = process.getuid?.() === 0 ? { uid: nobody, gid: nobody } : {}
  const data = await mkdtemp(join(tmpdir(), 'pgfold-bench-'))
  if (user.uid !== undefined) await chown(data, user.uid, user.gid)
  await run(join(folder, 'initdb'), ['-D', data, '-U', 'postgres', '-A', 'trust'], user)
  const server = spawn(join(folder, 'postgres'), ['-D', data, '-k', data, '-c', 'listen_addresses='], {
    ...user,
    stdio: 'ignore',
  })
  const ended = new Promise((resolve) => server.once('exit', resolve))
  const db = await firstConnection({ host: data, port: 5432, user: 'postgres', database: 'postgres' })
  await db.query('select 1')
  await db.close()
  server.kill('SIGINT')
  await ended
  await rm(data, { recursive: true })
}

async function firstConnection(address) {
  for (;;) {
    try {
      return await connect(address)
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 10)) // not up yet
    }
  }
}
