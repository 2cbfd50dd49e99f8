// What adopt has to know before it decides: the folder as it is now, the runner's rows in the live database, and where
// that puts the database.
import { PgfoldError } from '../errors.ts'
import type { Migration } from '../history/migration.ts'
import { layoutNamed } from '../layouts/choose-layout.ts'
import { readHistory } from '../layouts/read-history.ts'
import type { Recordable } from '../layouts/records.ts'
import type { Classification } from '../model/adoption.ts'
import type { Manifest } from '../model/manifest.ts'
import type { Database } from '../server/database.ts'
import { appliedBy, classify, isAsConsolidated } from './classify.ts'
import type { KnownMigrations } from './classify.ts'
import type { ConsolidatedSchema } from './consolidated-schema.ts'
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
  /** The line of an earlier adoption whose saved rows are still there. */
  readonly savedEarlier: string | undefined
  /** The rows are those of a new database that was built from the folder as it is now. */
  readonly isAsConsolidated: boolean
  /** What the rows have to be when they are rewritten. */
  readonly expected: readonly string[]
}

interface PlanOptions {
  readonly migrations: string
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
  const recordedAs = (each: Recordable): string => found.records.recordedAs(each)
  const known: KnownMigrations = {
    folded: folder.folded.map(recordedAs),
    consolidated: recordedAs(folder.consolidated),
    newer: folder.newer.map(recordedAs),
  }
  const { ids, failed } = await readRecorded(db, found)
  const saved = await readSaved(db, found)
  const isSaved = saved?.line === manifest.line
  const applied = appliedBy(ids, known, single)
  const classification = isSaved ? adopted(applied, known) : classify(applied, known)
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
    newer: folder.newer.filter((each) => recorded.has(recordedAs(each))),
    expected: expectedIds(ids, known, found),
  }
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
}

async function readFolder(manifest: Manifest, { migrations, layout, placeholders }: PlanOptions): Promise<Folder> {
  const history = await readHistory(migrations, {
    layout: layout ?? manifest.layout,
    allowGaps: true,
    ...(placeholders === undefined ? {} : { placeholders }),
  })
  const all = history.migrations.filter(({ stays }) => stays !== true).map(recordable)
  const [consolidated, ...newer] = all
  const old = new Set(manifest.sources.flatMap(({ files }) => files.map(({ sha256 }) => sha256)))
  const kept = history.migrations.find(({ stays, up }) => stays !== true && old.has(up.sha256))
  if (consolidated === undefined || kept !== undefined) throw notArchived(migrations, kept)
  const staying = new Set(history.migrations.flatMap(({ stays, id }) => (stays === true ? [id] : [])))
  return { folded: foldedIn(manifest).filter(({ id }) => !staying.has(id)), consolidated, newer }
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

function adopted(applied: readonly string[], { consolidated, newer }: KnownMigrations): Classification {
  const recorded = new Set(applied)
  const known = new Set([consolidated, ...newer])
  return {
    state: 'adopted',
    missing: [],
    newer: newer.filter((id) => recorded.has(id)),
    unknown: applied.filter((id) => !known.has(id)),
  }
}

function notArchived(folder: string, kept: Migration | undefined): PgfoldError {
  return new PgfoldError('not-archived', `${folder} still holds the migrations that were folded`, {
    details: kept === undefined ? [] : [`found: ${kept.files[0] ?? kept.id}`],
    hint: 'Run pgfold archive first: adopt tells a database of the consolidated migration that stands in their place.',
    exitCode: 1,
  })
}

function cannotAdopt(layout: string): PgfoldError {
  return new PgfoldError('cannot-adopt', `pgfold does not rewrite the records of ${layout}`, {
    hint: 'See docs/cutover.md for what its runner has to be told.',
    exitCode: 1,
  })
}
