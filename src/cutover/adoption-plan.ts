// What adopt has to know before it decides: the folder as it is now, the runner's rows in the live database, and where
// that puts the database.
import { join } from 'node:path'
import { PgfoldError } from '../errors.ts'
import type { Migration } from '../history/migration.ts'
import { layoutNamed } from '../layouts/choose-layout.ts'
import { readHistory } from '../layouts/read-history.ts'
import type { Recordable } from '../layouts/records.ts'
import type { Classification } from '../model/adoption.ts'
import type { Manifest } from '../model/manifest.ts'
import type { Database } from '../server/database.ts'
import { readArchives } from './archive-manifest.ts'
import { appliedBy, classify, classifyAdopted, isAsConsolidated } from './classify.ts'
import type { KnownMigrations } from './classify.ts'
import type { ConsolidatedSchema } from './consolidated-schema.ts'
import { hashOf } from './move-file.ts'
import { findRecords, readRecorded } from './records.ts'
import type { FoundRecords } from './records.ts'
import { savedIn, savedTable } from './rewrite-records.ts'
import type { Rewriting, Saved } from './rewrite-records.ts'

export interface AdoptionPlan extends Rewriting {
  readonly layout: string
  readonly found: FoundRecords
  /** As the rows stand. */
  readonly ids: readonly string[]
  /** Ids of runs that failed half-way. */
  readonly failed: readonly string[]
  readonly classification: Classification
  /** An adoption of this line has saved the rows. */
  readonly isSaved: boolean
  /** SHA-256 of the consolidated migration's file. */
  readonly sha256: string
  /** The line of an earlier adoption whose saved rows are still there. */
  readonly savedEarlier: string | undefined
  /** Newer ones of the folder that are not recorded. */
  readonly pending: readonly string[]
  /** The rows are those of a new database that was built from the folder as it is now. */
  readonly isAsConsolidated: boolean
  /** What the rows have to be when they are rewritten. */
  readonly expected: readonly string[]
}

interface PlanOptions {
  readonly migrations: string
  /** Folder of the archives. */
  readonly archived: string
  readonly layout?: string
  readonly placeholders?: Readonly<Record<string, string>>
}

/** Throws PgfoldError `cannot-adopt`, `not-archived`, `no-tracking-table` (exit code 1), and those of `readHistory`. */
export async function planAdoption(
  db: Database,
  { manifest }: ConsolidatedSchema,
  options: PlanOptions,
): Promise<AdoptionPlan> {
  const folder = await readFolder(manifest, options)
  const found = await requireRecords(db, manifest)
  const { single } = found.records
  const known = knownMigrations(folder, found)
  const { ids, failed } = await readRecorded(db, found)
  const saved = await readSaved(db, found)
  const isSaved = saved?.line === manifest.line && saved.sha256 === folder.sha256
  const classification = isSaved
    ? classifyAdopted(ids, known, found.records)
    : classify(appliedBy(ids, known, single), known)
  const recorded = new Set(classification.newer)
  return {
    layout: manifest.layout,
    found,
    ids,
    failed,
    classification,
    isSaved,
    savedEarlier: isSaved ? undefined : saved?.line,
    isAsConsolidated: isAsConsolidated(ids, known, single),
    folded: known.folded,
    consolidated: folder.consolidated,
    sha256: folder.sha256,
    newer: folder.newer.filter((_, index) => recorded.has(known.newer[index] ?? '')),
    pending: known.newer.filter((id) => !recorded.has(id)),
    expected: expectedIds(ids, known, found),
  }
}

/** Throws `cannot-adopt` where two migrations have one name in the rows: nobody could tell which of them was applied. */
function knownMigrations({ folded, consolidated, newer }: Folder, { records }: FoundRecords): KnownMigrations {
  const nameOf = (each: Recordable): string => records.recordedAs(each)
  const known: KnownMigrations = {
    folded: folded.map(nameOf),
    consolidated: nameOf(consolidated),
    // A count goes on behind the folded ones, whatever number the file has by now.
    newer: newer.map((each, index) =>
      records.single === 'position' ? String(folded.length + index + 1) : nameOf(each),
    ),
  }
  const all = [...known.folded, ...known.newer]
  const twice = all.find((id, index) => all.indexOf(id) !== index)
  if (twice === undefined) return known
  throw new PgfoldError('cannot-adopt', `Two migrations are recorded alike, as ${twice}`, {
    hint: 'The rows do not tell which of them was applied: see docs/cutover.md for what its runner has to be told.',
    exitCode: 1,
  })
}

