// The consolidated migration as the history's runner keeps it; the layout knows its names and what else
// the runner needs.
import type { History } from '../history/migration.ts'
import type { ConsolidatedFile, ConsolidatedSql } from './layout.ts'
import { layouts } from './registry.ts'

/**
 * The files to write where the folded migrations were. Paths are relative to `history.root` and may lead beside
 * it (`../rollbacks`); the SQL comes without BEGIN and COMMIT.
 * @throws {PgfoldError} `no-migration-folder` where the history is one file.
 */
export function consolidatedFiles(history: History, sql: ConsolidatedSql): readonly ConsolidatedFile[] {
  const layout = layouts.find(({ name }) => name === history.layout)
  if (layout === undefined) throw new Error(`no layout ${history.layout}`)
  return layout.consolidated(history, sql)
}
