// Use case: the migration folder switched over to the consolidated migration. The folded migrations move to
// the archive, byte for byte; the runner finds one migration in their place, under the id of the newest.
import { join, relative, resolve } from 'node:path'
import type { ArchiveManifest } from '../cutover/archive-manifest.ts'
import { readArchives } from '../cutover/archive-manifest.ts'
import { planArchive } from '../cutover/archive-plan.ts'
import { runArchive } from '../cutover/archive-steps.ts'
import { readConsolidatedSchema } from '../cutover/consolidated-schema.ts'
import { withFolderLock } from '../cutover/folder-lock.ts'
import { PgfoldError } from '../errors.ts'
import { layoutNamed } from '../layouts/choose-layout.ts'
import { shownPath } from '../layouts/files.ts'
import { readHistory } from '../layouts/read-history.ts'
import type { ArchiveResult } from '../model/cutover.ts'
import type { Finding } from '../model/finding.ts'
import type { Manifest } from '../model/manifest.ts'
import type { Progress } from '../model/progress.ts'

export interface ArchiveOptions {
  /** Folder of the migrations. */
  readonly migrations: string
  /** Folder of the archives, one for each line. */
  readonly archived: string
  /** Folder of the consolidated schema. */
  readonly consolidated: string
  /** As in `readHistory`; the manifest's layout without it. */
  readonly layout?: string
  readonly placeholders?: Readonly<Record<string, string>>
  readonly dryRun?: boolean
  /** A copy of folders of which `requireApart` was asked already. */
  readonly isCopy?: true
  readonly progress?: Progress
}

/**
 * Archives the folded migrations, or finishes what a killed run had begun. Throws PgfoldError (exit code 1, nothing
 * changed) `history-changed`, `already-archived`, `output-exists`, `symbolic-link`, `edited-by-hand`,
 * `restore-unfinished`, `locked`; `archive-among-migrations`, and those of `readHistory`.
 */
export async function archive(options: ArchiveOptions): Promise<ArchiveResult> {
  if (options.isCopy !== true) requireApart(options)
  const work = (): Promise<ArchiveResult> => archiveUnderLock(options)
  return options.dryRun === true ? work() : withFolderLock(options.archived, work)
}

/** The runner, and pgfold, would read the archived migrations as their own. (All lies in the folder where pgfold runs.) */
export function requireApart({ archived, migrations }: Pick<ArchiveOptions, 'archived' | 'migrations'>): void {
  if (resolve(migrations) === process.cwd()) return
  if (/^\.\.(?:[/\\]|$)/u.test(relative(migrations, archived))) return
  throw new PgfoldError('archive-among-migrations', `${archived} is in the folder of the migrations`, {
    hint: 'Name another folder for the archive with --archived DIR.',
  })
}

/** What is archived, and what `archive` would move. Reads only. */
export async function listArchives(options: ArchiveOptions): Promise<ArchiveResult> {
  const { complete, unfinished } = await readArchives(options.archived)
  const archives = complete.map(({ manifest }) => manifest.line)
  const schema = await readConsolidatedSchema(options.consolidated)
  const { line } = schema.manifest
  const result: ArchiveResult = {
    command: 'archive list',
    done: false,
    line,
    resumed: false,
    moved: [],
    consolidated: [],
    kept: [],
    archives,
    findings: unfinished === undefined ? [] : [unfinishedFinding(unfinished.folder, unfinished.journal.action)],
  }
  if (archives.includes(line) || unfinished !== undefined) return result
  return { ...result, ...(await planned(options)).result }
}

