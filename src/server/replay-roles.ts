// Roles belong to the server, not to the database that a history builds: an earlier replay on the same server may have
// created them.
import { migrationLabel, type Migration } from '../history/migration.ts'
import type { Statement } from '../history/statements.ts'
import type { Finding } from '../model/finding.ts'
import type { Database } from './database.ts'

interface RolesChecked {
  readonly statements: readonly Statement[]
  readonly existing: readonly string[]
}

/** The statements without CREATE ROLE of roles that are there already. */
export async function withoutExistingRoles(
  database: Database,
  statements: readonly Statement[],
): Promise<RolesChecked> {
  const created = statements.filter((statement) => statement.kind === 'CreateRoleStmt')
  if (created.length === 0 || statements.some((statement) => statement.kind === 'DropRoleStmt')) {
    return { statements, existing: [] }
  }
  const existing = await existingRoles(
    database,
    created.flatMap((statement) => statement.createsRoles),
  )
  const kept = statements.filter(
    (statement) =>
      statement.kind !== 'CreateRoleStmt' || !statement.createsRoles.every((role) => existing.includes(role)),
  )
  return { statements: kept, existing }
}

async function existingRoles(database: Database, names: readonly string[]): Promise<readonly string[]> {
  const rows = await database.query<{ name: string }>(
    'select rolname as name from pg_catalog.pg_roles where rolname = any ($1) order by rolname',
    [names],
  )
  return rows.map((row) => row.name)
}

/** Those of the roles that do not exist yet: only they may be dropped later. */
export async function missingRoles(database: Database, names: readonly string[]): Promise<readonly string[]> {
  if (names.length === 0) return []
  const existing = new Set(await existingRoles(database, names))
  return names.filter((name) => !existing.has(name))
}

/** What a person should know of such a role. */
export function roleExists(migration: Migration, role: string): Finding {
  return {
    code: 'role-exists',
    severity: 'info',
    subject: role,
    message: `${migrationLabel(migration)} creates this role; the scratch server has it already, so it was left as it is`,
  }
}
