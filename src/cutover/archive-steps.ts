// The two directions between a folder of migrations and its archive. Every step finds out for itself
// whether it was done, so that both can start from wherever a killed run had stopped: archive finishes it,
// restore undoes it. A step that fails (a full disk) ends in the other direction at once.
import { chmod, mkdir, readFile, unlink } from 'node:fs/promises'
import { dirname, join, posix } from 'node:path'
import { count } from '../model/count.ts'
import { manifestFileName } from '../model/manifest.ts'
import type { Progress } from '../model/progress.ts'
import { removeJournal, writeArchiveManifest, writeJournal } from './archive-manifest.ts'
import type { ArchiveManifest, Journal } from './archive-manifest.ts'
import { hashOf, moveFile, removeEmptyFolder, removeWritten, writeNew } from './move-file.ts'
import { orBack, stepFailed } from './or-back.ts'

/** Moves the folded migrations to the archive in `folder` and writes the consolidated one. Throws as `orBack` does. */
export async function runArchive(folder: string, journal: Journal, progress: Progress): Promise<void> {
  const { manifest } = journal
  progress(`archiving ${count(manifest.files.length, 'file')} to ${folder}`)
  await beginWork(folder, journal)
  await orBack(
    folder,
    () => moveToArchive(folder, journal, progress),
    () => moveBack(folder, manifest, progress),
  )
}

/** Gives every file back and removes the consolidated migration and the archive. Throws as `orBack` does. */
export async function runRestore(folder: string, manifest: ArchiveManifest, progress: Progress): Promise<void> {
  progress(`restoring ${count(manifest.files.length, 'file')} from ${folder}`)
  const texts = await writtenTexts(folder, manifest)
  await beginWork(folder, { action: 'restore', manifest, texts: {} })
  await orBack(
    folder,
    () => moveBack(folder, manifest, progress),
    texts && (() => moveToArchive(folder, { action: 'archive', manifest, texts }, progress)),
  )
}

async function beginWork(folder: string, journal: Journal): Promise<void> {
  const created = await mkdir(folder, { recursive: true })
  try {
    await writeJournal(folder, journal)
  } catch (error) {
    if (created !== undefined) await removeEmptyFolder(folder)
    throw stepFailed(error, 'nothing was changed')
  }
}

/** What archive has written, as it stands; undefined where it does not, since a run was stopped half-way. */
async function writtenTexts(folder: string, manifest: ArchiveManifest): Promise<Journal['texts'] | undefined> {
  const texts: Record<string, string> = {}
  for (const { path, sha256 } of manifest.written) {
    const file = join(folder, manifest.root, path)
    if ((await hashOf(file)) !== sha256) return undefined
    texts[path] = await readFile(file, 'utf8')
  }
  return texts
}

async function moveToArchive(folder: string, { manifest, texts }: Journal, progress: Progress): Promise<void> {
  const root = join(folder, manifest.root)
  const written = new Map(manifest.written.map((file) => [file.path, file.sha256]))
  for (const [index, { path, archived, sha256 }] of manifest.files.entries()) {
    progress(`moving ${index + 1} of ${manifest.files.length}: ${path}`)
    await moveFile({ from: join(root, path), to: join(folder, archived), sha256, successor: written.get(path) })
  }
  for (const { path } of manifest.folders.toReversed()) await removeEmptyFolder(join(root, path))
  for (const [path, text] of Object.entries(texts)) {
    progress(`writing ${path}`)
    await writeNew(join(root, path), text)
  }
  progress(`writing ${join(folder, manifestFileName)}`)
  await writeArchiveManifest(folder, manifest)
  await removeJournal(folder)
}

async function moveBack(folder: string, manifest: ArchiveManifest, progress: Progress): Promise<void> {
  const root = join(folder, manifest.root)
  const usedFolders = new Set(['.', ...manifest.files.map(({ path }) => posix.dirname(path))])
  const originals = new Map(manifest.files.map((file) => [file.path, file.sha256]))
  for (const { path, sha256 } of manifest.written) {
    progress(`removing ${path}`)
    await removeWritten(join(root, path), sha256, originals.get(path))
    if (!usedFolders.has(posix.dirname(path))) await removeEmptyFolder(join(root, posix.dirname(path)))
  }
  for (const { path, mode } of manifest.folders) {
    await mkdir(join(root, path), { recursive: true })
    await chmod(join(root, path), mode)
  }
  for (const [index, { path, archived, sha256 }] of manifest.files.entries()) {
    progress(`moving ${index + 1} of ${manifest.files.length}: ${path}`)
    await moveFile({ from: join(folder, archived), to: join(root, path), sha256 })
  }
  await removeArchive(folder, manifest)
}

async function removeArchive(folder: string, manifest: ArchiveManifest): Promise<void> {
  const folders = new Set(manifest.files.flatMap(({ archived }) => foldersAbove(archived)))
  for (const path of [...folders].toSorted().toReversed()) await removeEmptyFolder(join(folder, path))
  await unlink(join(folder, manifestFileName)).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error
  })
  await removeJournal(folder)
  await removeEmptyFolder(folder)
}

function foldersAbove(path: string): string[] {
  const above = dirname(path)
  return above === '.' ? [] : [above, ...foldersAbove(above)]
}