async function archiveUnderLock(options: ArchiveOptions): Promise<ArchiveResult> {
  const progress = options.progress ?? (() => undefined)
  const { complete, unfinished } = await readArchives(options.archived)
  const archives = complete.map(({ manifest }) => manifest.line)
  const common = { command: 'archive', done: options.dryRun !== true, findings: [] } as const
  if (unfinished !== undefined) {
    const { folder, journal } = unfinished
    if (journal.action === 'restore') throw restoreUnfinished(folder)
    if (common.done) await runArchive(folder, journal, progress)
    const findings = tellRunner(journal.manifest)
    return { ...common, ...movesOf(folder, journal.manifest), findings, resumed: true, kept: [], archives }
  }
  const { folder, journal, result } = await planned(options)
  if (archives.includes(journal.manifest.line)) throw alreadyArchived(folder)
  if (common.done) await runArchive(folder, journal, progress)
  return { ...common, ...result, resumed: false, archives }
}

async function planned(options: ArchiveOptions) {
  const { migrations, archived, consolidated, layout, placeholders } = options
  const schema = await readConsolidatedSchema(consolidated)
  refuseNothingToMove(consolidated, schema.manifest)
  const folder = join(archived, folderName(schema.manifest.line))
  const history = await readHistory(migrations, {
    layout: layout ?? schema.manifest.layout,
    allowGaps: true,
    isRun: true,
    ...(placeholders === undefined ? {} : { placeholders }),
  })
  if ((await readArchives(archived)).complete.some(({ manifest }) => manifest.line === schema.manifest.line)) {
    throw alreadyArchived(folder)
  }
  const { journal, kept } = await planArchive({ schema, history }, folder)
  const findings = tellRunner(journal.manifest)
  return { folder, journal, result: { ...movesOf(folder, journal.manifest), kept, findings } }
}

function tellRunner({ layout, line }: ArchiveManifest): Finding[] {
  const { whereApplied, records } = layoutNamed(layout)
  const advice = whereApplied?.(line)
  if (advice === undefined) return []
  return [
    {
      code: 'tell-runner',
      severity: 'warning',
      subject: layout,
      message: `on each database that ran the folded migrations, before its runner runs again: ${records === undefined ? '' : 'run pgfold adopt, or '}${advice}`,
    },
  ]
}

/** An id may hold what a file name may not (`author:1`, `orders/add`). */
function folderName(line: string): string {
  return line.replaceAll(/[/\\:*?"<>|]/gu, '_')
}

/** What an archive's manifest says of its files, as results show it. */
export function movesOf(folder: string, { root, line, files, written }: ArchiveManifest) {
  const original = (path: string): string => shownPath(resolve(folder, root, path))
  return {
    line,
    moved: files.map(({ path, archived, sha256 }) => ({ from: original(path), to: join(folder, archived), sha256 })),
    consolidated: written.map(({ path }) => original(path)),
  }
}

function refuseNothingToMove(consolidated: string, { layout, command, database }: Manifest): void {
  if (layout !== 'command' && database === undefined) return
  const from = command === undefined ? `from the live database ${database}` : 'from what a command built'
  throw new PgfoldError('nothing-to-archive', `${consolidated} was folded ${from}, not from migrations`, {
    hint:
      command === undefined
        ? 'Fold the migrations with pgfold consolidate first.'
        : "Where its migrations are those of knex, kysely, umzug or TypeORM, fold with their folder: pgfold consolidate FOLDER --run 'CMD'. Else put up.sql into a migration of the runner by hand, and tell the runner that it is applied wherever it is.",
    exitCode: 1,
  })
}

function unfinishedFinding(folder: string, action: string) {
  const message = `${folder} is half-way: a run of pgfold ${action} was stopped; run it again to finish, or pgfold restore to undo it`
  return { code: 'unfinished', severity: 'warning', subject: folder, message } as const
}

function restoreUnfinished(folder: string): PgfoldError {
  return new PgfoldError('restore-unfinished', `A run of pgfold restore was stopped half-way in ${folder}`, {
    hint: 'Run pgfold restore again: it finishes.',
    exitCode: 1,
  })
}

function alreadyArchived(folder: string): PgfoldError {
  return new PgfoldError('already-archived', `The folded migrations are archived already in ${folder}`, {
    hint: 'Run pgfold archive list to see the archives, or pgfold restore to put them back.',
    exitCode: 1,
  })
}
