// The folder of Drizzle up to version 0: `<number>_<name>.sql`, `meta/_journal.json` and, for each migration,
// `meta/<number>_snapshot.json`.
import { PgfoldError } from '../errors.ts'
import type { History } from '../history/migration.ts'
import { withBreakpoints, withoutBreakpoints } from './breakpoints.ts'
import { journalPath, journalText, orderFindings, readJournal, type Entry } from './drizzle-journal.ts'
import { asFirstSnapshot } from './drizzle-snapshots.ts'
import { labelsOf } from './labels.ts'
import {
  sqlFiles,
  within,
  type ConsolidatedFile,
  type ConsolidatedSql,
  type Files,
  type Folder,
  type MigrationFiles,
  type Reading,
  type Remaining,
} from './layout.ts'
import { passedOver } from './passed-over.ts'

/** True where a folder has a journal. */
export function hasJournal(folder: Folder): boolean {
  return folder.folders.some((child) => journalIn(child) !== undefined)
}

/** @throws {PgfoldError} `missing-migration-file`, and those of the journal and of breakpoints */
export async function readJournalFolder(home: Folder, files: Files): Promise<Reading> {
  const { entries } = await readJournal(files)
  for (const entry of entries) requireFile(home, entry)
  const labels = labelsOf(entries.map(({ tag }) => tag))
  const snapshots = snapshotsOf(home, entries)
  const migrations = await Promise.all(
    entries.map(async (entry, index) => {
      const snapshot = snapshots.get(entry)
      return {
        ...(labels[index] ?? { id: entry.tag, name: '' }),
        ...(await scriptOf(entry, files)),
        recordedTime: entry.when,
        ...(snapshot === undefined ? {} : { beside: [snapshot] }),
      }
    }),
  )
  const known = new Set(entries.map(fileOf))
  const strangers = sqlFiles(home).filter((file) => !known.has(file))
  return {
    migrations,
    findings: [
      ...orderFindings(entries),
      ...strangers.map((file) => passedOver(within(home, file), 'is not in the journal', 'drizzle-orm')),
    ],
  }
}

/**
 * The migration under the number of the newest, its time in the journal: the migrator skips it where the newest was
 * recorded and runs it on a new database. The snapshot of the newest becomes the first.
 */
export async function consolidatedJournalFolder(
  { migrations }: History,
  { upSql }: ConsolidatedSql,
  { files, kept }: Remaining,
): Promise<ConsolidatedFile[]> {
  const journal = await readJournal(files)
  const gone = new Set(migrations.map((migration) => migration.files[0]))
  const newest = journal.entries.findLast((entry) => gone.has(fileOf(entry)))
  if (newest === undefined) throw new Error('unreachable: what was folded is in the journal')
  const tag = `${migrations.at(-1)?.id ?? newest.tag}_consolidated_schema`
  const staying = journal.entries.filter((entry) => !gone.has(fileOf(entry))).map(({ raw }) => raw)
  const snapshot = migrations.findLast(({ files: paths }) => paths[1] !== undefined)?.files[1]
  const first = snapshotPath(tag)
  const isTaken = kept.some(({ files: paths }) => paths.includes(first))
  return [
    { path: `${tag}.sql`, text: await withBreakpoints(upSql, 'up.sql') },
    {
      path: journalPath,
      text: journalText(journal, [{ ...newest.raw, tag, breakpoints: true }, ...staying]),
      replaces: true,
    },
    ...(snapshot === undefined || isTaken
      ? []
      : [
          {
            path: first,
            text: asFirstSnapshot(await files.script(snapshot)),
            ...(migrations.some(({ files: paths }) => paths.includes(first)) ? { replaces: true as const } : {}),
          },
        ]),
  ]
}

function journalIn(child: Folder): string | undefined {
  return child.files.map((file) => within(child, file)).find((path) => path === journalPath)
}

async function scriptOf(entry: Entry, files: Files): Promise<Pick<MigrationFiles, 'up' | 'checksum'>> {
  const path = fileOf(entry)
  const script = await files.script(path)
  return { up: { path, text: withoutBreakpoints(script) }, checksum: script.sha256 }
}

/** Two entries of one number share a file, which is that of the later one. */
function snapshotsOf(home: Folder, entries: readonly Entry[]): ReadonlyMap<Entry, string> {
  const meta = home.folders.find(({ path }) => path === 'meta')
  const there = new Set((meta?.files ?? []).map((file) => `meta/${file}`))
  const owners = new Map(entries.map((entry) => [snapshotPath(entry.tag), entry]))
  return new Map([...owners].flatMap(([path, entry]) => (there.has(path) ? [[entry, path] as const] : [])))
}

function requireFile(home: Folder, entry: Entry): void {
  if (home.files.includes(fileOf(entry))) return
  throw new PgfoldError('missing-migration-file', `The journal names ${fileOf(entry)}, which is not there`, {
    location: entry.place,
    hint: 'Put the file back, or take its entry out of the journal; drizzle-orm stops here as well.',
  })
}

function fileOf({ tag }: Entry): string {
  return `${tag}.sql`
}

function snapshotPath(tag: string): string {
  return `meta/${tag.split('_')[0] ?? ''}_snapshot.json`
}
