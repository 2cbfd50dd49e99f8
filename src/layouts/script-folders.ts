// `<name>/migration.sql`, as Prisma and the newer Drizzle keep migrations: forward only, known by the whole name of the
// folder, in the order in which JavaScript compares these names.
import type { Finding } from '../model/finding.ts'
import { labelsOf } from './labels.ts'
import { baseName, sqlFiles, within, type Files, type Folder, type MigrationFiles } from './layout.ts'
import { passedOver } from './passed-over.ts'

const script = 'migration.sql'

/** The folders with a script, in their order. */
export function scriptFolders(home: Folder): Folder[] {
  return home.folders
    .filter((folder) => folder.files.includes(script))
    .toSorted((a, b) => baseName(a).localeCompare(baseName(b)))
}

/** The path of a folder's script. */
export function scriptOfFolder(folder: Folder): string {
  return within(folder, script)
}

/** The migrations in `folders`; their checksum is the SHA-256 of the script, in hex. */
export async function readScriptFolders(folders: readonly Folder[], files: Files): Promise<MigrationFiles[]> {
  const labels = labelsOf(folders.map(baseName))
  return Promise.all(
    folders.map(async (folder, index) => {
      const { id, name } = labels[index] ?? { id: baseName(folder), name: '' }
      const up = scriptOfFolder(folder)
      return { id, name, up, folder: folder.path, checksum: (await files.script(up)).sha256 }
    }),
  )
}

/** SQL that lies where the runner does not look. */
export function besideScriptFolders(home: Folder, runner: string): Finding[] {
  return sqlFiles(home).map((file) => passedOver(within(home, file), `is no folder with ${script}`, runner))
}
