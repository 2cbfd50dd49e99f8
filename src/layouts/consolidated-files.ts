// The consolidated migration as the history's runner keeps it; the layout knows its names and what else
// the runner needs.
import type { History, Migration } from '../history/migration.ts'
import { sumsBeside } from './atlas-sum-beside.ts'
import { openFiles } from './files.ts'
import type { ConsolidatedFile, ConsolidatedSql } from './layout.ts'
import { layouts } from './registry.ts'

/**
 * The files to write where the folded migrations were; `kept` are the newer ones, which stay. Paths are relative to
 * `history.root` and may lead beside it (`../rollbacks`); the SQL comes without BEGIN and COMMIT.
 * @throws {PgfoldError} `no-migration-folder` where the history is one file, `checksum-mismatch` where Atlas would refuse the
 * folder as it is, and those of the layouts.
 */
export async function consolidatedFiles(
  folded: History,
  sql: ConsolidatedSql,
  kept: readonly Migration[],
): Promise<readonly ConsolidatedFile[]> {
  const layout = layouts.find(({ name }) => name === folded.layout)
  if (layout === undefined) throw new Error(`no layout ${folded.layout}`)
  const files = openFiles(folded.root)
  const written = await layout.consolidated(folded, sql, { kept, files })
  return [...written, ...(await sumsBeside(folded, written, files))]
}