/** The ids behind adopt's rewriting. */
function expectedIds(
  ids: readonly string[],
  { folded, consolidated }: KnownMigrations,
  { records }: FoundRecords,
): string[] {
  if (records.single === 'position') return ids.map((id) => String(Number(id) - folded.length + 1))
  const gone = new Set(records.needsFiles ? folded.slice(0, -1) : [])
  const line = folded.at(-1)
  return ids.filter((id) => !gone.has(id)).map((id) => (id === line ? consolidated : id))
}

interface Folder {
  /** Those that went: what its runner runs again anyway is still there. */
  readonly folded: readonly Recordable[]
  readonly consolidated: Recordable
  readonly newer: readonly Recordable[]
  /** Of the consolidated migration's file. */
  readonly sha256: string
}

/** The folder has to be as `archive` left it, newer migrations behind the consolidated one. */
async function readFolder(
  manifest: Manifest,
  { migrations, archived, layout, placeholders }: PlanOptions,
): Promise<Folder> {
  const history = await readHistory(migrations, {
    layout: layout ?? manifest.layout,
    allowGaps: true,
    isRun: true,
    ...(placeholders === undefined ? {} : { placeholders }),
  })
  const written = await writtenByArchive(manifest, archived)
  const run = history.migrations.filter(({ stays }) => stays !== true)
  const at = run.findIndex(({ files: [path = ''] }) => written.has(path))
  const ours = run[at]
  if (ours === undefined) throw notArchived(migrations, archived)
  if (at > 0) throw migrationBefore(run.slice(0, at))
  const [path = ''] = ours.files
  const sha256 = await hashOf(join(history.root, path))
  if (sha256 === undefined || sha256 !== written.get(path)) throw consolidatedEdited(join(migrations, path))
  const [consolidated, ...newer] = run.map(recordable)
  if (consolidated === undefined) throw notArchived(migrations, archived)
  const staying = new Set(history.migrations.flatMap(({ stays, id }) => (stays === true ? [id] : [])))
  return { folded: foldedIn(manifest).filter(({ id }) => !staying.has(id)), consolidated, newer, sha256 }
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

function recordable(
  { id, name, files, checksum, up }: Migration,
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
    ...(previous === undefined ? {} : { previous }),
  }
}

/** What was folded, as the manifest keeps it. */
export function foldedIn({ sources }: Manifest): Recordable[] {
  return sources.map(({ id, name, files, checksum }) => ({
    id,
    name,
    path: files[0]?.path ?? '',
    ...(checksum === undefined ? {} : { checksum }),
  }))
}

/** The runner's table in this database. Throws PgfoldError `cannot-adopt`, `no-tracking-table`. */
export async function requireRecords(db: Database, { layout, history }: Manifest): Promise<FoundRecords> {
  const forms = layoutNamed(layout).records
  if (forms === undefined) throw cannotAdopt(layout)
  const found = await findRecords(db, forms, { history: history.replaceAll('\\', '/') })
  if (found !== undefined) return found
  const names = [...new Set(forms.map(({ table }) => `${table.schema}.${table.name}`))]
  throw new PgfoldError('no-tracking-table', `The runner's table ${names.join(' or ')} is not in this database`, {
    hint: 'Check that this is the right database: its runner has recorded nothing here. On a new one, let the runner build it.',
    exitCode: 1,
  })
}

/** The adoption that saved the rows; a table that only has the name is none. */
export async function readSaved(db: Database, found: FoundRecords): Promise<Saved | undefined> {
  const [row] = await db.query<{ comment: string | null }>(
    "select pg_catalog.obj_description(pg_catalog.to_regclass($1), 'pg_class') as comment",
    [savedTable(found).sql],
  )
  return savedIn(row?.comment)
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

function cannotAdopt(layout: string): PgfoldError {
  return new PgfoldError('cannot-adopt', `pgfold does not rewrite the records of ${layout}`, {
    hint: 'See docs/cutover.md for what its runner has to be told.',
    exitCode: 1,
  })
}
