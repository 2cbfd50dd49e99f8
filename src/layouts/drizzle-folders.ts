// The folder of Drizzle from version 1 on: `<14 digits>_<name>/migration.sql` beside `snapshot.json`, in the order of
// the names, which the migrator records; what is not recorded, it runs.
import { PgfoldError } from '../errors.ts'
import type { History } from '../history/migration.ts'
import { withBreakpoints, withoutBreakpoints } from './breakpoints.ts'
import { asFirstSnapshot } from './drizzle-snapshots.ts'
import {
  baseName,
  type ConsolidatedFile,
  type ConsolidatedSql,
  type Files,
  type Folder,
  type Reading,
  type Remaining,
} from './layout.ts'
import { besideScriptFolders, readScriptFolders, scriptFolders, scriptOfFolder } from './script-folders.ts'

/** @throws {PgfoldError} `missing-number`, and those of breakpoints */
export async function readDrizzleFolders(home: Folder, files: Files): Promise<Reading> {
  const folders = scriptFolders(home)
  refuseWithoutTime(folders)
  const read = await readScriptFolders(folders, files)
  const migrations = await Promise.all(
    read.map(async (migration, index) => {
      const folder = folders[index] ?? home
      const path = scriptOfFolder(folder)
      return {
        ...migration,
        up: { path, text: withoutBreakpoints(await files.script(path)) },
        recordedTime: timeOf(baseName(folder)),
      }
    }),
  )
  return { migrations, findings: besideScriptFolders(home, 'drizzle-orm') }
}

/** The time that a name begins with, as drizzle-orm records it: it is read as UTC. */
function timeOf(name: string): number {
  const [year = 0, month = 1, ...rest] = [4, 6, 8, 10, 12, 14].map((end, index) =>
    Number(name.slice(index === 0 ? 0 : end - 2, end)),
  )
  return Date.UTC(year, month - 1, ...rest)
}

/** A folder of its own, whose snapshot is that of the newest migration as the first. */
export async function consolidatedDrizzleFolder(
  { migrations }: History,
  { upSql }: ConsolidatedSql,
  { files }: Remaining,
): Promise<ConsolidatedFile[]> {
  const newest = migrations.at(-1)
  const folder = `${newest?.id ?? ''}_consolidated_schema`
  const snapshot = `${newest?.folder ?? ''}/snapshot.json`
  const script = await files.script(snapshot).catch((error: unknown) => {
    if (error instanceof PgfoldError && error.code === 'not-readable') return undefined
    throw error
  })
  return [
    { path: `${folder}/migration.sql`, text: await withBreakpoints(upSql, 'up.sql') },
    ...(script === undefined ? [] : [{ path: `${folder}/snapshot.json`, text: asFirstSnapshot(script) }]),
  ]
}

/** drizzle-orm records the time that a name begins with, and cannot record any other name. */
function refuseWithoutTime(folders: readonly Folder[]): void {
  const others = folders.filter((folder) => !/^\d{14}/u.test(baseName(folder)))
  if (others.length === 0) return
  throw new PgfoldError('missing-number', 'The names of these folders do not begin with 14 digits, their time', {
    details: others.map(({ path }) => path),
    hint: 'Name each <year, month, day, hour, minute, second>_<name>, as drizzle-kit does.',
  })
}
