// Use case: the whole cutover on copies, before anything is touched. The folder is copied and archived there; a database
// is built by one migration after the other, as the runner would have left it behind each of them, and adopted or refused;
// so is a backup of the live one. What is not as it has to be is told before it can happen in earnest.
import { basename } from 'node:path'
import { recordablesOf } from '../cutover/archived-folder.ts'
import { PgfoldError } from '../errors.ts'
import { isInCode, layoutNamed } from '../layouts/choose-layout.ts'
import { count } from '../model/count.ts'
import type { Finding } from '../model/finding.ts'
import type { Rehearsal, RehearsalResult } from '../model/rehearsal.ts'
import type { ScratchDatabase } from '../server/database.ts'
import { urlOf } from '../server/database-environment.ts'
import { restoreBackup, restoreLive } from './rehearsal-backup.ts'
import { canBeRehearsed, databaseByCommand, growDatabase, trackedDatabase } from './rehearsal-databases.ts'
import { withStage } from './rehearsal-stage.ts'
import type { RehearseOptions, Stage } from './rehearsal-stage.ts'
import { rehearseAdoption, rehearseCreation, told } from './rehearse-cutover.ts'
import type { Ending } from './rehearse-cutover.ts'

/**
 * Rehearses. How each database ended is in the answer; throws PgfoldError where it cannot begin: `cannot-adopt` and
 * `needs-command` where there is nothing to rehearse with, what `archive` throws of the copied folder, and what replaying
 * the history throws.
 */
export async function rehearse(options: RehearseOptions): Promise<RehearsalResult> {
  const started = performance.now()
  return withStage(options, async (stage) => {
    const why = whyNoPrefix(stage)
    const backups = [options.backupFile, options.from].filter((one) => one !== undefined)
    if (why !== undefined && backups.length === 0) throw nothingToRehearse(stage, why)
    const rehearsals = [...(why === undefined ? await rehearseHistory(stage) : []), ...(await rehearseBackups(stage))]
    const { manifest } = stage.schema
    return {
      command: 'rehearse',
      done: rehearsals.every(isGood),
      layout: manifest.layout,
      line: manifest.line,
      server: stage.server.label,
      rehearsals,
      findings: [...stage.findings, ...(why === undefined ? [] : [notRehearsed(manifest.layout, why)])],
      seconds: (performance.now() - started) / 1000,
    }
  })
}

/** A backup has to be adopted; a prefix may be refused, where that is how it has to end. */
function isGood({ outcome, migrations }: Rehearsal): boolean {
  return migrations === null ? outcome === 'adopted' || outcome === 'nothing-to-do' : outcome !== 'failed'
}

/** Why no database can be built of the history as its runner would leave it; undefined where one can. */
function whyNoPrefix({ schema: { manifest }, options, history, wasArchived }: Stage): string | undefined {
  const layout = layoutNamed(manifest.layout)
  if (layout.records?.some(canBeRehearsed) !== true) return `pgfold does not write the records of ${manifest.layout}`
  if (!isInCode(layout)) return undefined
  if (options.run === undefined) return 'the migrations are code, and no command was given that runs them (--run)'
  if (wasArchived) return 'the command runs the folder as it is, which is archived already'
  return recordablesOf(history).at(-1)?.id === manifest.line
    ? undefined
    : 'the command runs the folder as it is, with newer migrations that are not folded'
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
    message: `no prefix of the history was built: ${why}`,
  }
}

async function rehearseHistory(stage: Stage): Promise<Rehearsal[]> {
  const empty = await trackedDatabase(stage)
  const creation = await timed(stage, { name: 'an empty database', migrations: 0, last: null }, () =>
    rehearseCreation(stage.site, urlOf(empty.address)),
  )
  await empty.drop()
  const { layout } = stage.schema.manifest
  return [creation, ...(isInCode(layoutNamed(layout)) ? [await whole(stage)] : await prefixes(stage))]
}

/** What the command builds of all migrations. */
async function whole(stage: Stage): Promise<Rehearsal> {
  const migrations = recordablesOf(stage.history)
  const database = await databaseByCommand(stage)
  const name = `all ${count(migrations.length, 'migration')}, run by the command`
  const named = { name, migrations: migrations.length, last: migrations.at(-1)?.id ?? null }
  return timed(stage, named, () => rehearseAdoption(stage.site, urlOf(database.address), { refusal: null }))
}

async function prefixes(stage: Stage): Promise<Rehearsal[]> {
  const { history, site, schema } = stage
  const migrations = recordablesOf(history)
  const folded = migrations.findIndex(({ id }) => id === schema.manifest.line) + 1
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
