// A copy of a folder of binaries that the server's user can reach. It is made beside its place and renamed
// into it, so that two runs at once both end with a whole copy, and a killed one leaves none that is half.
import { randomBytes } from 'node:crypto'
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { PgfoldError } from '../errors.ts'
import { ownerState, ownerToken, tokenPattern } from './owner.ts'
import { runProgram } from './program.ts'
import type { ProgramUser } from './program.ts'

interface Copy {
  readonly source: string
  /** The name of the copy: whatever has this name is the same. */
  readonly entry: string
  /** Who has to reach it; undefined for us. */
  readonly user: ProgramUser | undefined
  /** Whether a new copy is any good; a bad one is not kept. */
  readonly accept: (folder: string) => Promise<boolean>
}

/** The folder of the copy, which is made when it is not there. Throws `no-embedded-server`. */
export async function copyInCache(copy: Copy): Promise<string> {
  const failures: string[] = []
  for (const cache of caches(copy.user)) {
    try {
      if (!(await isUsable(cache, copy.user))) throw new Error('others may write to it, or the server may not read it')
      const place = join(cache, copy.entry)
      if (!existsSync(place)) await makeCopy(copy, place)
      await removeUnfinished(cache)
      return place
    } catch (error) {
      if (error instanceof PgfoldError) throw error // another folder would not make the programs run
      failures.push(`${cache}: ${(error as Error).message}`)
    }
  }
  throw new PgfoldError('no-embedded-server', 'No usable copy could be made of the PostgreSQL that comes with pgfold', {
    details: failures,
    hint: 'Make one of these folders writable, or use --scratch installed or --scratch postgres://….',
  })
}

// As root the copy must be reachable by another user, so root's own home will not do.
function caches(user: ProgramUser | undefined): readonly string[] {
  const own = process.getuid?.() ?? 'user'
  const temporary = [...new Set([tmpdir(), '/tmp'])].map((folder) => join(folder, `pgfold-cache-${own}`))
  if (user) return ['/var/cache/pgfold', ...temporary]
  return [join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'pgfold'), ...temporary]
}

// In a shared folder such as /tmp somebody else may have made the cache first, to have us run his binaries.
async function isUsable(cache: string, user: ProgramUser | undefined): Promise<boolean> {
  mkdirSync(cache, { recursive: true, mode: 0o755 })
  const { uid, mode } = statSync(cache)
  if (process.getuid && (uid !== process.getuid() || (mode & 0o022) !== 0)) return false
  return !user || (await runProgram('/bin/sh', ['-c', 'cd "$1"', 'sh', cache], { user, cwd: '/' })).exitCode === 0
}

async function makeCopy({ source, accept }: Copy, place: string): Promise<void> {
  const unfinished = `${place}.${await ownerToken()}_${randomBytes(3).toString('hex')}`
  try {
    cpSync(source, unfinished, { recursive: true, verbatimSymlinks: true })
    openToReaders(unfinished)
    if (!(await accept(unfinished))) throw doNotRun(source)
    renameSync(unfinished, place)
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true })
    if (!existsSync(place)) throw error // otherwise another run was quicker
  }
}

function doNotRun(source: string): PgfoldError {
  return new PgfoldError('no-embedded-server', `The programs in ${source} do not run on this machine`, {
    hint: 'Install the package again, or use --scratch installed or --scratch postgres://….',
  })
}

function openToReaders(folder: string): void {
  chmodSync(folder, 0o755)
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) openToReaders(path)
    else if (entry.isFile()) chmodSync(path, statSync(path).mode & 0o100 ? 0o755 : 0o644)
  }
}

const unfinishedPattern = new RegExp(`\\.(${tokenPattern})_\\w+$`, 'u')

async function removeUnfinished(cache: string): Promise<void> {
  for (const name of readdirSync(cache)) {
    const token = unfinishedPattern.exec(name)?.[1]
    if (token === undefined || (await ownerState(token)) !== 'gone') continue
    rmSync(join(cache, name), { recursive: true, force: true })
  }
}
