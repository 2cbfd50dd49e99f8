// What adopt has to know before it decides: the folder as it is now, the runner's rows in the live database, and where
// that puts the database.
import { PgfoldError } from '../errors.ts'
import { layoutNamed } from '../layouts/choose-layout.ts'
import type { GivenTable } from '../layouts/tracking-table.ts'
import { givenOr, withTrackingTable } from '../layouts/tracking-table.ts'
import type { OwnFile, Recordable } from '../layouts/records.ts'
import type { Classification } from '../model/adoption.ts'
import type { Manifest } from '../model/manifest.ts'
import type { Database } from '../server/database.ts'
import { readArchivedFolder, readOwnFile } from './archived-folder.ts'
import type { ArchivedFolder, FolderOptions } from './archived-folder.ts'
import { appliedBy, classify, classifyAdopted, isAmbiguous, isAsConsolidated } from './classify.ts'
import type { KnownMigrations } from './classify.ts'
import type { ConsolidatedSchema } from './consolidated-schema.ts'
import { findRecords } from './choose-records.ts'
import { hasItsChecksum, readRecorded } from './records.ts'
import type { FoundRecords } from './records.ts'
import { readSaved } from './saved-rows.ts'
import type { TrackingOptions } from './tracking.ts'
import type { Rewriting } from './rewrite-records.ts'

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

/** Throws PgfoldError `cannot-adopt`, `not-archived`, `no-tracking-table` (exit code 1), and those of `readHistory`. */
export async function planAdoption(
  db: Database,
  { manifest }: ConsolidatedSchema,
  options: FolderOptions & Pick<TrackingOptions, 'trackingTable'>,
): Promise<AdoptionPlan> {
  const { folder, found, file } = await readRegistry(
    await readArchivedFolder(manifest, options),
    await requireRecords(db, manifest, options.trackingTable),
  )
  const { single } = found.records
  const { ids, failed } = await readRecorded(db, found)
  const saved = await readSaved(db, found)
  const isSaved = saved?.line === manifest.line && saved.sha256 === folder.sha256
  const asNow = knownMigrations(folder, found, 'now')
  // Rows that a hand has deleted leave that of the line, with the checksum of a file that is gone.
  const isNew = isAsConsolidated(ids, asNow, single) && (await hasItsChecksum(db, found, folder.consolidated))
  const known = isSaved || isNew ? asNow : knownMigrations(folder, found, 'before')
  const classification = isSaved
    ? classifyAdopted(ids, known, found.records)
    : classify(appliedBy(ids, known, single), known)
  if (!isSaved && isAmbiguous(ids, known, single)) throw ambiguousCount(ids, known)
  const recorded = new Set(classification.newer)
  return {
    layout: manifest.layout,
    found,
    ids,
    failed,
    classification,
    isSaved,
    savedEarlier: isSaved ? undefined : saved?.line,
    isAsConsolidated: isNew,
    folded: known.folded,
    consolidated: folder.consolidated,
    sha256: folder.sha256,
    newer: folder.newer.filter((_, index) => recorded.has(known.newer[index] ?? '')),
    pending: known.newer.filter((id) => !recorded.has(id)),
    ...(file === undefined ? {} : { file }),
    expected: expectedIds(ids, { before: known, now: asNow }, found),
  }
}

interface Read {
  readonly folder: ArchivedFolder
  readonly found: FoundRecords
  readonly file?: OwnFile
}

/** With what the runner's own file says, where its rows stand in several tables. */
async function readRegistry(folder: ArchivedFolder, found: FoundRecords): Promise<Read> {
  const { registry, recordedAs } = found.records
  if (registry === undefined) return { folder, found }
  const file = await readOwnFile(folder)
  const { owner, earlier } = registry.facts(file)
  const newer = folder.newer.map((each) => {
    const recordedBefore = earlier.get(recordedAs(each))
    return recordedBefore === undefined ? each : { ...each, recordedBefore }
  })
  return { folder: { ...folder, newer }, found: { ...found, owner }, file }
}

