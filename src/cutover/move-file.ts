// Steps of archive and restore on single files. Each can be run again after it was killed anywhere, and
// none overwrites a file: link() fails where the name is taken, which rename() does not.
import { createHash } from 'node:crypto'
import { chmod, copyFile, link, lstat, mkdir, open, readFile, rename, rmdir, unlink, utimes } from 'node:fs/promises'
import { dirname } from 'node:path'
import { PgfoldError } from '../errors.ts'

/** SHA-256 of a file in hex; undefined where there is none. */
export async function hashOf(path: string): Promise<string | undefined> {
  try {
    return createHash('sha256')
      .update(await readFile(path))
      .digest('hex')
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined
    throw error
  }
}

/** A file to move. `successor` is the checksum of what takes its place afterwards, where something does. */
interface Move {
  readonly from: string
  readonly to: string
  readonly sha256: string
  readonly successor?: string | undefined
}

/** Moves one file with content, mode and times; done already is done. Throws PgfoldError `file-changed`. */
export async function moveFile({ from, to, sha256, successor }: Move): Promise<void> {
  const [source, target] = [await hashOf(from), await hashOf(to)]
  if (target === sha256 && source !== undefined && source === successor) return
  if (target !== undefined && target !== sha256) throw fileChanged(to, 'something else stands there')
  if (source !== undefined && source !== sha256) throw fileChanged(from, 'it was changed meanwhile')
  if (source === undefined && target === undefined) throw fileChanged(from, 'it is gone')
  if (target === undefined) await place(from, to)
  if (source !== undefined) await unlink(from)
}

/** Writes a file that is not there yet; the same text already there is done. Throws PgfoldError `file-changed`. */
export async function writeNew(path: string, text: string): Promise<void> {
  const there = await hashOf(path)
  if (there === createHash('sha256').update(text).digest('hex')) return
  if (there !== undefined) throw fileChanged(path, 'something else stands there')
  await mkdir(dirname(path), { recursive: true })
  const part = `${path}.pgfold-part`
  await orWithout(part, async () => {
    const file = await open(part, 'w')
    try {
      await file.writeFile(text)
      await file.sync()
    } finally {
      await file.close()
    }
    await publish(part, path)
  })
}

/**
 * Removes a file that we wrote, and what a killed write left of it; `original` is the checksum of what stood there
 * before, which may be back already. Throws PgfoldError `file-changed`.
 */
export async function removeWritten(path: string, sha256: string, original?: string): Promise<void> {
  const there = await hashOf(path)
  if (there !== undefined && there === original) return
  if (there !== undefined && there !== sha256) throw fileChanged(path, 'it was edited')
  await unlinkIfThere(`${path}.pgfold-part`)
  if (there !== undefined) await unlink(path)
}

/** Removes a folder if it is empty. */
export async function removeEmptyFolder(path: string): Promise<void> {
  try {
    await rmdir(path)
  } catch (error) {
    if (!['ENOTEMPTY', 'EEXIST', 'ENOENT'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error
  }
}

async function place(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true })
  try {
    await link(from, to)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (!['EXDEV', 'EPERM', 'ENOTSUP', 'EMLINK', 'ENOSYS'].includes(code ?? '')) throw error
    await copyAcross(from, to)
  }
}

// Another file system, or one without hard links: a complete copy appears under the name, or none.
async function copyAcross(from: string, to: string): Promise<void> {
  const part = `${to}.pgfold-part`
  await orWithout(part, async () => {
    await copyFile(from, part)
    const { mode, atime, mtime } = await lstat(from)
    await chmod(part, mode & 0o7777)
    await utimes(part, atime, mtime)
    const file = await open(part, 'r')
    await file.sync().finally(() => file.close())
    await publish(part, to)
  })
}

/** Half a file that nobody finishes would only be in the way. */
async function orWithout(part: string, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    await unlinkIfThere(part)
    throw error
  }
}

async function publish(part: string, path: string): Promise<void> {
  try {
    await link(part, path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw error
    // No hard links here: the lock is ours, so nobody else takes the name between the look and the rename.
    if ((await hashOf(path)) !== undefined) throw fileChanged(path, 'something else stands there')
    await rename(part, path)
    return
  }
  await unlink(part)
}

async function unlinkIfThere(path: string): Promise<void> {
  try {
    await unlink(path)
  } catch (error) {
    if (!['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error
  }
}

function fileChanged(path: string, why: string): PgfoldError {
  return new PgfoldError('file-changed', `${path} is not as it was recorded: ${why}`, {
    hint: 'Put it back as it was (version control has it), then run this again.',
    exitCode: 1,
  })
}
