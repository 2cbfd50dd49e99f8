// The names below a folder. What is hidden is no migration, and nobody keeps migrations below node_modules. A link to a
// folder is read as that folder, as runners read it.
import type { Dirent } from 'node:fs'
import { readdir, realpath, stat } from 'node:fs/promises'
import path from 'node:path'
import { PgfoldError } from '../errors.ts'
import { notReadable, shownPath } from './files.ts'
import type { Folder } from './layout.ts'

/**
 * The names below `root`; hidden folders and node_modules are left out.
 * @throws {PgfoldError} `not-readable`, `folder-in-itself`
 */
export async function readFolder(root: string): Promise<Folder> {
  const folder = await readNames(root, '', [])
  const rollbacks = await readdir(path.join(root, '..', 'rollbacks')).then(
    () => readNames(root, '../rollbacks', []),
    () => undefined,
  )
  return rollbacks === undefined ? folder : { ...folder, rollbacks }
}

/** A folder with one file alone. */
export function folderOfOne(file: string): Folder {
  return { path: '', files: [path.basename(file)], folders: [] }
}

/** `above` are the real paths of the folders around it. */
async function readNames(root: string, folder: string, above: readonly string[]): Promise<Folder> {
  const full = path.join(root, folder)
  const fail = (error: unknown): never => {
    throw notReadable(shownPath(full), error)
  }
  const entries = await readdir(full, { withFileTypes: true }).catch(fail)
  const real = await realpath(full).catch(fail)
  if (above.includes(real)) throw inItself(full)
  const names = entries.filter((entry) => !entry.name.startsWith('.') && entry.name !== 'node_modules')
  const folders = new Set(await foldersOf(names, full))
  const join = (name: string): string => (folder === '' ? name : `${folder}/${name}`)
  return {
    path: folder,
    files: names
      .map(({ name }) => name)
      .filter((name) => !folders.has(name))
      .sort(),
    folders: await Promise.all([...folders].sort().map((name) => readNames(root, join(name), [...above, real]))),
  }
}

async function foldersOf(entries: readonly Dirent[], full: string): Promise<string[]> {
  const isFolder = async (entry: Dirent): Promise<boolean> =>
    entry.isSymbolicLink()
      ? stat(path.join(full, entry.name)).then(
          (target) => target.isDirectory(),
          () => false,
        )
      : entry.isDirectory()
  const answers = await Promise.all(entries.map(isFolder))
  return entries.flatMap(({ name }, index) => (answers[index] ? [name] : []))
}

function inItself(full: string): PgfoldError {
  return new PgfoldError('folder-in-itself', `${shownPath(full)} is a link to a folder that it is in`, {
    hint: 'Remove the link.',
  })
}
