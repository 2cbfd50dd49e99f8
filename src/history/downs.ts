// What the history itself has to take a migration back. pgfold never runs it, its own down.sql is rendered and proved; but
// who trusts a runner's way back should know where it cannot even be parsed.
import { PgfoldError } from '../errors.ts'
import type { Finding } from '../model/finding.ts'
import { migrationLabel } from './migration.ts'
import type { History, Migration } from './migration.ts'
import { splitStatements } from './statements.ts'

/** One note for each down side that PostgreSQL's parser refuses, at the place where it does. */
export async function downFindings({ migrations }: Pick<History, 'migrations'>): Promise<Finding[]> {
  const findings: Finding[] = []
  for (const migration of migrations) findings.push(...(await findingOf(migration)))
  return findings
}

async function findingOf(migration: Migration): Promise<Finding[]> {
  if (migration.down === undefined) return []
  try {
    await splitStatements(migration.down)
    return []
  } catch (error) {
    // A command of psql is no mistake there: nothing but PostgreSQL's own syntax is judged.
    if (!(error instanceof PgfoldError) || error.location === undefined) throw error
    if (error.code !== 'syntax-error') return []
    const { file, line, column } = error.location
    return [
      {
        code: 'down-does-not-parse',
        severity: 'warning',
        subject: `${file}:${line}:${column}`,
        message: `what takes ${migrationLabel(migration)} back stops here (${error.message}); pgfold does not run it`,
      },
    ]
  }
}
