// Use case: the whole cutover on copies, before anything is touched. The folder is copied and archived there; a database
// is built by one migration after the other, as the runner would have left it behind each of them, and adopted or refused;
// so is a backup of the live one. The archived folder builds a database of its own. What is not as it has to be is told
// before it can happen in earnest.
import { basename } from 'node:path'
import { recordablesOf } from '../cutover/archived-folder.ts'
import { PgfoldError } from '../errors.ts'
import { isInCode, layoutNamed } from '../layouts/choose-layout.ts'
import { count } from '../model/count.ts'
import type { Finding } from '../model/finding.ts'
import type { Rehearsal, RehearsalResult } from '../model/rehearsal.ts'
import type { ScratchDatabase } from '../server/database.ts'
import { urlOf } from '../server/database-environment.ts'
import { requireBackup, restoreBackup, restoreLive } from './rehearsal-backup.ts'
import { databaseByCommand, growByCommand } from './rehearsal-code.ts'
import { canBeRehearsed, growDatabase, trackedDatabase } from './rehearsal-databases.ts'
import { rehearseFolder } from './rehearsal-folder.ts'
import { withStage } from './rehearsal-stage.ts'
import type { RehearseOptions, Stage } from './rehearsal-stage.ts'
import { endingOf, rehearseAdoption, rehearseCreation, told } from './rehearse-cutover.ts'
import type { Ending } from './rehearse-cutover.ts'

/**
 * Rehearses. How each database ended is in the answer; throws PgfoldError where it cannot begin: `not-readable` of the
 * backup's file and of the folder, `cannot-adopt` and `needs-command` where there is nothing to rehearse with, what `archive` throws of the copied folder, and what replaying
 * the history throws.
 */
export async function rehearse(options: RehearseOptions): Promise<RehearsalResult> {
  const started = performance.now()
  if (options.backupFile !== undefined) await requireBackup(options.backupFile)
  return withStage(options, async (stage) => {
    const backups = [options.backupFile, options.from].filter((one) => one !== undefined)
    const why = whyNoPrefix(stage)
    if (why !== undefined && backups.length === 0) throw nothingToRehearse(stage, why)
    const history = why === undefined ? await rehearseHistory(stage) : { rehearsals: [], why }
    const rehearsals = [...history.rehearsals, ...(await rehearseBackups(stage))]
    const { manifest } = stage.schema
    return {
      command: 'rehearse',
      done: rehearsals.every(isGood),
      layout: manifest.layout,
      line: manifest.line,
      server: stage.server.label,
      rehearsals,
      findings: [...stage.findings, ...(history.why === undefined ? [] : [notRehearsed(manifest.layout, history.why)])],
      seconds: (performance.now() - started) / 1000,
    }
  })
}

/** A backup has to be adopted; a prefix may be refused, where that is how it has to end. */
function isGood({ outcome, migrations }: Rehearsal): boolean {
  return migrations === null ? outcome === 'adopted' || outcome === 'nothing-to-do' : outcome !== 'failed'
}

/** Why no database can be built of the history as its runner would leave it; undefined where one can. */
function whyNoPrefix({ schema: { manifest }, options }: Stage): string | undefined {
  const layout = layoutNamed(manifest.layout)
  if (layout.records?.some(canBeRehearsed) !== true) return `pgfold does not write the records of ${manifest.layout}`
  return isInCode(layout) && options.run === undefined
    ? 'the migrations are code, and no command was given that runs them (--run)'
    : undefined
}

function nothingToRehearse({ schema: { manifest } }: Stage, why: string): PgfoldError {
  const inCode = isInCode(layoutNamed(manifest.layout))
  return new PgfoldError(inCode ? 'needs-command' : 'cannot-adopt', `There is nothing to rehearse with: ${why}`, {
    hint: `${inCode ? "Give the command with --run 'CMD', or a" : 'Give a'} backup of the live database with --from URL or --backup FILE.`,
    exitCode: 1,
  })
}

function notRehearsed(layout: string, why: string): Finding {
  return {
    code: 'not-rehearsed',
    severity: 'warning',
    subject: layout,
    message: `neither every prefix of the history nor the archived folder was built: ${why}`,
  }
}

interface OfHistory {
  readonly rehearsals: readonly Rehearsal[]
  /** Why not of every prefix. */
  readonly why?: string
}

async function rehearseHistory(stage: Stage): Promise<OfHistory> {
  const empty = await trackedDatabase(stage)
  const creation = await timed(stage, { name: 'an empty database', migrations: 0, last: null }, () =>
    rehearseCreation(stage.site, urlOf(empty.address)),
  )
  await empty.drop()
  const inCode = isInCode(layoutNamed(stage.schema.manifest.layout))
  const { rehearsals, ...rest } = inCode ? await historyOfCode(stage) : { rehearsals: await historyOfSql(stage) }
  return { rehearsals: [creation, ...rehearsals], ...rest }
}

