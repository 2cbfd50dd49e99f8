// Use case: the migrations of a history as they are read, and what each of them does, told from their files alone.
import { serverStatementFindings } from '../history/cluster-wide.ts'
import { downFindings } from '../history/downs.ts'
import type { Migration } from '../history/migration.ts'
import { changesWithRisk, worstRisk } from '../history/risk.ts'
import { splitStatements } from '../history/statements.ts'
import { readHistory } from '../layouts/read-history.ts'
import type { HistoryOptions } from '../layouts/read-history.ts'
import type { ExplainedChange, ExplainedMigration, Explanation, Risk } from '../model/explanation.ts'
import { startClock } from './fold.ts'

export interface ExplainOptions extends HistoryOptions {
  /** The folder (or one SQL file) that holds the history. */
  readonly history: string
}

/**
 * Explains a history. It needs no server, so that what a DO block, a procedure or a trigger does is not known. Throws
 * PgfoldError: those of `readHistory` and of `splitStatements`, which name file, line and column.
 */
export async function explain({ history: place, ...options }: ExplainOptions): Promise<Explanation> {
  const clock = startClock()
  const history = await readHistory(place, options)
  const { layout, session, migrations } = history
  const changes = await changesWithRisk(migrations, session)
  const explained: ExplainedMigration[] = []
  for (const [index, migration] of migrations.entries()) {
    explained.push(await explainMigration(migration, index, changes[index] ?? []))
  }
  const risks = (risk: Risk): number => explained.filter((migration) => migration.risk === risk).length
  return {
    layout,
    session,
    migrations: explained,
    statements: explained.reduce((sum, migration) => sum + migration.statements, 0),
    risks: { 'non-breaking': risks('non-breaking'), breaking: risks('breaking'), data: risks('data') },
    findings: [...history.findings, ...(await serverStatementFindings(history)), ...(await downFindings(history))],
    seconds: clock(),
  }
}

async function explainMigration(
  { id, name, up, down, transaction }: Migration,
  index: number,
  details: readonly ExplainedChange[],
): Promise<ExplainedMigration> {
  const counts: Record<string, number> = {}
  for (const { what } of details) counts[what] = (counts[what] ?? 0) + 1
  return {
    order: index + 1,
    id,
    name,
    file: up.file,
    transaction,
    statements: (await splitStatements(up)).length,
    changes: counts,
    risk: worstRisk(details),
    rows: rowsOf(details),
    irreversible: details.some(({ irreversible }) => irreversible),
    down: down !== undefined,
    details,
  }
}

function rowsOf(details: readonly ExplainedChange[]): number | null {
  const rows = details.flatMap((change) => (change.rows === undefined ? [] : [change.rows]))
  return rows.includes(null) ? null : rows.reduce<number>((sum, count) => sum + (count ?? 0), 0)
}
