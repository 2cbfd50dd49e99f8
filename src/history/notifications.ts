// What a history tells whoever listens (manual, NOTIFY and pg_notify): on scratch nobody does, and no database holds it.
import type { Finding } from '../model/finding.ts'
import { migrationLabel } from './migration.ts'
import type { History } from './migration.ts'
import { splitStatements } from './statements.ts'
import type { Statement } from './statements.ts'

/** One note for each statement of the up scripts that notifies, or whose text calls pg_notify where it runs. */
export async function notificationFindings(history: Pick<History, 'migrations'>): Promise<Finding[]> {
  const findings: Finding[] = []
  for (const migration of history.migrations) {
    for (const statement of (await splitStatements(migration.up)).filter(notifies)) {
      findings.push({
        code: 'notification-left-out',
        severity: 'info',
        subject: `${migration.up.file}:${statement.line}`,
        message: `NOTIFY in ${migrationLabel(migration)} tells those who listen: up.sql does not`,
      })
    }
  }
  return findings
}

/** They run what they hold; the body of a function that is only created does not run. */
const running: ReadonlySet<string> = new Set([
  'SelectStmt',
  'DoStmt',
  'CallStmt',
  'InsertStmt',
  'UpdateStmt',
  'DeleteStmt',
])

function notifies({ kind, text }: Statement): boolean {
  return kind === 'NotifyStmt' || (running.has(kind) && /\bpg_notify\s*\(/iu.test(text))
}
