// The migration folder as `archive` left it: the consolidated migration first, newer ones behind it. What of it a runner
// records is told from there; what was folded, from the manifest.
import { join } from 'node:path'
import { PgfoldError } from '../errors.ts'
import type { History, Migration } from '../history/migration.ts'
import { readHistory } from '../layouts/read-history.ts'
import type { Recordable } from '../layouts/records.ts'
import type { Manifest } from '../model/manifest.ts'
import { readArchives } from './archive-manifest.ts'
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
}

/** The folder has to be as `archive` left it, newer migrations behind the consolidated one. */
export async function readArchivedFolder(
  manifest: Manifest,
  { migrations, archived, layout, placeholders }: FolderOptions,
): Promise<ArchivedFolder> {
  const history = await readHistory(migrations, {
    layout: layout ?? manifest.layout,
    allowGaps: true,
    ...(placeholders === undefined ? {} : { placeholders }),
  })
  const written = await writtenByArchive(manifest, archived)
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
  return { folded: foldedIn(manifest).filter(({ id }) => !staying.has(id)), consolidated, newer, sha256 }
}

/** True where an archive of this line and schema is complete. */
export async function isArchived(manifest: Manifest, archived: string): Promise<boolean> {
  return (await writtenByArchive(manifest, archived)).size > 0
}

/** The files that `archive` wrote in the place of the folded ones, by path, with their SHA-256. */
async function writtenByArchive(
  { line, fingerprint }: Manifest,
  archived: string,
): Promise<ReadonlyMap<string, string>> {
  const { complete } = await readArchives(archived)
  const found = complete.find(({ manifest }) => manifest.line === line && manifest.fingerprint === fingerprint)
  return new Map(found?.manifest.written.map(({ path, sha256 }) => [path, sha256]) ?? [])
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
