// The rows that tell a runner what `apply` has made true, or `rollback`: written in the same transaction, and only into
// tables that the runner itself has made. Where the folder was archived, the consolidated migration is what is applied
// there; where it was not, the folded ones are, and `adopt` goes on from there.
import { layouts } from '../layouts/registry.ts'
import type { Recordable, Records } from '../layouts/records.ts'
import type { GivenTable } from '../layouts/tracking-table.ts'
import { givenOr, withTrackingTable } from '../layouts/tracking-table.ts'
import type { Finding } from '../model/finding.ts'
import type { Manifest } from '../model/manifest.ts'
import type { Database } from '../server/database.ts'
import { foldedIn, isArchived, readArchivedFolder, readNewer } from './archived-folder.ts'
import type { FolderOptions } from './archived-folder.ts'
import { findRecords } from './choose-records.ts'
import { notRecorded } from './not-recorded.ts'
import { recordStatements } from './record-statements.ts'
import type { Recording } from './record-statements.ts'
import { readRecorded, withEnding } from './records.ts'
import type { FoundRecords } from './records.ts'
import { savedTable } from './rewrite-records.ts'
import { readSaved } from './saved-rows.ts'

/** Statements to run, without final semicolons, and what could not be recorded. */
export interface Tracking {
  readonly statements: readonly string[]
  readonly findings: readonly Finding[]
  /** What the rows have to say behind them. */
  readonly expected: readonly Expected[]
}

interface Expected {
  readonly found: FoundRecords
  readonly recording: Recording
}

export interface TrackingOptions {
  /** The migration folder and its archives; without it the folder counts as not archived. */
  readonly folder?: FolderOptions
  /** The runner's table where it has another name. */
  readonly trackingTable?: GivenTable
}

/** Records what was folded, or where the folder was archived the consolidated migration, as applied; and nothing newer. */
export async function trackApplied(db: Database, manifest: Manifest, options: TrackingOptions): Promise<Tracking> {
  const { folded, consolidated, newer } = await migrationsOf(manifest, options)
  const recording =
    consolidated === undefined
      ? { applied: folded, gone: newer }
      : { applied: [consolidated], gone: [...folded, ...newer] }
  const { found, findings } = await writable(db, manifest, { options, state: 'applied' })
  const undone = await recordedOf(db, found, newer)
  return {
    statements: found.flatMap((each) => recordStatements(each, recording)),
    findings: [...findings, ...(undone.length === 0 ? [] : [noLongerApplied(manifest, undone)])],
    expected: found.map((each) => ({ found: each, recording })),
  }
}

/** Takes all of them out of the runner's rows, and with them the way back of an adoption. */
export async function trackRolledBack(db: Database, manifest: Manifest, options: TrackingOptions): Promise<Tracking> {
  const { folded, consolidated, newer } = await migrationsOf(manifest, options)
  const gone = [...folded, ...(consolidated === undefined ? [] : [consolidated]), ...newer]
  const recording: Recording = { applied: [], gone }
  const { found, findings } = await writable(db, manifest, { options, state: 'rolled back' })
  const undone = await recordedOf(db, found, newer)
  const statements: string[] = []
  for (const each of found) {
    statements.push(...recordStatements(each, recording))
    const saved = await readSaved(db, each)
    if (saved?.line === manifest.line) statements.push(`DROP TABLE ${savedTable(each).sql}`)
  }
  return {
    statements,
    findings: [...findings, ...(undone.length === 0 ? [] : [noLongerApplied(manifest, undone)])],
    expected: found.map((each) => ({ found: each, recording })),
  }
}

/** Those of these migrations that the rows name. */
async function recordedOf(
  db: Database,
  found: readonly FoundRecords[],
  migrations: readonly Recordable[],
): Promise<string[]> {
  const named = new Set<string>()
  for (const each of migrations.length === 0 ? [] : found) {
    const { ids } = await readRecorded(db, each)
    const names = new Set(migrations.map((migration) => each.records.recordedAs(migration)))
    for (const id of ids) if (names.has(id)) named.add(id)
  }
  return [...named]
}

/** Runs the statements. Throws PgfoldError `not-recorded` (exit code 1) where the rows are not what they should have become. */
export async function writeTracking(db: Database, { statements, expected }: Tracking): Promise<void> {
  for (const statement of statements) await db.execute(statement)
  for (const { found, recording } of expected) {
    const { ids } = await readRecorded(db, found)
    const wrong = wrongIds(found, recording, new Set(ids))
    if (wrong.length > 0) throw notRecorded(found.table, wrong)
  }
}

function wrongIds({ records }: FoundRecords, { applied, gone }: Recording, ids: ReadonlySet<string>): string[] {
  const nameOf = (each: Recordable): string => records.recordedAs(each)
  const names = records.single === undefined ? applied.map(nameOf) : singleId(records, applied)
  const kept = new Set(names)
  const missing = names.filter((name) => !ids.has(name)).map((name) => `missing: ${name}`)
  const left = gone.map(nameOf).filter((name) => ids.has(name) && !kept.has(name))
  return records.single === 'position' ? missing : [...missing, ...left.map((name) => `still there: ${name}`)]
}