async function historyOfCode(stage: Stage): Promise<OfHistory> {
  const { growing, options, schema } = stage
  if ('problem' in growing) return { rehearsals: await whole(stage), why: growing.problem }
  const rehearsals: Rehearsal[] = []
  try {
    const isCopy = await growByCommand(stage, growing, async (database, applied) => {
      rehearsals.push(await rehearsePrefix(stage, database, applied))
    })
    if (isCopy) return { rehearsals: [...rehearsals, await archivedFolder(stage)] }
    const why = `the command runs ${schema.manifest.history} wherever it is run, and not the copy of it: leave out of it what leads there`
    return { rehearsals: await whole(stage), why }
  } catch (error) {
    const ended = { ...namedPrefix(stage, rehearsals.length + 1), ...endingOf(error), seconds: 0 }
    options.onRehearsal?.(ended)
    return { rehearsals: [...rehearsals, ended] }
  }
}

/** What the command builds of all migrations, where it can be held against something. */
async function whole(stage: Stage): Promise<Rehearsal[]> {
  const { history, schema, wasArchived } = stage
  const migrations = recordablesOf(history)
  if (wasArchived || migrations.at(-1)?.id !== schema.manifest.line) return []
  const name = `all ${count(migrations.length, 'migration')}, run by the command`
  const named = { name, migrations: migrations.length, last: migrations.at(-1)?.id ?? null }
  return [
    await timed(stage, named, () =>
      told(async () =>
        rehearseAdoption(stage.site, urlOf((await databaseByCommand(stage, stage.options.cwd)).address), {
          refusal: null,
        }),
      ),
    ),
  ]
}

async function historyOfSql(stage: Stage): Promise<Rehearsal[]> {
  const results: Rehearsal[] = []
  await growDatabase(stage, async (database, applied) => {
    results.push(await rehearsePrefix(stage, database, applied))
  })
  return [...results, await archivedFolder(stage)]
}

function archivedFolder(stage: Stage): Promise<Rehearsal> {
  const migrations = recordablesOf(stage.history)
  const name = 'the archived folder on an empty database'
  const named = { name, migrations: migrations.length, last: migrations.at(-1)?.id ?? null }
  return timed(stage, named, () => rehearseFolder(stage))
}

function rehearsePrefix(stage: Stage, database: ScratchDatabase, applied: number): Promise<Rehearsal> {
  const expected = { refusal: refusalBehind(applied, stage) }
  const run = (): Promise<Ending> => rehearseAdoption(stage.site, urlOf(database.address), expected)
  return timed(stage, namedPrefix(stage, applied), run)
}

function namedPrefix({ history }: Stage, applied: number): Named {
  const migrations = recordablesOf(history)
  const name = `${applied} of ${count(migrations.length, 'migration')}`
  return { name, migrations: applied, last: migrations[applied - 1]?.id ?? null }
}

/** Code cannot be run up to a migration: a database past the line has to have all that the folder holds. */
function refusalBehind(applied: number, { history, schema: { manifest } }: Stage): string | null {
  const migrations = recordablesOf(history)
  const folded = migrations.findIndex(({ id }) => id === manifest.line) + 1
  if (applied < folded) return applied === 0 ? 'fresh' : 'behind'
  const isPart = applied > folded && applied < migrations.length
  return isPart && isInCode(layoutNamed(manifest.layout)) ? 'newer-not-applied' : null
}

async function rehearseBackups(stage: Stage): Promise<Rehearsal[]> {
  const { backupFile: file, from } = stage.options
  const restored = async (name: string, make: () => Promise<ScratchDatabase>): Promise<Rehearsal> =>
    timed(stage, { name, migrations: null, last: null }, () =>
      told(async () => rehearseAdoption(stage.site, urlOf((await make()).address))),
    )
  return [
    ...(file === undefined ? [] : [await restored(`the backup ${basename(file)}`, () => restoreBackup(file, stage))]),
    ...(from === undefined ? [] : [await restored('a backup of the live database', () => restoreLive(from, stage))]),
  ]
}

type Named = Pick<Rehearsal, 'name' | 'migrations' | 'last'>

async function timed({ options }: Stage, named: Named, work: () => Promise<Ending>): Promise<Rehearsal> {
  options.progress?.(`rehearsing with ${named.name}`)
  const started = performance.now()
  const rehearsal = { ...named, ...(await work()), seconds: (performance.now() - started) / 1000 }
  options.onRehearsal?.(rehearsal)
  return rehearsal
}
