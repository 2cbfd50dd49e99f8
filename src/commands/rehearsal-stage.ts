// Where a rehearsal takes place: copies of the folders, archived there, a scratch server of the version that suits, and a
// folder of this run alone, which goes with it however it ends.
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { isArchived } from '../cutover/archived-folder.ts'
import { readConsolidatedSchema } from '../cutover/consolidated-schema.ts'
import type { ConsolidatedSchema } from '../cutover/consolidated-schema.ts'
import { copyCode } from '../cutover/copied-code.ts'
import type { CodeProject } from '../cutover/copied-code.ts'
import { copyProject } from '../cutover/copied-project.ts'
import type { ProjectFolders } from '../cutover/copied-project.ts'
import { PgfoldError } from '../errors.ts'
import type { History } from '../history/migration.ts'
import { isInCode, layoutNamed } from '../layouts/choose-layout.ts'
import { notReadable } from '../layouts/files.ts'
import { readHistory } from '../layouts/read-history.ts'
import type { Finding } from '../model/finding.ts'
import type { Rehearsal } from '../model/rehearsal.ts'
import type { ScratchServer } from '../server/database.ts'
import { removeOnExit } from '../server/on-exit.ts'
import { createRunFolder, removeRunFolder } from '../server/run-folder.ts'
import { createRunContext } from '../sources/run-context.ts'
import type { AdoptOptions } from './adopt.ts'
import { archive, requireApart } from './archive.ts'
import { withLiveDatabase } from './live-change.ts'
import { asGiven } from './rehearsal-paths.ts'
import type { Site } from './rehearse-cutover.ts'
import { restore } from './restore.ts'

export interface RehearseOptions extends Omit<AdoptOptions, 'db' | 'dryRun' | 'compare' | 'tenant'> {
  /** A backup of the live database: what pg_dump wrote, as SQL or as an archive for pg_restore. */
  readonly backupFile?: string
  /** URL of a live database, or its name on the configured server: a backup is taken from it. It is only read. */
  readonly from?: string
  /** Told of each rehearsal when it has ended. */
  readonly onRehearsal?: (rehearsal: Rehearsal) => void
}

export interface Stage {
  readonly schema: ConsolidatedSchema
  readonly options: RehearseOptions
  /** A folder of our own. */
  readonly folder: string
  readonly server: ScratchServer
  /** The history as it is before `archive`. */
  readonly history: History
  /** The folder itself is archived already; in the copy it was restored first. */
  readonly wasArchived: boolean
  /** Where the command of migrations in code can be run on some of them, or why not. */
  readonly growing: CodeProject | NotCopied
  readonly prelude: readonly History[]
  readonly site: Site
  /** What `archive` found. */
  readonly findings: readonly Finding[]
}

/** Runs `work` on a stage, and leaves nothing of it. Throws what `archive`, `restore` and reading the folder throw. */
export async function withStage<Result>(
  options: RehearseOptions,
  work: (stage: Stage) => Promise<Result>,
): Promise<Result> {
  const schema = await readConsolidatedSchema(options.consolidated)
  refuseWithoutHistory(schema)
  requireApart(options)
  await requireFolder(options.migrations)
  const folder = await createRunFolder(undefined)
  const remove = (): void => removeRunFolder(folder)
  const forget = removeOnExit({ end: () => Promise.resolve(remove()), endAtOnce: remove })
  const context = createRunContext(options)
  try {
    context.preferVersion(await versionWanted(schema, options))
    options.progress?.('archiving a copy of the folder')
    const start = { schema, options, folder }
    const code = await copyOfCode(start)
    const copy = 'problem' in code ? await copyProject(options, folder) : code
    try {
      return await work({ ...(await setStage(start, { code, copy })), server: await context.scratch() })
    } catch (error) {
      throw asGiven(error, copy, options)
    }
  } finally {
    await context.close().finally(() => {
      remove()
      forget()
    })
  }
}

