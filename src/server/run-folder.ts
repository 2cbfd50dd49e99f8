// The private folder of one local server: data, socket and log. Its name carries the owner's token, so that
// the next run finds what a killed one left behind, stops that postmaster and removes the folder. Only its
// owner may enter it: on a socket without passwords, the folder's mode is the lock.
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { PgfoldError } from '../errors.ts'
import { ownerState, ownerToken, tokenPattern } from './owner.ts'
import { runProgram } from './program.ts'
import type { ProgramUser } from './program.ts'

// A socket's path may have 103 bytes on macOS and 107 on Linux; the folder's name needs 32, the socket's 14.
const longestBase = 50
const foreignAge = 3_600_000

/** A new folder that `user` owns (we, when undefined). Throws `no-scratch-space`. */
export async function createRunFolder(user: ProgramUser | undefined): Promise<string> {
  const token = await ownerToken()
  const failures: string[] = []
  for (const base of bases()) {
    try {
      const folder = mkdtempSync(join(base, `pgfold_${token}_`)) // mode 0700
      if (user) chownSync(folder, user.uid, user.gid)
      if (!user || (await canEnter(folder, user))) return folder
      rmSync(folder, { recursive: true })
      failures.push(`${base}: user id ${user.uid}, as which the server runs, may not enter it`)
    } catch (error) {
      failures.push(`${base}: ${(error as Error).message}`)
    }
  }
  throw new PgfoldError('no-scratch-space', 'No temporary folder for the scratch server', {
    details: failures,
    hint: 'Free some space in the temporary folder, or point TMPDIR to another one with a short path.',
  })
}

/** Stops and removes what runs of this user that were killed left behind. */
export async function removeLeftoverFolders(user: ProgramUser | undefined): Promise<void> {
  for (const base of bases()) {
    for (const name of readdirSync(base)) {
      const token = folderPattern.exec(name)?.[1]
      if (token === undefined) continue
      const folder = join(base, name)
      if (isOurs(folder, user) && (await isAbandoned(folder, token))) await removeFolder(folder)
    }
  }
}

/** The process id of the postmaster whose data is in `folder`; undefined when it has none or it has ended. */
async function postmasterOf(folder: string): Promise<number | undefined> {
  const file = join(folder, 'data', 'postmaster.pid')
  if (!existsSync(file)) return undefined
  const pid = Number.parseInt(readFileSync(file, 'utf8'), 10)
  return pid > 0 && (await commandLine(pid)).includes(join(folder, 'data')) ? pid : undefined
}

/** Removes the folder, also while the last processes in it are ending. */
export function removeRunFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 20 })
}

const folderPattern = new RegExp(`^pgfold_(${tokenPattern})_\\w{6}$`, 'u')

function bases(): readonly string[] {
  const wanted = tmpdir()
  const candidates = process.platform === 'win32' ? [wanted] : [wanted, '/tmp', '/var/tmp']
  return [...new Set(candidates)].filter((base) => Buffer.byteLength(base) <= longestBase && existsSync(base))
}

async function canEnter(folder: string, user: ProgramUser): Promise<boolean> {
  const { exitCode } = await runProgram('/bin/sh', ['-c', 'cd "$1"', 'sh', folder], { user, cwd: '/' })
  return exitCode === 0
}

function isOurs(folder: string, user: ProgramUser | undefined): boolean {
  const owner = statSync(folder, { throwIfNoEntry: false })?.uid
  return owner !== undefined && (owner === process.getuid?.() || owner === user?.uid || process.platform === 'win32')
}

// A token from before a reboot or from another container cannot be judged by its process id. Its folder is
// abandoned when it is old and no server answers on its socket.
async function isAbandoned(folder: string, token: string): Promise<boolean> {
  const state = await ownerState(token)
  if (state !== 'foreign') return state === 'gone'
  const changed = statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? Date.now()
  return Date.now() - changed > foreignAge && !(await answers(join(folder, '.s.PGSQL.5432')))
}

function answers(socket: string): Promise<boolean> {
  return new Promise((resolve) => {
    const attempt = connect(socket)
    attempt.once('connect', () => {
      attempt.destroy()
      resolve(true)
    })
    attempt.once('error', () => resolve(false))
  })
}

async function removeFolder(folder: string): Promise<void> {
  const pid = await postmasterOf(folder)
  if (pid !== undefined) await stopPostmaster(folder, pid)
  removeRunFolder(folder)
}

// SIGQUIT is PostgreSQL's immediate shutdown: nothing here has to survive (manual, "Shutting Down the Server").
async function stopPostmaster(folder: string, pid: number): Promise<void> {
  process.kill(pid, 'SIGQUIT')
  for (let tries = 0; tries < 200 && (await postmasterOf(folder)) === pid; tries += 1) await wait(25)
  if ((await postmasterOf(folder)) === pid) process.kill(pid, 'SIGKILL')
}

async function commandLine(pid: number): Promise<string> {
  if (process.platform !== 'linux') return (await runProgram('ps', ['-o', 'command=', '-p', String(pid)])).stdout
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
  } catch {
    return '' // it has ended
  }
}
