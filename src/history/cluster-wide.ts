// Statements that change the server rather than the database: a snapshot of a database cannot hold what they do, so
// they are named. CREATE ROLE is not among them, since roles are told by name (roles.ts), and what is set for one
// database is an object of it.
import type { Finding } from '../model/finding.ts'
import { migrationLabel } from './migration.ts'
import type { History } from './migration.ts'
import { splitStatements } from './statements.ts'

/** PostgreSQL's parse nodes, as people know the statements. */
const clusterWide: Readonly<Record<string, string>> = {
  AlterDatabaseStmt: 'ALTER DATABASE',
  AlterRoleSetStmt: 'ALTER ROLE … SET',
  AlterRoleStmt: 'ALTER ROLE',
  AlterSystemStmt: 'ALTER SYSTEM',
  AlterTableSpaceOptionsStmt: 'ALTER TABLESPACE',
  CreatedbStmt: 'CREATE DATABASE',
  CreateTableSpaceStmt: 'CREATE TABLESPACE',
  DropdbStmt: 'DROP DATABASE',
  DropRoleStmt: 'DROP ROLE',
  DropTableSpaceStmt: 'DROP TABLESPACE',
  GrantRoleStmt: 'GRANT or REVOKE of a role',
}

/** One warning for each such statement of the up scripts, its subject `0003_roles/up.sql:7`. */
export async function clusterWideFindings(history: Pick<History, 'migrations'>): Promise<Finding[]> {
  const findings: Finding[] = []
  for (const migration of history.migrations) {
    for (const { kind, line, scratchText } of await splitStatements(migration.up)) {
      const name = scratchText === undefined ? clusterWide[kind] : undefined
      if (name === undefined) continue
      findings.push({
        code: 'cluster-wide-left-out',
        severity: 'warning',
        subject: `${migration.up.file}:${line}`,
        message: `${name} in ${migrationLabel(migration)} acts on the server, not on the database: up.sql does not carry it`,
      })
    }
  }
  return findings
}
