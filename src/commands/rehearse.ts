// Use case: the whole cutover on copies, before anything is touched. The folder is copied and archived there; a database
// is built by one migration after the other, as the runner would have left it behind each of them, and adopted or refused;
// so is a backup of the live one. What is not as it has to be is told before it can happen in earnest.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { isArchived, recordablesOf } from '../cutover/archived-folder.ts'
import { readConsolidatedSchema } from '../cutover/consolidated-schema.ts'
import type { ConsolidatedSchema } from '../cutover/consolidated-schema.ts'
import { copyProject } from '../cutover/copied-project.ts'
import type { ProjectFolders } from '../cutover/copied-project.ts'
import { PgfoldError } from '../errors.ts'
import type { History } from '../history/migration.ts'
import { isInCode, layoutNamed } from '../layouts/choose-layout.ts'
import { readHistory } from '../layouts/read-history.ts'
import { count } from '../model/count.ts'
import type { Finding } from '../model/finding.ts'
import type { Rehearsal, RehearsalResult } from '../model/rehearsal.ts'
import type { ScratchServer } from '../server/database.ts'
import { urlOf } from '../server/database-environment.ts'
import { openScratchServer } from '../server/scratch.ts'
import type { AdoptOptions } from './adopt.ts'
import { archive } from './archive.ts'
import { rehearseAdoption, rehearseCreation } from './rehearse-cutover.ts'
import type { Ending, Site } from './rehearse-cutover.ts'
import { databaseByCommand, growDatabase, trackedDatabase } from './rehearsal-databases.ts'
import { restoreBackup, takeBackup } from './rehearsal-backup.ts'
import { restore } from './restore.ts'

export interface RehearseOptions extends Omit<AdoptOptions, 'db' | 'dryRun' | 'compare'> {
  /** A backup of the live database: what pg_dump wrote, as SQL or as an archive for pg_restore. */
  readonly backupFile?: string
  /** URL of a live database, or its name on the configured server: a backup is taken from it. It is only read. */
  readonly from?: string
  /** Told of each rehearsal when it has ended. */
  readonly onRehearsal?: (rehearsal: Rehearsal) => void
}

/**
 * Rehearses. How each database ended is in the answer; throws PgfoldError where it cannot begin: `cannot-adopt` of a runner
 * whose rows pgfold does not write, what `archive` throws of the copied folder, what replaying throws, and of a backup
 * `not-readable`, `no-pg-restore`, `pg-restore-failed`.
 */
export async function rehearse(options: RehearseOptions): Promise<RehearsalResult> {
  const started = performance.now()
  const schema = await readConsolidatedSchema(options.consolidated)
  refuseWithoutRows(schema)
  const folder = await mkdtemp(join(tmpdir(), 'pgfold-rehearsal-')) // mode 0700
  const server = await openScratchServer(options.scratch ?? 'embedded')
  try {
    const stage = await setStage({ schema, options, folder, server })
    const rehearsals = [...(await rehearsePrefixes(stage)), ...(await rehearseBackups(stage))]
    const good = rehearsals.every(({ outcome, migrations }) =>
      migrations === null ? outcome === 'adopted' || outcome === 'nothing-to-do' : outcome !== 'failed',
    )
    return {
      command: 'rehearse',
      done: good,
      layout: schema.manifest.layout,
      line: schema.manifest.line,
      server: server.label,
      rehearsals,
      findings: stage.findings,
      seconds: (performance.now() - started) / 1000,
    }
  } finally {
    await server.close()
    await rm(folder, { recursive: true, force: true })
  }
}

function refuseWithoutRows({ manifest: { layout, sources } }: ConsolidatedSchema): void {
  if (sources.length > 0 && layoutNamed(layout).records?.some(({ newRow }) => newRow !== undefined) === true) return
  throw new PgfoldError(
    'cannot-adopt',
    `pgfold does not write the records of ${layout}, so it cannot rehearse with them`,
    {
      hint: 'See docs/cutover.md for what its runner has to be told.',
      exitCode: 1,
    },
  )
}

interface Start {
  readonly schema: ConsolidatedSchema
  readonly options: RehearseOptions
  /** A folder of our own. */
  readonly folder: string
  readonly server: ScratchServer
}

export interface Stage extends Start {
  /** The history as it is before `archive`. */
  readonly history: History
  readonly prelude: readonly History[]
  readonly site: Site
  readonly findings: readonly Finding[]
}

