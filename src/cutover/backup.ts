// A pg_dump of the live database before anything is dropped. It counts as made only when the file says at
// its end that it is complete; it can hold anything the database holds, so only its owner may read it.
import { mkdir, open, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PgfoldError } from '../errors.ts'
import type { Database } from '../server/database.ts'
import { dumpToFile } from '../server/pg-dump.ts'
import { removeUnfinished } from '../server/unfinished-backup.ts'

/**
 * Writes `<folder>/<database>-<time>.sql` (mode 0600; with `-2` behind it where that is taken) and returns its path. A folder that it makes is one that git
 * ignores. No table is waited for longer than `lockTimeout`. Throws PgfoldError `backup-failed`; then no file is left.
 */
export async function backUp(db: Database, folder: string, lockTimeout: string): Promise<string> {
  const time = new Date().toISOString().replaceAll(/[-:]|\.\d+/gu, '')
  // A database may have any name; a file may not, nor one that reads as an option.
  const name = db.address.database.replaceAll(/[^\w.-]/gu, '_').replace(/^[.-]+/u, '_')
  const file = join(folder, `${name}-${time}.sql`)
  try {
    await createFolder(folder)
    await removeUnfinished(folder)
    const path = await dumpToFile(db, file, lockTimeout)
    await requireComplete(path)
    return path
  } catch (error) {
    throw backupFailed(file, error)
  }
}

// Rows of a live database must not get into a repository by `git add .`; a folder that was there is its owner's.
async function createFolder(folder: string): Promise<void> {
  const created = await mkdir(folder, { recursive: true, mode: 0o700 })
  if (created !== undefined) await writeFile(join(folder, '.gitignore'), '*\n')
}

const lastWords = 'PostgreSQL database dump complete'

async function requireComplete(path: string): Promise<void> {
  const file = await open(path, 'r')
  try {
    const { size, mode } = await file.stat()
    const tail = Buffer.alloc(Math.min(size, 4096))
    await file.read(tail, 0, tail.length, size - tail.length)
    if (tail.includes(lastWords) && (mode & 0o077) === 0) return
    throw new Error('it is not complete')
  } finally {
    await file.close()
  }
}

function backupFailed(file: string, error: unknown): PgfoldError {
  const { message, code } = error as NodeJS.ErrnoException
  const reason = code === 'ENOSPC' || code === 'EDQUOT' ? 'the disk is full' : message
  return new PgfoldError('backup-failed', `The backup ${file} could not be made: ${reason}; nothing was changed`, {
    details: error instanceof PgfoldError ? error.details : [],
    hint: 'Put that right, name another folder with --backups DIR, or make a backup yourself and use --no-backup.',
    cause: error,
  })
}
