// Use case: the newest archive undone. Every file comes back byte for byte, and the consolidated migration
// that stood in its place goes, unless somebody edited it.
import { join } from 'node:path'
import { readArchives } from '../cutover/archive-manifest.ts'
import type { ArchiveManifest } from '../cutover/archive-manifest.ts'
import { runRestore } from '../cutover/archive-steps.ts'
import { withFolderLock } from '../cutover/folder-lock.ts'
import { hashOf } from '../cutover/move-file.ts'
import { PgfoldError } from '../errors.ts'
import type { ArchiveResult } from '../model/cutover.ts'
import { movesOf } from './archive.ts'
import type { ArchiveOptions } from './archive.ts'

/**
 * Restores, or finishes what a killed restore had begun, or undoes what a killed archive had begun. Throws PgfoldError
 * (exit code 1, nothing changed) `nothing-to-restore`, `cannot-restore` with the list of what is in the way, `locked`.
 */
export async function restore(
  options: Pick<ArchiveOptions, 'archived' | 'dryRun' | 'progress'>,
): Promise<ArchiveResult> {
  const work = async (): Promise<ArchiveResult> => {
    const { complete, unfinished } = await readArchives(options.archived)
    const { folder, manifest } =
      unfinished === undefined ? await newest(complete) : { ...unfinished, ...unfinished.journal }
    const obstacles = unfinished === undefined ? await obstaclesTo(folder, manifest) : []
    if (obstacles.length > 0) throw cannotRestore(folder, obstacles)
    if (options.dryRun !== true) await runRestore(folder, manifest, options.progress ?? (() => undefined))
    return {
      command: 'restore',
      done: options.dryRun !== true,
      ...movesBack(folder, manifest),
      resumed: unfinished !== undefined,
      kept: [],
      archives: complete.map((one) => one.manifest.line).filter((line) => line !== manifest.line),
      findings: [],
    }
  }
  const { complete, unfinished } = await readArchives(options.archived)
  if (complete.length === 0 && unfinished === undefined) throw nothingToRestore(options.archived)
  return options.dryRun === true ? work() : withFolderLock(options.archived, work)
}

interface Archive {
  readonly folder: string
  readonly manifest: ArchiveManifest
}

// Of several archives the newest is the one whose consolidated migration is in the folder now: an older
// one's was itself folded and archived since.
async function newest(archives: readonly Archive[]): Promise<Archive> {
  const present: Archive[] = []
  for (const archive of archives) if (await isPresent(archive)) present.push(archive)
  const [only, second] = archives.length === 1 ? archives : present
  if (only !== undefined && second === undefined) return only
  throw new PgfoldError('nothing-to-restore', 'It is not clear which archive to restore', {
    details: archives.map(({ folder }) => folder),
    hint: 'The consolidated migration of one of them must be in the migrations folder: bring it back from version control.',
    exitCode: 1,
  })
}

// Of what has the name of an original, such as a journal, something is there whichever archive it is from.
async function isPresent({ folder, manifest }: Archive): Promise<boolean> {
  const replaced = replacedPaths(manifest)
  for (const { path, sha256 } of manifest.written) {
    const found = await hashOf(join(folder, manifest.root, path))
    if (replaced.has(path) ? found === sha256 : found !== undefined) return true
  }
  return false
}

/** Where the original of an archived file is to stand, something that archive has written stands now. */
function replacedPaths({ files, written }: ArchiveManifest): ReadonlySet<string> {
  const originals = new Set(files.map(({ path }) => path))
  return new Set(written.flatMap(({ path }) => (originals.has(path) ? [path] : [])))
}

interface Obstacle {
  readonly text: string
  /** A file that archive wrote over, such as a journal, which the runner writes to for each newer migration. */
  readonly goesOn?: string
}

async function obstaclesTo(folder: string, manifest: ArchiveManifest): Promise<Obstacle[]> {
  const { root, files, written } = manifest
  const replaced = replacedPaths(manifest)
  const obstacles: Obstacle[] = []
  const check = async (path: string, expected: string | undefined, isReplaced = false): Promise<void> => {
    const found = await hashOf(path)
    if (found === expected) return
    const problem = expected === undefined ? 'exists already' : found === undefined ? 'is missing' : 'was edited'
    const goesOn = isReplaced && found !== undefined ? { goesOn: path } : {}
    obstacles.push({ text: `${path} ${problem}`, ...goesOn })
  }
  for (const { path, sha256 } of written) await check(join(folder, root, path), sha256, replaced.has(path))
  for (const { path, archived, sha256 } of files) {
    await check(join(folder, archived), sha256)
    if (!replaced.has(path)) await check(join(folder, root, path), undefined)
  }
  return obstacles
}

function movesBack(folder: string, manifest: ArchiveManifest) {
  const { line, moved, consolidated } = movesOf(folder, manifest)
  return { line, consolidated, moved: moved.map(({ from, to, sha256 }) => ({ from: to, to: from, sha256 })) }
}

function cannotRestore(folder: string, obstacles: readonly Obstacle[]): PgfoldError {
  const own = obstacles.flatMap(({ goesOn }) => goesOn ?? [])
  const asItWas = 'Put these right (version control has them as they were), then run pgfold restore again.'
  return new PgfoldError('cannot-restore', `The archive ${folder} cannot be restored as it was`, {
    details: obstacles.map(({ text }) => text),
    hint:
      own.length === 0
        ? asItWas
        : `Where ${own.join(', ')} was edited for newer migrations, an older version of it would lose them: take them out with the runner's own tool, entries and files, run pgfold restore, and add them again. ${asItWas}`,
    exitCode: 1,
  })
}

function nothingToRestore(archived: string): PgfoldError {
  return new PgfoldError('nothing-to-restore', `Nothing is archived in ${archived}`, {
    hint: 'Name the folder of the archives with --archived DIR.',
    exitCode: 1,
  })
}