/** The folders copied, restored where they are archived already, and archived in the copy. */
async function setStage(start: Start): Promise<Stage> {
  const { schema, options, folder } = start
  const { layout = schema.manifest.layout, placeholders, consolidated } = options
  const progress = options.progress ?? (() => undefined)
  progress('archiving a copy of the folder')
  const copy: ProjectFolders = await copyProject(options, folder)
  if (await isArchived(schema.manifest, copy.archived)) await restore({ archived: copy.archived })
  const reading = { layout, allowGaps: true, isRun: true, ...(placeholders === undefined ? {} : { placeholders }) }
  const history = await readHistory(copy.migrations, reading)
  const { findings } = await archive({ ...copy, ...reading, consolidated })
  const { onRehearsal: _, backupFile: __, from: ___, progress: ____, ...adopting } = options
  return {
    ...start,
    history,
    prelude: await Promise.all((options.prelude ?? []).map((file) => readHistory(file))),
    site: { schema, options: { ...adopting, ...copy, env: {}, layout }, backups: join(folder, 'backups') },
    findings: [...findings.filter(({ code }) => code !== 'tell-runner'), ...notRehearsed(options, layout)],
  }
}

/** Migrations in code are run by their runner alone. */
function notRehearsed({ run }: RehearseOptions, layout: string): Finding[] {
  if (run !== undefined || !isInCode(layoutNamed(layout))) return []
  const message =
    'the migrations are code, so that no prefix of them was built: with --run, the command that runs them, the database that it builds is rehearsed'
  return [{ code: 'not-rehearsed', severity: 'warning', subject: layout, message }]
}

async function rehearsePrefixes(stage: Stage): Promise<Rehearsal[]> {
  const { site } = stage
  const empty = await trackedDatabase(stage)
  const url = urlOf(empty.address)
  const results = [
    await timed(stage, { name: 'an empty database', migrations: 0, last: null }, () => rehearseCreation(site, url)),
  ]
  await empty.drop()
  return [...results, ...(isInCode(layoutNamed(stage.history.layout)) ? await whole(stage) : await prefixes(stage))]
}

/** What the command builds of all migrations. */
async function whole(stage: Stage): Promise<Rehearsal[]> {
  const { history, options, site } = stage
  if (options.run === undefined) return []
  const database = await databaseByCommand(stage, options.run)
  const migrations = recordablesOf(history)
  const name = `all ${count(migrations.length, 'migration')}, run by the command`
  const named = { name, migrations: migrations.length, last: migrations.at(-1)?.id ?? null }
  return [await timed(stage, named, () => rehearseAdoption(site, urlOf(database.address), { refusal: null }))]
}

async function prefixes(stage: Stage): Promise<Rehearsal[]> {
  const { history, site } = stage
  const migrations = recordablesOf(history)
  const folded = migrations.findIndex(({ id }) => id === stage.schema.manifest.line) + 1
  const results: Rehearsal[] = []
  await growDatabase(stage, async (database, applied) => {
    const expected = { refusal: applied === 0 ? 'fresh' : applied < folded ? 'behind' : null }
    const name = `${applied} of ${count(migrations.length, 'migration')}`
    const last = migrations[applied - 1]?.id ?? null
    const run = (): Promise<Ending> => rehearseAdoption(site, urlOf(database.address), expected)
    results.push(await timed(stage, { name, migrations: applied, last }, run))
  })
  return results
}

async function rehearseBackups(stage: Stage): Promise<Rehearsal[]> {
  const { options, site, folder } = stage
  const { backupFile: file, from } = options
  const files = [
    ...(file === undefined ? [] : [{ file, name: `the backup ${basename(file)}` }]),
    ...(from === undefined ? [] : [{ file: await takeBackup(from, stage), name: 'a backup of the live database' }]),
  ]
  const results: Rehearsal[] = []
  for (const { file: backup, name } of files) {
    const database = await restoreBackup(backup, { folder, server: stage.server, progress: options.progress })
    results.push(
      await timed(stage, { name, migrations: null, last: null }, () => rehearseAdoption(site, urlOf(database.address))),
    )
  }
  return results
}

type Named = Pick<Rehearsal, 'name' | 'migrations' | 'last'>

async function timed({ options }: Stage, named: Named, work: () => Promise<Ending>): Promise<Rehearsal> {
  options.progress?.(`rehearsing with ${named.name}`)
  const started = performance.now()
  const rehearsal = { ...named, ...(await work()), seconds: (performance.now() - started) / 1000 }
  options.onRehearsal?.(rehearsal)
  return rehearsal
}
