// One archive or restore at a time: a file that only one process can create, with its process id inside. The
// lock of a process that was killed is recognised and taken over.
import { randomBytes } from 'node:crypto'
import { link, mkdir, readFile, rename, rm, rmdir, unlink, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { PgfoldError } from '../errors.ts'
import { stepFailed } from './or-back.ts'

/**
 * Runs `work` while holding the lock of `folder`, which is created, and goes again where nothing is in it at the end.
 * Throws PgfoldError `locked` (exit code 1), `disk-full` and `cannot-write`: nothing was changed.
 */
export async function withFolderLock<Result>(folder: string, work: () => Promise<Result>): Promise<Result> {
  const path = join(folder, '.lock')
  const first = await mkdir(folder, { recursive: true }).catch(nothingDone)
  try {
    if (!(await take(path).catch(nothingDone))) throw await lockedError(path)
    try {
      return await work()
    } finally {
      await unlink(path)
    }
  } finally {
    if (first !== undefined) await removeEmpty(folder, first)
  }
}

function nothingDone(error: unknown): never {
  throw stepFailed(error, 'nothing was changed')
}

async function take(path: string): Promise<boolean> {
  return (await tryCreate(path)) || ((await removeStale(path)) && (await tryCreate(path)))
}

/** The folders from this one up to the first that was made for it, as far as they are empty. */
async function removeEmpty(folder: string, first: string): Promise<void> {
  for (let each = resolve(folder); each.startsWith(resolve(first)); each = dirname(each)) {
    try {
      await rmdir(each)
    } catch {
      return // something is in it, or somebody else is at work there: it stays
    }
  }
}

// The lock appears with its content: linked into place, which fails where the name is taken.
async function tryCreate(path: string): Promise<boolean> {
  const own = `${path}-${process.pid}-${randomBytes(4).toString('hex')}`
  try {
    await writeFile(own, `${process.pid} ${hostname()}\n`, { flag: 'wx' })
    await link(own, path)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  } finally {
    await rm(own, { force: true })
  }
}

// Two processes may find the same stale lock: only the rename of that very lock counts.
async function removeStale(path: string): Promise<boolean> {
  const holder = await readHolder(path)
  if (holder === undefined) return true
  if (!isDead(holder)) return false
  const aside = `${path}-${randomBytes(4).toString('hex')}`
  try {
    await rename(path, aside)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return true
    throw error
  }
  const wasStale = (await readHolder(aside)) === holder
  if (!wasStale) await link(aside, path)
  await unlink(aside)
  return wasStale
}

async function readHolder(path: string): Promise<string | undefined> {
  try {
    return (await readFile(path, 'utf8')).trim()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/** Only a process of this machine can be known to be gone. */
function isDead(holder: string): boolean {
  const [pid, host] = holder.split(' ')
  if (host !== hostname()) return false
  try {
    process.kill(Number(pid), 0)
    return false
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH'
  }
}

async function lockedError(path: string): Promise<PgfoldError> {
  const [pid, host] = ((await readHolder(path)) ?? '').split(' ')
  return new PgfoldError('locked', `Another pgfold is working on this archive (process ${pid} on ${host})`, {
    hint: `Wait until it is done. If it is no pgfold any more, remove ${path}.`,
    exitCode: 1,
  })
}
