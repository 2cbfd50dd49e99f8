// Statements that change the server rather than the database (server-wide.ts): a snapshot of a database cannot hold what
// they do, so they are named.
import type { Finding } from '../model/finding.ts'
import { migrationLabel } from './migration.ts'
import type { History } from './migration.ts'
import { isRefusedOnScratch } from './server-wide.ts'
import { splitStatements } from './statements.ts'

/** One warning for each such statement of the up scripts, its subject `0003_roles/up.sql:7`. */
export async function clusterWideFindings(history: Pick<History, 'migrations'>): Promise<Finding[]> {
  const findings: Finding[] = []
  for (const migration of history.migrations) {
    for (const { serverWide, serverWideInside, line, scratchText } of await splitStatements(migration.up)) {
      const names = [...(scratchText === undefined ? [serverWide ?? []] : []), ...new Set(serverWideInside)].flat()
      findings.push(
        ...names.map((name): Finding => ({
          code: 'cluster-wide-left-out',
          severity: 'warning',
          subject: `${migration.up.file}:${line}`,
          message: `${name} in ${migrationLabel(migration)} acts on the server, not on the database: up.sql does not carry it`,
        })),
      )
    }
  }
  return findings
}

/** One warning for each statement for which a history is not folded, its subject `0003_roles/up.sql:7:1`. */
export async function serverStatementFindings(history: Pick<History, 'migrations'>): Promise<Finding[]> {
  const findings: Finding[] = []
  for (const { up } of history.migrations) {
    for (const { serverWide, line, column } of await splitStatements(up)) {
      if (serverWide === undefined || !isRefusedOnScratch(serverWide)) continue
      findings.push({
        code: 'server-statement',
        severity: 'warning',
        subject: `${up.file}:${line}:${column}`,
        message: `${serverWide} changes the server, not the database: consolidate refuses a history that has it`,
      })
    }
  }
  return findings
}
