// The folder that `consolidate` writes: up.sql, down.sql, snapshot.json, manifest.json. It appears whole or
// not at all: written beside its place, synced, renamed. What stands there already is replaced only when it
// is our own work, unedited: its files have the checksums its manifest gives.
import { createHash, randomBytes } from 'node:crypto'
import { mkdir, open, readFile, readdir, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { PgfoldError } from '../errors.ts'
import { consolidatedFileNames, manifestFileName } from '../model/manifest.ts'

/** File name → text. */
export type FileTexts = Readonly<Record<string, string>>

/** What `folder` holds: nothing, the same files, files we wrote and nobody edited, or something else. */
type FolderState = 'absent' | 'same' | 'ours' | 'foreign'

/** Looks at the folder that `writeConsolidated` would write; touches nothing. */
async function inspectFolder(folder: string, files: FileTexts): Promise<FolderState> {
  const names = await listFolder(folder)
  if (names === undefined || names.length === 0) return 'absent'
  const texts = new Map<string, string>()
  for (const name of names) texts.set(name, await readText(join(folder, name)))
  const wanted = Object.entries(files)
  if (wanted.length > 0 && wanted.every(([name, text]) => texts.get(name) === text)) return 'same'
  return isOurs(texts) ? 'ours' : 'foreign'
}

/** The files of the folder that are missing or hold something else, as paths. */
export async function filesOutOfDate(folder: string, files: FileTexts): Promise<string[]> {
  const names = new Set(await listFolder(folder))
  const paths: string[] = []
  for (const [name, text] of Object.entries(files)) {
    const path = join(folder, name)
    if (!names.has(name) || (await readText(path)) !== text) paths.push(path)
  }
  return paths
}

/** Refuses a folder that holds anything but our own unedited files. Throws `output-exists`. */
export async function refuseForeignFolder(folder: string, files: FileTexts = {}): Promise<void> {
  if ((await inspectFolder(folder, files)) !== 'foreign') return
  throw new PgfoldError(
    'output-exists',
    `${folder} exists and holds files that pgfold did not write, or that were edited since`,
    {
      details: await shownNames(folder),
      hint: `Move ${folder} away, or give another folder with --out DIR.`,
    },
  )
}

const shownAtMost = 5

async function shownNames(folder: string): Promise<string[]> {
  const names = (await listFolder(folder)) ?? []
  const more = names.length - shownAtMost
  return more > 1 ? [...names.slice(0, shownAtMost), `and ${more} more`] : names
}

/**
 * Writes all files or none; returns their paths. Throws `output-exists` where the folder is not ours, and
 * `cannot-write` for a full disk or a folder that may not be written; then nothing has changed.
 */
export async function writeConsolidated(folder: string, files: FileTexts): Promise<string[]> {
  await refuseForeignFolder(folder, files)
  const paths = Object.keys(files).map((name) => join(folder, name))
  if ((await inspectFolder(folder, files)) === 'same') return paths
  const suffix = randomBytes(6).toString('hex')
  const fresh = join(dirname(folder), `.${basename(folder)}-${suffix}`)
  try {
    await mkdir(fresh, { recursive: true })
    for (const [name, text] of Object.entries(files)) await writeSynced(join(fresh, name), text)
    await swap(folder, fresh, `${fresh}-old`)
  } catch (error) {
    await rm(fresh, { recursive: true, force: true })
    throw writeError(folder, error)
  }
  return paths
}

async function swap(folder: string, fresh: string, old: string): Promise<void> {
  const replaces = (await listFolder(folder)) !== undefined
  if (replaces) await rename(folder, old)
  try {
    await rename(fresh, folder)
  } catch (error) {
    if (replaces) await rename(old, folder)
    throw error
  }
  await rm(old, { recursive: true, force: true })
}

async function writeSynced(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx')
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
}

async function listFolder(folder: string): Promise<string[] | undefined> {
  try {
    return (await readdir(folder)).toSorted()
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return undefined
    throw new PgfoldError(
      'output-exists',
      `${folder} is in the way: ${code === 'ENOTDIR' ? 'it is no folder' : String(code)}`,
      {
        hint: 'Give another folder with --out DIR.',
        cause: error,
      },
    )
  }
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EISDIR') return ''
    throw new PgfoldError('not-readable', `cannot read ${path}`, { cause: error })
  }
}

function isOurs(texts: ReadonlyMap<string, string>): boolean {
  const expected = new Set<string>([...consolidatedFileNames, manifestFileName])
  if ([...texts.keys()].some((name) => !expected.has(name))) return false
  const checksums = checksumsOf(texts.get(manifestFileName))
  return consolidatedFileNames.every((name) => checksums[name] === sha256(texts.get(name) ?? ''))
}

function checksumsOf(manifest: string | undefined): Record<string, unknown> {
  try {
    const parsed = JSON.parse(manifest ?? '{}') as { files?: Record<string, unknown> }
    return parsed.files ?? {}
  } catch {
    return {} // not JSON: not our manifest
  }
}

/** SHA-256 in hex. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

function writeError(folder: string, error: unknown): PgfoldError {
  if (error instanceof PgfoldError) return error
  const { code } = error as NodeJS.ErrnoException
  const isFull = code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG'
  const reason = isFull ? 'the disk is full' : (reasons[code ?? ''] ?? (error as Error).message)
  return new PgfoldError('cannot-write', `cannot write ${folder}: ${reason}; nothing was changed`, {
    hint: isFull
      ? 'Make room and run again, or give a folder on another disk with --out DIR.'
      : 'Give a folder you may write with --out DIR.',
    cause: error,
  })
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the disk is read-only',
  ENOTDIR: 'a part of its path is no folder',
  EEXIST: 'a part of its path is no folder',
}