function singleId(records: Records, applied: readonly Recordable[]): string[] {
  if (records.single === 'position') return [String(applied.length)]
  return applied.slice(-1).map((each) => records.recordedAs(each))
}

type State = 'applied' | 'rolled back'

interface Migrations {
  readonly folded: readonly Recordable[]
  /** Where it stands in the folder in the place of the folded ones. */
  readonly consolidated?: Recordable
  /** Those of the folder behind the line. */
  readonly newer: readonly Recordable[]
}

async function migrationsOf(manifest: Manifest, { folder }: TrackingOptions): Promise<Migrations> {
  if (folder === undefined) return { folded: foldedIn(manifest), newer: [] }
  if (await isArchived(manifest, folder.archived)) return readArchivedFolder(manifest, folder)
  return { folded: foldedIn(manifest), newer: await readNewer(manifest, folder) }
}

interface Wanted {
  readonly options: TrackingOptions
  readonly state: State
}

/** The runner's table here, where rows can be written in it. */
async function writable(
  db: Database,
  manifest: Manifest,
  { options, state }: Wanted,
): Promise<{ readonly found: readonly FoundRecords[]; readonly findings: readonly Finding[] }> {
  const layout = layouts.find(({ name }) => name === manifest.layout)
  if (layout === undefined)
    return { found: [], findings: manifest.layout === 'database' ? [] : [notTracked(manifest, state)] }
  const { records = [] } = withTrackingTable(layout, givenOr(options.trackingTable, manifest))
  const forms = records.filter(({ newRow }) => newRow !== undefined)
  if (forms.length === 0) return { found: [], findings: [notTracked(manifest, state)] }
  const there = await findRecords(db, forms, manifest)
  if (there === undefined) return { found: [], findings: [notTracked(manifest, state, forms)] }
  const named = await withEnding(db, there)
  const missing = state === 'applied' ? await missingIn(db, named, manifest) : []
  return missing.length === 0
    ? { found: [named], findings: [] }
    : { found: [], findings: [notWritable(named, missing)] }
}

/** What a new row would lack: columns that have to have a value, for which neither the table nor the layout has one. */
async function missingIn(
  db: Database,
  { records, table, path, ending }: FoundRecords,
  { sources }: Manifest,
): Promise<string[]> {
  if (path !== undefined) {
    const rows = await db.query(`select from ${table} limit 1`)
    return rows.length === 1 ? [] : ['all of its columns']
  }
  // Run as it is, or compiled: nothing but a row that is there tells.
  const isCompiled = sources.some(({ files }) => /\.[cm]?ts$/u.test(files[0]?.path ?? ''))
  if (records.suffix !== undefined && ending === undefined && isCompiled)
    return ['the ending of the names (.ts or .js)']
  const any: Recordable = { id: '0', name: '', path: '' }
  const known = new Set([records.id, ...Object.keys({ ...records.newRow?.(any, table), ...records.row?.(any) })])
  const required = await db.query<{ name: string }>(
    `select attname::pg_catalog.text as name from pg_catalog.pg_attribute
     where attrelid = pg_catalog.to_regclass($1) and attnum > 0 and not attisdropped
       and attnotnull and not atthasdef and attidentity = ''
     order by attnum`,
    [table],
  )
  return required.map(({ name }) => name).filter((name) => !known.has(name))
}

const advice: Readonly<Record<string, (line: string) => string>> = {
  hasura: (line) =>
    `where Hasura keeps its state elsewhere, run: hasura migrate apply --version ${line} --skip-execution`,
  command: () => 'tell it that its migrations are applied before it runs',
  numbered: (line) => `tell your runner that what was folded up to ${line} is applied before it runs`,
}

function notTracked({ layout, line }: Manifest, state: State, forms?: readonly Records[]): Finding {
  const why =
    forms === undefined
      ? layout !== 'command'
        ? `pgfold does not write the records of the runner ${layout}`
        : 'nothing is known of the runner that the command started'
      : `no tracking table of the layout ${layout} is in this database`
  const next =
    state === 'applied'
      ? (advice[layout]?.(line) ?? `tell it that ${line} is applied before it runs`)
      : forms === undefined
        ? 'take the folded migrations out of them before it runs'
        : undefined
  return {
    code: 'no-tracking-table',
    severity: 'warning',
    subject: layout,
    message: `${why}, so nothing is recorded${next === undefined ? '' : `; ${next}`}`,
  }
}

function noLongerApplied({ layout }: Manifest, names: readonly string[]): Finding {
  const message = `${names.join(', ')}: newer than what was folded, and recorded as applied: they are no longer, since what they changed of the consolidated schema is gone; what they made beside it is still there`
  return { code: 'newer-no-longer-applied', severity: 'warning', subject: layout, message }
}

function notWritable({ table }: FoundRecords, missing: readonly string[]): Finding {
  const message = `a new row needs a value for ${missing.join(', ')}, which only its runner knows, so nothing is recorded; tell the runner what is applied before it runs`
  return { code: 'not-recorded', severity: 'warning', subject: table, message }
}
