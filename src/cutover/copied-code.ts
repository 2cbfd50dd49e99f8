// A copy of a project whose migrations are code, in which its own command runs the copied folder: every file but packages
// and git's own, under the same path below another root, with links to the packages, also to those further up.
import { copyFile, cp, mkdir, readdir, readlink, realpath, symlink } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, isAbsolute, join, parse, relative, resolve } from 'node:path'
import { count } from '../model/count.ts'
import type { ProjectFolders } from './copied-project.ts'
import { folderAbove, isThere } from './copied-project.ts'

export interface CodeProject extends ProjectFolders {
  /** Where its command is run. */
  readonly cwd: string
}

const mostFiles = 50_000

/** Copies it below a folder of its own in that of this run, or says why not. The original is only read. */
export async function copyCode(
  project: CodeProject,
  into: string,
): Promise<CodeProject | { readonly problem: string }> {
  const cwd = resolve(project.cwd)
  const migrations = resolve(project.migrations)
  const archived = resolve(project.archived)
  const top = folderAbove(join(cwd, 'any'), folderAbove(migrations, archived))
  const placed = (path: string): string => join(into, relative(parse(path).root, path))
  if (top === parse(top).root || top === homedir())
    return { problem: `no project holds both the folder of migrations and ${cwd}, where the command runs` }
  const copy = { top, placed, real: new Set([migrations, archived]), own: await realpath(dirname(into)), files: 0 }
  if (!(await copyFolder(top, copy)))
    return { problem: `${top} has more than ${count(mostFiles, 'file')}, too many for a copy` }
  await linkPackagesAbove(top, placed)
  return { cwd: placed(cwd), migrations: placed(migrations), archived: placed(archived) }
}

interface Copy {
  readonly top: string
  readonly placed: (path: string) => string
  /** Folders that are copied even where they are links: what is moved in them must not be moved in the original. */
  readonly real: ReadonlySet<string>
  /** The folder of this run, which lies in the project where its temporary folder does: no copy has itself in it. */
  readonly own: string
  files: number
}

/** False where there is too much. */
async function copyFolder(folder: string, copy: Copy): Promise<boolean> {
  await mkdir(copy.placed(folder), { recursive: true })
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.name === '.git' || (entry.isDirectory() && (await realpath(path)) === copy.own)) continue
    if (entry.name === 'node_modules') await symlink(await realpath(path), copy.placed(path))
    else if (entry.isDirectory()) {
      if (!(await copyFolder(path, copy))) return false
    } else if (entry.isSymbolicLink()) await copyLink(path, copy)
    else if (entry.isFile()) {
      copy.files += 1
      if (copy.files > mostFiles) return false
      await copyFile(path, copy.placed(path))
    }
  }
  return true
}

/** Inside of the project it leads to the copy; outside to what it led to. */
async function copyLink(path: string, { top, placed, real }: Copy): Promise<void> {
  if (real.has(path)) return cp(await realpath(path), placed(path), { recursive: true })
  const target = await readlink(path)
  const full = resolve(dirname(path), target)
  const isInside = !relative(top, full).startsWith('..')
  const kept = isInside && !isAbsolute(target)
  await symlink(kept ? target : isInside ? placed(full) : full, placed(path))
}

async function linkPackagesAbove(top: string, placed: Copy['placed']): Promise<void> {
  for (let folder = dirname(top); ; folder = dirname(folder)) {
    const packages = join(folder, 'node_modules')
    if (await isThere(packages)) await symlink(await realpath(packages), placed(packages))
    if (folder === dirname(folder)) return
  }
}
