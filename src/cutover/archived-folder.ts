// The migration folder as `archive` left it: the consolidated migration first, newer ones behind it. What of it a runner
// records is told from there; what was folded, from the manifest.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PgfoldError } from '../errors.ts'
import { scriptOf } from '../history/migration.ts'
import type { History, Migration } from '../history/migration.ts'
import { readHistory } from '../layouts/read-history.ts'
import type { OwnFile, Recordable } from '../layouts/records.ts'
import type { Manifest } from '../model/manifest.ts'
import { readArchives } from './archive-manifest.ts'
import type { ArchiveManifest } from './archive-manifest.ts'
import { hashOf } from './move-file.ts'

/** Where the folder is, and how it is read. */
export interface FolderOptions {
  readonly migrations: string
  /** Folder of the archives. */
  readonly archived: string
  readonly layout?: string
  readonly placeholders?: Readonly<Record<string, string>>
}

export interface ArchivedFolder {
  /** Those that went: what its runner runs again anyway is still there. */
  readonly folded: readonly Recordable[]
  readonly consolidated: Recordable
  readonly newer: readonly Recordable[]
  /** Of the consolidated migration's file. */
  readonly sha256: string
  /** `History.root`. */
  readonly root: string
  readonly archive: Archive
}

interface Archive {
  readonly folder: string
  readonly manifest: ArchiveManifest
}

/**
 * The folder has to be as `archive` left it, newer migrations behind the consolidated one. Throws PgfoldError
 * `not-archived`, `migration-before`, `edited-by-hand` (exit code 1), and those of `readHistory`.
 */
export async function readArchivedFolder(
  manifest: Manifest,
  { migrations, archived, layout, placeholders }: FolderOptions,
): Promise<ArchivedFolder> {
  const history = await readHistory(migrations, {
    layout: layout ?? manifest.layout,
    allowGaps: true,
    isRun: true,
    ...(placeholders === undefined ? {} : { placeholders }),
  })
  const archive = await archiveOf(manifest, archived)
  if (archive === undefined) throw notArchived(migrations, archived)
  const written = new Map(archive.manifest.written.map((file) => [file.path, file.sha256]))
  const run = history.migrations.filter(isRunOnce)
  const at = run.findIndex(({ files: [path = ''] }) => written.has(path))
  const ours = run[at]
  if (ours === undefined) throw notArchived(migrations, archived)
  if (at > 0) throw migrationBefore(run.slice(0, at))
  const [path = ''] = ours.files
  const sha256 = await hashOf(join(history.root, path))
  if (sha256 === undefined || sha256 !== written.get(path)) throw consolidatedEdited(join(migrations, path))
  const [consolidated, ...newer] = recordablesOf(history)
  if (consolidated === undefined) throw notArchived(migrations, archived)
  const staying = new Set(history.migrations.flatMap(({ stays, id }) => (stays === true ? [id] : [])))
  const folded = foldedIn(manifest).filter(({ id }) => !staying.has(id))
  return { folded, consolidated, newer, sha256, root: history.root, archive }
}

/** The migrations behind the line in a folder that is not archived; none where it holds nothing of what was folded. */
export async function readNewer({ line, layout: folded }: Manifest, options: FolderOptions): Promise<Recordable[]> {
  const { migrations, layout = folded, placeholders } = options
  const reading = { layout, allowGaps: true, isRun: true, ...(placeholders === undefined ? {} : { placeholders }) }
  try {
    const all = recordablesOf(await readHistory(migrations, reading))
    const at = all.findIndex(({ id }) => id === line)
    return at < 0 ? [] : all.slice(at + 1)
  } catch (error) {
    if (error instanceof PgfoldError && (error.code === 'not-readable' || error.code === 'empty-history')) return []
    throw error
  }
}

/** True where an archive of this line and schema is complete. */
export async function isArchived(manifest: Manifest, archived: string): Promise<boolean> {
  return (await archiveOf(manifest, archived)) !== undefined
}

/** The archive of this schema. */
async function archiveOf({ line, fingerprint }: Manifest, archived: string): Promise<Archive | undefined> {
  const { complete } = await readArchives(archived)
  return complete.find(({ manifest }) => manifest.line === line && manifest.fingerprint === fingerprint)
}

/** The runner's own file, which `archive` replaced, and the consolidated migration's. */
export async function readOwnFile({
  root,
  consolidated,
  archive: { folder, manifest },
}: ArchivedFolder): Promise<OwnFile> {
  const written = new Set(manifest.written.map(({ path }) => path))
  const replaced = manifest.files.find(({ path }) => written.has(path))
  if (replaced === undefined) throw notArchived(root, folder)
  const [before, now] = [join(folder, replaced.archived), join(root, replaced.path)]
  return {
    before: scriptOf(before, await readFile(before, 'utf8')),
    now: scriptOf(now, await readFile(now, 'utf8')),
    script: await readFile(join(root, consolidated.path)),
  }
}

/** What a runner records of the migrations of a folder, without those that it runs again anyway. */
export function recordablesOf({ migrations }: History): Recordable[] {
  return migrations.filter(isRunOnce).map(recordable)
}

function isRunOnce({ stays }: Migration): boolean {
  return stays !== true
}

function recordable(
  { id, name, files, checksum, recordedTime, up }: Migration,
  index: number,
  all: readonly Migration[],
): Recordable {
  const previous = all[index - 1]?.checksum
  return {
    id,
    name,
    path: files[0] ?? '',
    sql: up.text,
    ...(checksum === undefined ? {} : { checksum }),
    ...(recordedTime === undefined ? {} : { recordedTime }),
    ...(previous === undefined ? {} : { previous }),
  }
}

/** What was folded, as the manifest keeps it, without what the runner runs again anyway. */
export function foldedIn({ sources }: Manifest): Recordable[] {
  const gone = sources.filter(({ stays }) => stays !== true)
  return gone.map(({ id, name, files, checksum, recordedTime }, index) => {
    const previous = gone[index - 1]?.checksum
    return {
      id,
      name,
      path: files[0]?.path ?? '',
      ...(checksum === undefined ? {} : { checksum }),
      ...(recordedTime === undefined ? {} : { recordedTime }),
      ...(previous === undefined ? {} : { previous }),
    }
  })
}

function notArchived(folder: string, archived: string): PgfoldError {
  return new PgfoldError(
    'not-archived',
    `${folder} does not hold the consolidated migration of an archive in ${archived}`,
    {
      hint: 'Run pgfold archive first, or name its folder with --archived DIR: adopt tells a database of what stands there.',
      exitCode: 1,
    },
  )
}

function migrationBefore(before: readonly Migration[]): PgfoldError {
  return new PgfoldError('migration-before', 'Migrations stand before the consolidated one', {
    details: before.map(({ files, id }) => files[0] ?? id),
    hint: 'Give them an id behind it: on a new database they would run before what they build on.',
    exitCode: 1,
  })
}

function consolidatedEdited(path: string): PgfoldError {
  return new PgfoldError('edited-by-hand', `${path} is not what archive wrote: it was changed since`, {
    hint: 'Check it out afresh, or restore, fold and archive again.',
    exitCode: 1,
  })
}
