// A server in a folder that the test chooses, which outlives a crash: for servers that are restarted, and for disks that
// are full. It listens on a socket in its folder alone.
import { chmodSync, chownSync, mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect } from '../../src/server/connection.ts'
import type { Database, ScratchDatabase } from '../../src/server/database.ts'
import { embeddedBinaries } from '../../src/server/embedded-binaries.ts'
import { runProgram, startProgram, withoutServerVariables } from '../../src/server/program.ts'
import type { RunningProgram } from '../../src/server/program.ts'
import { scratchDatabases } from '../../src/server/scratch-databases.ts'
import type { Live } from './cutovers.ts'

/** The server, and the databases that are made on it; each is made on a connection of its own. */
export interface OwnServer extends Live {
  /** Ends it at once, as a crash does, and starts it again on the same data. */
  restart(): Promise<void>
  /** The folder stays. */
  stop(): Promise<void>
}

/** A folder for a server: open to the user that it runs as. */
export function serverFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'pgfold-test-'))
  chmodSync(folder, 0o755)
  return folder
}

export async function startOwnServer(folder: string): Promise<OwnServer> {
  const binaries = await embeddedBinaries()
  const options = {
    cwd: folder,
    env: { ...withoutServerVariables(), LC_ALL: 'C', TZ: 'UTC' },
    ...(binaries.user && { user: binaries.user }),
  }
  if (binaries.user) chownSync(folder, binaries.user.uid, binaries.user.gid)
  const init = ['-D', join(folder, 'data'), '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync']
  const made = await runProgram(join(binaries.folder, 'initdb'), init, options)
  if (made.exitCode !== 0) throw new Error(made.stderr)

  const settings = { listen_addresses: '', unix_socket_directories: folder, fsync: 'off', max_wal_size: '64MB' }
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const start = (): Promise<RunningProgram> =>
    startProgram(join(binaries.folder, 'postgres'), ['-D', join(folder, 'data'), ...flags], {
      ...options,
      logFile: join(folder, 'log'),
    })
  const address = { host: folder, port: 5432, user: 'postgres', database: 'postgres' }
  let postmaster = await start()
  const open = (): Promise<Database> => untilOpen(() => connect(address), postmaster, join(folder, 'log'))
  const end = async (): Promise<void> => {
    process.kill(postmaster.pid, 'SIGQUIT')
    await postmaster.ended
  }
  const onIt = async (make: (databases: ReturnType<typeof scratchDatabases>) => Promise<ScratchDatabase>) => {
    const databases = scratchDatabases(await open(), 'pgfold')
    const database = await make(databases)
    await databases.close()
    return database
  }
  return {
    database: async (...sql) => {
      const database = await onIt((databases) => databases.createDatabase())
      const db = await database.connect()
      for (const text of sql) await db.execute(text)
      await db.close()
      return database
    },
    server: () => ({ copyDatabase: (source) => onIt((databases) => databases.copyDatabase(source)) }),
    restart: async () => {
      await end()
      postmaster = await start()
      await (await open()).close()
    },
    stop: end,
  }
}

async function untilOpen(open: () => Promise<Database>, server: RunningProgram, log: string): Promise<Database> {
  while (!server.hasEnded()) {
    try {
      return await open()
    } catch (error) {
      const { code } = error as { code?: string }
      if (code !== 'connection-refused' && code !== 'server-not-ready') throw error
    }
  }
  throw new Error(`the server has ended: ${readFileSync(log, 'utf8')}`)
}
