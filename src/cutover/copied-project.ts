// A copy of the folders that a cutover moves files in, where everything can be tried: the migrations, what stands beside
// them, the archives, and the files of the project that say how the runner reads them.
import { cp, mkdir, realpath, stat, writeFile } from 'node:fs/promises'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { readProjectFiles } from '../layouts/project-files.ts'

/** Both as paths; in a copy they lie to each other as the originals do. */
export interface ProjectFolders {
  readonly migrations: string
  readonly archived: string
}

/** Copies them into an empty folder. The originals are only read. */
export async function copyProject({ migrations, archived }: ProjectFolders, into: string): Promise<ProjectFolders> {
  const [from, archives] = [resolve(migrations), resolve(archived)]
  const top = folderAbove(from, archives)
  const placed = (path: string): string => join(into, 'project', relative(top, path))
  await mkdir(join(into, 'project'), { recursive: true })
  for (const [name, text] of await readProjectFiles(dirname(from))) await writeFile(join(into, name), text)
  for (const path of [from, join(dirname(from), 'rollbacks'), archives]) {
    if (await isThere(path)) await copyFolder(path, placed(path))
  }
  return { migrations: placed(from), archived: placed(archives) }
}

/** Of a link what it leads to, since all that is done to the copy would be done there; links inside are what archive refuses. */
async function copyFolder(from: string, to: string): Promise<void> {
  const filter = (path: string): boolean => !passedOver.has(basename(path))
  await cp(await realpath(from), to, { recursive: true, preserveTimestamps: true, filter })
}

const passedOver = new Set(['node_modules', '.git'])

/** The nearest folder above both. */
export function folderAbove(one: string, other: string): string {
  let top = dirname(one)
  while (relative(top, other).startsWith('..')) top = dirname(top)
  return top
}

export function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}