function refuseWithoutHistory({ folder, manifest: { sources } }: ConsolidatedSchema): void {
  if (sources.length > 0) return
  throw new PgfoldError(
    'cannot-adopt',
    `${folder} was not folded from a folder of migrations: there is nothing to rehearse`,
    {
      hint: 'Fold the migrations with pgfold consolidate, those in code with their folder and --run.',
      exitCode: 1,
    },
  )
}

/** What is read later is a copy, at a path that nobody has named. */
async function requireFolder(migrations: string): Promise<void> {
  try {
    await readdir(migrations)
  } catch (error) {
    const { message, hint = '' } = notReadable(migrations, error)
    throw new PgfoldError('not-readable', message, {
      hint: `${hint} Name the folder of the migrations with --migrations DIR.`,
      cause: error,
    })
  }
}

/** That of the live database, else that of the server on which the schema was proved. */
async function versionWanted({ manifest }: ConsolidatedSchema, { from, env }: RehearseOptions): Promise<number> {
  if (from === undefined) return manifest.serverVersion
  return withLiveDatabase({ env, db: from }, ({ serverVersion }) => Promise.resolve(serverVersion))
}

/** Why the project is not there a second time. */
interface NotCopied {
  readonly problem: string
}

type Start = Pick<Stage, 'schema' | 'options' | 'folder'>

interface Copied {
  readonly code: CodeProject | NotCopied
  readonly copy: ProjectFolders & Partial<Pick<CodeProject, 'cwd'>>
}

async function setStage(start: Start, { code, copy }: Copied): Promise<Omit<Stage, 'server'>> {
  const { schema, options, folder } = start
  const { layout = schema.manifest.layout, placeholders, consolidated } = options
  const wasArchived = await isArchived(schema.manifest, copy.archived)
  if (wasArchived) await restore({ archived: copy.archived })
  const growing = 'problem' in code ? code : await copyCode(code, join(folder, 'growing'))
  const reading = { layout, allowGaps: true, isRun: true, ...(placeholders === undefined ? {} : { placeholders }) }
  const history = await readHistory(copy.migrations, reading)
  const { findings } = await archive({ ...copy, ...reading, consolidated, isCopy: true })
  return {
    ...start,
    history,
    wasArchived,
    growing,
    prelude: await Promise.all((options.prelude ?? []).map((file) => readHistory(file))),
    site: { schema, options: adoptingOptions(options, { ...copy, layout }), backups: join(folder, 'backups') },
    findings: findings.filter(({ code: name }) => name !== 'tell-runner'),
  }
}

/** With everything that its command reads. */
async function copyOfCode({ schema: { manifest }, options, folder }: Start): Promise<CodeProject | NotCopied> {
  const { run, migrations, archived, cwd = process.cwd() } = options
  if (!isInCode(layoutNamed(manifest.layout))) return { problem: 'the migrations are SQL, which is replayed' }
  if (run === undefined) return { problem: 'the migrations are code, and no command was given that runs them (--run)' }
  return copyCode({ migrations, archived, cwd }, join(folder, 'code'))
}

/** What adopt is given: the copies, and only addresses that are URLs. */
function adoptingOptions(
  { consolidated, lockTimeout, placeholders, prelude, ignore, scratch, trackingTable, run, onOutput }: RehearseOptions,
  copy: Pick<AdoptOptions, 'migrations' | 'archived' | 'cwd'> & { readonly layout: string },
): Site['options'] {
  return {
    ...copy,
    env: {},
    consolidated,
    lockTimeout,
    ...(placeholders === undefined ? {} : { placeholders }),
    ...(prelude === undefined ? {} : { prelude }),
    ...(ignore === undefined ? {} : { ignore }),
    ...(scratch === undefined ? {} : { scratch }),
    ...(trackingTable === undefined ? {} : { trackingTable }),
    ...(run === undefined ? {} : { run }),
    ...(onOutput === undefined ? {} : { onOutput }),
  }
}
