// What an archive would do, found out without touching anything: the folder must hold exactly the files
// that were folded, byte for byte, and may hold newer migrations behind them.
import { createHash } from 'node:crypto'
import { lstat, readdir, realpath } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { PgfoldError } from '../errors.ts'
import type { History, Migration } from '../history/migration.ts'
import { consolidatedFiles } from '../layouts/consolidated-files.ts'
import type { Manifest } from '../model/manifest.ts'
import type { ArchivedFile, ArchiveManifest, Journal } from './archive-manifest.ts'
import type { ConsolidatedSchema } from './consolidated-schema.ts'
import { hashOf } from './move-file.ts'
import { withoutTransaction } from './run-script.ts'

/** The journal of the archive to be made, and the ids of the migrations that stay. */
export interface ArchivePlan {
  readonly journal: Journal
  readonly kept: readonly string[]
}

/**
 * Plans the archive of a history in `folder`. Throws PgfoldError `history-changed`, `shared-file`,
 * `symbolic-link` and `output-exists` (exit code 1).
 */
export async function planArchive(
  { schema, history }: { readonly schema: ConsolidatedSchema; readonly history: History },
  folder: string,
): Promise<ArchivePlan> {
  const { manifest } = schema
  const { folded, kept } = splitAtLine(history, manifest)
  await requireUnchanged(history, folded, manifest)
  const moved = folded.filter(({ stays }) => stays !== true)
  const folders = [...new Set(moved.flatMap((migration) => migration.folder ?? []))].toSorted()
  const sql = { upSql: await withoutTransaction(schema.up), downSql: await withoutTransaction(schema.down) }
  const written = await consolidatedFiles({ ...history, migrations: folded }, sql, kept)
  const replaced = written.filter((file) => file.replaces === true).map(({ path }) => path)
  const paths = new Set([...moved.flatMap(({ files }) => files), ...replaced])
  refuseShared(paths, kept, replaced)
  for (const path of folders) for (const file of await filesBelow(history.root, path)) paths.add(file)
  const files = await Promise.all([...paths].toSorted().map((path) => describeFile(history.root, path)))
  await requireFree(
    history.root,
    written.flatMap(({ path }) => (paths.has(path) ? [] : [path])),
  )
  const archive: ArchiveManifest = {
    format: 1,
    line: manifest.line,
    layout: manifest.layout,
    fingerprint: manifest.fingerprint,
    root: relative(folder, history.root).replaceAll('\\', '/'),
    files,
    folders: await Promise.all(
      (await foldersBelow(history.root, folders)).map((path) => describeFolder(history.root, path)),
    ),
    written: written.map(({ path, text }) => ({ path, sha256: createHash('sha256').update(text).digest('hex') })),
  }
  const texts = Object.fromEntries(written.map(({ path, text }) => [path, text]))
  return { journal: { action: 'archive', manifest: archive, texts }, kept: kept.map(({ id }) => id) }
}

function splitAtLine({ migrations }: History, { line, sources }: Manifest) {
  const known = new Set(sources.map(({ id }) => id))
  // Where the line itself is missing, everything that was folded ends at the last of the others.
  const end = Math.max(
    migrations.findLastIndex(({ id }) => id === line),
    migrations.findLastIndex(({ id }) => known.has(id)),
  )
  return { folded: migrations.slice(0, end + 1), kept: migrations.slice(end + 1) }
}

async function requireUnchanged(history: History, folded: readonly Migration[], { sources }: Manifest): Promise<void> {
  const recorded = new Map(sources.flatMap(({ files }) => files.map(({ path, sha256 }) => [path, sha256] as const)))
  const present = folded.flatMap(({ files }) => files)
  const problems = present.filter((path) => !recorded.has(path)).map((path) => `added since: ${path}`)
  for (const [path, sha256] of recorded) {
    const found = await hashOf(join(history.root, path))
    if (found !== sha256) problems.push(found === undefined ? `missing: ${path}` : `changed: ${path}`)
  }
  if (problems.length > 0) throw historyChanged(problems)
}

/** A file with folded and newer migrations cannot be moved away and stay. */
function refuseShared(paths: ReadonlySet<string>, kept: readonly Migration[], replaced: readonly string[]): void {
  const shared = kept.flatMap(({ id, files }) =>
    files.filter((path) => paths.has(path) && !replaced.includes(path)).map((path) => `${path}: ${id}`),
  )
  if (shared.length === 0) return
  throw new PgfoldError('shared-file', 'Files of folded migrations hold newer ones too', {
    details: shared,
    hint: 'Move the newer ones to a file of their own, or fold up to the end of the file.',
    exitCode: 1,
  })
}

async function filesBelow(root: string, folder: string): Promise<string[]> {
  const entries = await readdir(join(root, folder), { withFileTypes: true, recursive: true })
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
}

async function foldersBelow(root: string, folders: readonly string[]): Promise<string[]> {
  const inside = await Promise.all(
    folders.map(async (folder) => {
      const entries = await readdir(join(root, folder), { withFileTypes: true, recursive: true })
      const below = entries.filter((entry) => entry.isDirectory())
      return below.map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    }),
  )
  return [...folders, ...inside.flat()].toSorted()
}

async function describeFile(root: string, path: string): Promise<ArchivedFile> {
  const { mode, size, ...stats } = await statFile(root, path)
  if (!stats.isFile) {
    throw new PgfoldError('symbolic-link', `${join(root, path)} is no plain file`, {
      hint: 'Replace the link by the file it leads to; pgfold moves files only.',
      exitCode: 1,
    })
  }
  const sha256 = (await hashOf(join(root, path))) ?? ''
  return { path, archived: path.replace(/^\.\.\//u, '_beside/'), sha256, size, mode }
}

async function statFile(root: string, path: string): Promise<{ mode: number; size: number; isFile: boolean }> {
  const full = join(root, path)
  const stats = await lstat(full)
  const isReal = (await realpath(full)) === join(await realpath(root), path)
  return { mode: stats.mode & 0o7777, size: stats.size, isFile: stats.isFile() && isReal }
}

async function describeFolder(root: string, path: string): Promise<{ path: string; mode: number }> {
  return { path, mode: (await statFile(root, path)).mode }
}

async function requireFree(root: string, paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    if ((await hashOf(join(root, path))) === undefined) continue
    throw new PgfoldError('output-exists', `${join(root, path)} exists already`, {
      hint: 'Move it away; pgfold overwrites nothing.',
      exitCode: 1,
    })
  }
}

function historyChanged(details: readonly string[]): PgfoldError {
  return new PgfoldError('history-changed', 'The migrations are not those that were folded', {
    details,
    hint: 'Run pgfold consolidate again, then archive.',
    exitCode: 1,
  })
}
