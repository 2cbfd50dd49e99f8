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

/** The names of all roles of the server. */
export async function rolesThere(db: Database): Promise<ReadonlySet<string>> {
  const rows = await db.query<{ name: string }>('select r.rolname as name from pg_catalog.pg_roles as r')
  return new Set(rows.map(({ name }) => name))
}

const usedRoles = `
  select r.rolname as name
  from pg_catalog.pg_roles as r
  join pg_catalog.pg_shdepend as s
    on s.refclassid = 'pg_catalog.pg_authid'::pg_catalog.regclass and s.refobjid = r.oid
  join pg_catalog.pg_database as d on d.oid = s.dbid and d.datname = pg_catalog.current_database()`

/**
 * The roles that were not there `earlier`, in order of the alphabet. On a server that was given somebody else may have
 * created some meanwhile: there only those count that this database has to do with.
 */
export async function rolesSince(db: Database, earlier: ReadonlySet<string>, isOurs: boolean): Promise<string[]> {
  const names = isOurs
    ? [...(await rolesThere(db))]
    : (await db.query<{ name: string }>(usedRoles)).map(({ name }) => name)
  return [...new Set(names)].filter((name) => !earlier.has(name)).toSorted()
}
