// Databases of migrations in code, as their own command leaves them: it is run on a copy of the project that holds one
// migration more each time. Whether it read the copy, its runner's rows say.
import { copyFile, mkdir, rename } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import type { CodeProject } from '../cutover/copied-code.ts'
import { PgfoldError } from '../errors.ts'
import type { History, Migration } from '../history/migration.ts'
import type { ScratchDatabase } from '../server/database.ts'
import { runCommand } from './build-command.ts'
import { withConnection } from './fold-databases.ts'
import { requireRan } from './ran-migrations.ts'
import { untrackedDatabase } from './rehearsal-databases.ts'
import type { Stage } from './rehearsal-stage.ts'

/**
 * One migration after the other on one database; `look` is called behind each, with how many are applied. False where the
 * command does not run the copy, but all migrations of the folder itself; `look` was not called then. Throws what the
 * command and `requireRan` throw.
 */
export async function growByCommand(
  stage: Stage,
  project: CodeProject,
  look: (database: ScratchDatabase, applied: number) => Promise<void>,
): Promise<boolean> {
  const { migrations } = stage.history
  const giveBack = await takeAway(stage, project)
  const database = await untrackedDatabase(stage)
  for (const [index, migration] of migrations.entries()) {
    await giveBack(migration)
    await runOn(database, stage, project.cwd)
    const applied = { ...stage.history, migrations: migrations.slice(0, index + 1) }
    if (!(await hasRun(database, stage, applied))) {
      if (index === 0 && (await hasRun(database, stage, stage.history))) return false
      await requireRanThese(database, stage, applied)
    }
    await look(database, index + 1)
  }
  await database.drop()
  return true
}

/** What the command makes of an empty one where it is run in `cwd`. */
export async function databaseByCommand(stage: Stage, cwd: string | undefined): Promise<ScratchDatabase> {
  const database = await untrackedDatabase(stage)
  await runOn(database, stage, cwd)
  return database
}

async function runOn(database: ScratchDatabase, { options }: Stage, cwd: string | undefined): Promise<void> {
  const { run = '', onOutput = () => undefined } = options
  options.progress?.('running the command')
  await runCommand(run, database, { onOutput, cwd })
}

/** Takes the files of all migrations out of the copy; what is returned puts those of one back. */
async function takeAway(
  { history, site, folder }: Stage,
  { migrations: copy }: CodeProject,
): Promise<(migration: Migration) => Promise<void>> {
  const home = join(copy, relative(site.options.migrations, history.root))
  const waiting = join(folder, 'waiting')
  const files = new Set(history.migrations.flatMap((migration) => migration.files))
  for (const file of files) {
    await mkdir(dirname(join(waiting, file)), { recursive: true })
    await rename(join(home, file), join(waiting, file))
  }
  return async (migration) => {
    for (const file of migration.files) await copyFile(join(waiting, file), join(home, file))
  }
}

async function hasRun(database: ScratchDatabase, stage: Stage, history: History): Promise<boolean> {
  try {
    await requireRanThese(database, stage, history)
    return true
  } catch (error) {
    if (error instanceof PgfoldError && error.code === 'other-migrations') return false
    throw error
  }
}

/** Throws what `requireRan` throws. */
export function requireRanThese(database: ScratchDatabase, { options }: Stage, history: History): Promise<void> {
  return withConnection(database, (db) => requireRan(db, history, options.trackingTable))
}