/** Throws `cannot-adopt` where two migrations have one name in the rows: nobody could tell which of them was applied. */
function knownMigrations(
  { folded, consolidated, newer }: ArchivedFolder,
  { records }: FoundRecords,
  when: 'before' | 'now',
): KnownMigrations {
  const nameOf = (each: Recordable): string =>
    (when === 'before' ? each.recordedBefore : undefined) ?? records.recordedAs(each)
  const known: KnownMigrations = {
    folded: folded.map(nameOf),
    consolidated: nameOf(consolidated),
    // A count goes on behind the folded ones, whatever number the file has by now.
    newer: newer.map((each, index) =>
      records.single === 'position' ? String(folded.length + index + 1) : nameOf(each),
    ),
  }
  const all = [...known.folded, ...known.newer]
  const isTogether = (index: number): boolean => records.single === 'id' && all[index - 1] === all[index]
  const twice = all.find((id, index) => all.indexOf(id) !== index && !isTogether(index))
  if (twice === undefined) return known
  throw new PgfoldError('cannot-adopt', `Two migrations are recorded alike, as ${twice}`, {
    hint: 'The rows do not tell which of them was applied: see docs/cutover.md for what its runner has to be told.',
    exitCode: 1,
  })
}

function ambiguousCount([count = '']: readonly string[], { folded, newer }: KnownMigrations): PgfoldError {
  return new PgfoldError(
    'cannot-adopt',
    `The runner's count ${count} has two meanings: the ${folded.length} folded migrations and what is newer, or the consolidated one and what is newer`,
    {
      details: [`folded: ${folded.length}`, `newer in the folder: ${newer.length}`],
      hint: 'Where the runner built the database from the consolidated migration, there is nothing to do. Else adopt it with the folder as it was when fewer were newer, or set its count by hand (docs/cutover.md).',
      exitCode: 1,
    },
  )
}

/** The ids behind adopt's rewriting. */
function expectedIds(
  ids: readonly string[],
  { before, now }: { readonly before: KnownMigrations; readonly now: KnownMigrations },
  { records }: FoundRecords,
): string[] {
  const { folded, consolidated, newer } = before
  if (records.single === 'position') return ids.map((id) => String(Number(id) - folded.length + 1))
  const gone = new Set(records.needsFiles ? folded.slice(0, -1) : [])
  const line = folded.at(-1)
  const become = new Map([...newer.map((id, index) => [id, now.newer[index] ?? id] as const), [line, consolidated]])
  return ids.filter((id) => !gone.has(id)).map((id) => become.get(id) ?? id)
}

/** The runner's table in this database. Throws PgfoldError `cannot-adopt`, `no-tracking-table`, `several-tracking-tables`. */
export async function requireRecords(
  db: Database,
  { layout, history, trackingSchema }: Manifest,
  given: GivenTable | undefined,
): Promise<FoundRecords> {
  const forms = withTrackingTable(layoutNamed(layout), givenOr(given, { trackingSchema })).records
  if (forms === undefined) throw cannotAdopt(layout)
  const found = await findRecords(db, forms, { history })
  if (found !== undefined) return found
  const names = [...new Set(forms.map(({ table }) => `${table.schema}.${table.name}`))]
  throw new PgfoldError('no-tracking-table', `The runner's table ${names.join(' or ')} is not in this database`, {
    hint: 'Check that this is the right database: its runner has recorded nothing here. Where its table has another name, give it with --tracking-table. On a new one, let the runner build it.',
    exitCode: 1,
  })
}

function cannotAdopt(layout: string): PgfoldError {
  return new PgfoldError('cannot-adopt', `pgfold does not rewrite the records of ${layout}`, {
    hint: 'See docs/cutover.md for what its runner has to be told.',
    exitCode: 1,
  })
}
