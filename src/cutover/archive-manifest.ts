// What one archive is: where each file was, what it held, and what was written in its place. The manifest
// stands in the archive; the journal beside it says that an archive or a restore is under way, and holds
// all that is needed to finish it or to undo it. Both appear whole (written beside, synced, renamed).
import { open, readdir, readFile, rename, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { PgfoldError } from '../errors.ts'
import { manifestFileName } from '../model/manifest.ts'

/** Paths are relative to `root`, except `archived`: relative to the archive's folder. Slashes are `/`. */
export interface ArchiveManifest {
  readonly format: 1
  readonly line: string
  readonly layout: string
  readonly fingerprint: string
  /** The migrations' folder, relative to the archive's folder. */
  readonly root: string
  readonly files: readonly ArchivedFile[]
  /** Folders that held the files and go when they are empty, parents first. */
  readonly folders: readonly { readonly path: string; readonly mode: number }[]
  /** The consolidated migration. */
  readonly written: readonly { readonly path: string; readonly sha256: string }[]
}

export interface ArchivedFile {
  readonly path: string
  readonly archived: string
  readonly sha256: string
  readonly size: number
  /** Permission bits. */
  readonly mode: number
}

/** Work that was begun. `texts` are the contents of the consolidated migration, by path. */
export interface Journal {
  readonly action: 'archive' | 'restore'
  readonly manifest: ArchiveManifest
  readonly texts: Readonly<Record<string, string>>
}

const journalFileName = 'journal.json'

export async function writeJournal(folder: string, journal: Journal): Promise<void> {
  await writeWhole(join(folder, journalFileName), journal)
}

export async function writeArchiveManifest(folder: string, manifest: ArchiveManifest): Promise<void> {
  await writeWhole(join(folder, manifestFileName), manifest)
}

export async function removeJournal(folder: string): Promise<void> {
  await unlink(join(folder, journalFileName))
}

/** The archive's manifest; undefined where the folder is none. Throws PgfoldError `bad-manifest`. */
async function readArchiveManifest(folder: string): Promise<ArchiveManifest | undefined> {
  return (await readJson(join(folder, manifestFileName))) as ArchiveManifest | undefined
}

/** Every archive below `archived`, and the journal of the one that is half-way, if any. */
export async function readArchives(archived: string): Promise<{
  readonly complete: readonly { readonly folder: string; readonly manifest: ArchiveManifest }[]
  readonly unfinished: { readonly folder: string; readonly journal: Journal } | undefined
}> {
  const complete: { folder: string; manifest: ArchiveManifest }[] = []
  let unfinished: { folder: string; journal: Journal } | undefined
  for (const name of await folderNames(archived)) {
    const folder = join(archived, name)
    const journal = (await readJson(join(folder, journalFileName))) as Journal | undefined
    const manifest = await readArchiveManifest(folder)
    if (journal !== undefined) unfinished = { folder, journal }
    else if (manifest !== undefined) complete.push({ folder, manifest })
  }
  return { complete, unfinished }
}

async function folderNames(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true })
    return entries
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name)
      .toSorted()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}

async function readJson(path: string): Promise<unknown> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new PgfoldError('bad-manifest', `${path} is not valid JSON: ${(error as Error).message}`, {
      hint: 'Check the file out of version control again.',
      cause: error,
    })
  }
}

async function writeWhole(path: string, content: object): Promise<void> {
  const part = `${path}.part`
  const file = await open(part, 'w')
  try {
    await file.writeFile(`${JSON.stringify(content, null, 2)}\n`)
    await file.sync()
    await rename(part, path)
  } catch (error) {
    await unlink(part)
    throw error
  } finally {
    await file.close()
  }
}
