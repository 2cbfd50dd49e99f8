// A folder for each migration, with `up.sql` and perhaps `down.sql` in it, as several runners keep them.
import type { History } from '../history/migration.ts'
import { within, type ConsolidatedFile, type ConsolidatedSql, type Folder, type MigrationFiles } from './layout.ts'

/** The sides in a migration's folder. */
export function sidesIn(folder: Folder): Pick<MigrationFiles, 'folder' | 'up' | 'down'> {
  return {
    folder: folder.path,
    ...(folder.files.includes('up.sql') ? { up: within(folder, 'up.sql') } : {}),
    ...(folder.files.includes('down.sql') ? { down: within(folder, 'down.sql') } : {}),
  }
}

/** The consolidated migration as such a folder. */
export function consolidatedFolder(history: History, { upSql, downSql }: ConsolidatedSql): ConsolidatedFile[] {
  const folder = `${history.migrations.at(-1)?.id ?? ''}_consolidated_schema`
  return [
    { path: `${folder}/up.sql`, text: upSql },
    { path: `${folder}/down.sql`, text: downSql },
  ]
}
