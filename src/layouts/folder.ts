// The names below a folder. What is hidden is no migration, and nobody keeps migrations below node_modules.
import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { notReadable, shownPath } from './files.ts'
import type { Folder } from './layout.ts'

const deepest = 3

/** The names below `root`; hidden folders and node_modules are left out. @throws {PgfoldError} `not-readable` */
export async function readFolder(root: string): Promise<Folder> {
  const folder = await readNames(root, '', deepest)
  const rollbacks = await readdir(path.join(root, '..', 'rollbacks')).then(
    () => readNames(root, '../rollbacks', 1),
    () => undefined,
  )
  return rollbacks === undefined ? folder : { ...folder, rollbacks }
}

/** A folder with one file alone. */
export function folderOfOne(file: string): Folder {
  return { path: '', files: [path.basename(file)], folders: [] }
}

async function readNames(root: string, folder: string, depth: number): Promise<Folder> {
  const full = path.join(root, folder)
  const entries = await readdir(full, { withFileTypes: true }).catch((error: unknown) => {
    throw notReadable(shownPath(full), error)
  })
  const names = entries.filter((entry) => !entry.name.startsWith('.') && entry.name !== 'node_modules')
  const below = names.filter((entry) => depth > 0 && entry.isDirectory()).map((entry) => entry.name)
  const join = (name: string): string => (folder === '' ? name : `${folder}/${name}`)
  return {
    path: folder,
    files: names
      .filter((entry) => !entry.isDirectory())
      .map((entry) => entry.name)
      .sort(),
    folders: await Promise.all(below.sort().map((name) => readNames(root, join(name), depth - 1))),
  }
}
