// Generated SQL that a runner would misread: what looks like its marker, in a function body or in a row.
import { PgfoldError } from '../errors.ts'
import type { ConsolidatedSql } from './layout.ts'

/**
 * Refuses SQL in which `marker` is found, as the runner would take it for its own.
 * @throws {PgfoldError} `marker-in-sql` (exit code 1)
 */
export function refuseMarkers({ upSql, downSql }: ConsolidatedSql, runner: string, marker: RegExp): void {
  const found = [upSql, downSql].flatMap((sql) => sql.split('\n').filter((line) => marker.test(line)))
  if (found.length === 0) return
  throw new PgfoldError('marker-in-sql', `${runner} would take a part of the consolidated SQL for its own`, {
    details: found.slice(0, 3).map((line) => line.trim()),
    hint: 'Write that text in another way, in the function or the row that holds it, and fold again.',
    exitCode: 1,
  })
}
