// Starts a PostgreSQL of our own from a folder of binaries: private folder, unix socket only, no password,
// nothing durable. The same for the embedded and for installed binaries (manual, "Server Configuration").
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { PgfoldError } from '../errors.ts'
import type { Address } from './database.ts'
import { copyKept, keepCopy } from './kept-clusters.ts'
import { removeOnExit } from './on-exit.ts'
import { runProgram, startProgram, withoutServerVariables } from './program.ts'
import type { ProgramUser, RunningProgram } from './program.ts'
import { createRunFolder, removeLeftoverFolders, removeRunFolder } from './run-folder.ts'

/** Where `initdb` and `postgres` are, and as whom they run. */
export interface Binaries {
  readonly folder: string
  readonly major: number
  /** Undefined: as ourselves. PostgreSQL refuses to run as root. */
  readonly user: ProgramUser | undefined
}

/** A running server of this process. */
export interface LocalServer {
  /** Its maintenance database, as superuser. */
  readonly address: Address
  /** Stops it and removes its folder. Stopping twice is harmless. */
  stop(): Promise<void>
}

/** Creates a cluster and starts it; ready for connections. Throws `no-scratch-space` or `server-not-started`. */
export async function startLocalServer(binaries: Binaries): Promise<LocalServer> {
  await removeLeftoverFolders(binaries.user)
  const folder = await createRunFolder(binaries.user)
  let postmaster: RunningProgram | undefined
  const stop = async (): Promise<void> => {
    if (postmaster) await endProgram(postmaster)
    removeRunFolder(folder)
    forget()
  }
  const endAtOnce = (): void => {
    if (postmaster && !postmaster.hasEnded()) process.kill(postmaster.pid, 'SIGQUIT')
    removeRunFolder(folder)
  }
  const forget = removeOnExit({ end: stop, endAtOnce })
  try {
    await createCluster(binaries, folder)
    postmaster = await startPostmaster(binaries, folder)
    await untilReady(postmaster, folder)
  } catch (error) {
    await stop()
    throw error
  }
  return { address: { host: folder, port, user: 'postgres', database: 'postgres' }, stop }
}

// Names and messages do not depend on the machine: UTC, English, and the collation order of code points.
// PGPORT, PGDATESTYLE and the like would be settings of the server.
function environment(): Readonly<Record<string, string | undefined>> {
  return { ...withoutServerVariables(), LC_ALL: 'C', TZ: 'UTC' }
}

async function createCluster(binaries: Binaries, folder: string): Promise<void> {
  const data = join(folder, 'data')
  const common = ['-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-sync', '--no-instructions']
  const failures: string[] = []
  for (const locale of locales(binaries.major)) {
    const making = { recipe: [...common, ...locale], binaries: binaries.folder, user: binaries.user }
    if (await copyKept(making, data)) return
    const result = await runProgram(join(binaries.folder, 'initdb'), ['-D', data, ...making.recipe], {
      env: environment(),
      cwd: folder,
      ...(binaries.user && { user: binaries.user }),
    })
    if (result.exitCode === 0) return keepCopy(making, data)
    failures.push(`${result.problem}${result.stderr}`)
    if (!/locale/u.test(result.stderr)) break
  }
  throw notStarted('initdb failed', failures.join('\n'))
}

// Live databases mostly have a language's UTF-8 locale, where lower() and regular expressions know letters
// beyond ASCII; C does not. C.UTF-8 does, sorts alike everywhere, and since 17 is built into the server.
function locales(major: number): readonly (readonly string[])[] {
  if (major >= 17) return [['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']]
  return [['--locale=C.UTF-8'], ['--locale=C']]
}

function startPostmaster(binaries: Binaries, folder: string): Promise<RunningProgram> {
  const all = { ...settings, unix_socket_directories: folder, ...(binaries.major >= 18 && { io_method: 'sync' }) }
  const flags = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  return startProgram(join(binaries.folder, 'postgres'), ['-D', join(folder, 'data'), ...flags], {
    env: environment(),
    cwd: folder,
    logFile: join(folder, 'server.log'),
    ...(binaries.user && { user: binaries.user }),
  })
}

// It only names the socket, in a folder where there is no other.
const port = 5432

const settings = {
  port,
  listen_addresses: '',
  unix_socket_permissions: '0700',
  timezone: 'UTC',
  log_timezone: 'UTC',
  // Nothing has to survive a crash.
  fsync: 'off',
  full_page_writes: 'off',
  synchronous_commit: 'off',
  autovacuum: 'off',
  max_wal_size: '4GB',
  checkpoint_timeout: '1h',
  // Histories may create publications and replication slots, which lower levels warn about or refuse.
  wal_level: 'logical',
  // Thousands of objects in one transaction, each holding a lock.
  max_locks_per_transaction: '2048',
  max_connections: '50',
  shared_buffers: '128MB',
  // Short statements over small tables: compiling and parallel workers only cost.
  jit: 'off',
  max_parallel_workers_per_gather: '0',
  max_parallel_maintenance_workers: '0',
  max_logical_replication_workers: '0',
}

const longestStart = 60_000

// The way of pg_ctl: the last line of postmaster.pid becomes `ready`.
async function untilReady(postmaster: RunningProgram, folder: string): Promise<void> {
  const deadline = Date.now() + longestStart
  while (!isReady(folder)) {
    if (postmaster.hasEnded() || Date.now() > deadline) {
      throw notStarted('postgres did not become ready', readFileSync(join(folder, 'server.log'), 'utf8'))
    }
    await wait(4)
  }
}

function isReady(folder: string): boolean {
  try {
    return /\nready\s*$/u.test(readFileSync(join(folder, 'data', 'postmaster.pid'), 'utf8'))
  } catch {
    return false // not written yet
  }
}

async function endProgram(program: RunningProgram): Promise<void> {
  if (program.hasEnded()) return
  process.kill(program.pid, 'SIGQUIT')
  const timer = setTimeout(() => program.hasEnded() || process.kill(program.pid, 'SIGKILL'), 10_000)
  await program.ended
  clearTimeout(timer)
}

function notStarted(problem: string, output: string): PgfoldError {
  const lines = output.trim().split('\n')
  if (/No space left on device|Disk quota exceeded|File too large/u.test(output)) {
    return new PgfoldError('no-scratch-space', 'The disk is full: the scratch server does not fit', {
      details: lines.slice(-5),
      hint: 'Free some space, or point TMPDIR to a disk that has some (about 50 MB are needed).',
    })
  }
  return new PgfoldError('server-not-started', `The scratch server did not start: ${problem}`, {
    details: lines.slice(-20),
    hint: 'Use another server for scratch databases: --scratch installed, or --scratch postgres://….',
  })
}
