// Roles belong to the whole server, so a scratch server has none of those a history takes for granted.
// They are read from the parse trees, also of DO blocks that create roles; names inside function bodies are not seen.
import type { History } from './migration.ts'
import type { Script } from './migration.ts'
import { splitStatements } from './statements.ts'

/**
 * Roles that the up scripts name and none of them creates, in order of the alphabet. What is replayed one after
 * the other belongs into one call: a prelude creates roles for the history.
 */
export async function rolesNamed(...histories: readonly Pick<History, 'migrations'>[]): Promise<string[]> {
  const named = new Set<string>()
  const created = new Set<string>()
  for (const migration of histories.flatMap((history) => history.migrations)) {
    for (const statement of await splitStatements(migration.up)) {
      for (const role of statement.roles) named.add(role)
      for (const role of [...statement.createsRoles, ...statement.mayCreateRoles]) created.add(role)
    }
  }
  return [...named].filter((role) => !created.has(role)).sort()
}

/** Roles that the up scripts create, also in DO blocks, in order of the alphabet. */
export async function rolesCreated(history: Pick<History, 'migrations'>): Promise<string[]> {
  const created = new Set<string>()
  for (const { up } of history.migrations) {
    for (const { createsRoles, mayCreateRoles } of await splitStatements(up)) {
      for (const role of [...createsRoles, ...mayCreateRoles]) created.add(role)
    }
  }
  return [...created].sort()
}

/** Roles that a script names, in order of the alphabet. */
export async function rolesIn(script: Script): Promise<string[]> {
  const statements = await splitStatements(script)
  return [...new Set(statements.flatMap(({ roles }) => roles))].sort()
}
