// Everything that would make up.sql fail, asked before anything runs, so that a person gets the whole list
// and not the first error. Manual: "System Information Functions" (has_database_privilege and others).
import type { Finding } from '../model/finding.ts'
import { bareName } from '../model/object.ts'
import type { CatalogObject } from '../model/object.ts'
import type { Snapshot } from '../model/snapshot.ts'
import type { Database } from '../server/database.ts'
import { isServerError } from '../server/replay-error.ts'
import { quoteName } from '../sql/quote.ts'
import type { ConsolidatedSchema } from './consolidated-schema.ts'
import { createdObjects } from './consolidated-schema.ts'

/** What was found out: what stops us, and what a person should know. */
interface Preflight {
  readonly obstacles: readonly string[]
  readonly findings: readonly Finding[]
}

/** Asks the live database whether it can take the consolidated schema; changes nothing. */
export async function preflight(db: Database, schema: ConsolidatedSchema, live: Snapshot): Promise<Preflight> {
  const created = createdObjects(schema)
  const obstacles = [
    ...(await writability(db)),
    ...(await missingRoles(db, schema.manifest.roles)),
    ...(await missingExtensions(db, created)),
    ...(await missingPrivileges(db, created, live)),
    ...(await missingProviders(db, created)),
  ]
  return { obstacles, findings: olderServer(db, schema) }
}

async function writability(db: Database): Promise<string[]> {
  const [state] = await db.query<{ standby: boolean; read_only: boolean }>(`
    select
      pg_catalog.pg_is_in_recovery() as standby,
      pg_catalog.current_setting('transaction_read_only')::boolean as read_only`)
  if (state?.standby) return ['the server is a standby, which takes no changes']
  return state?.read_only ? ['the database is read-only (default_transaction_read_only)'] : []
}

async function missingRoles(db: Database, roles: readonly string[]): Promise<string[]> {
  const rows = await db.query<{ name: string }>(
    `select name from pg_catalog.unnest($1::text[]) as name
     where name not in (select rolname from pg_catalog.pg_roles) order by name`,
    [roles],
  )
  return rows.map(({ name }) => `role ${name} does not exist`)
}

async function missingExtensions(db: Database, created: readonly CatalogObject[]): Promise<string[]> {
  const names = created.filter(({ kind }) => kind === 'extension').map(bareName)
  const rows = await db.query<{ name: string }>(
    `select name from pg_catalog.unnest($1::text[]) as name
     where name not in (select name from pg_catalog.pg_available_extensions()) order by name`,
    [names],
  )
  return rows.map(({ name }) => `extension ${name} is not available on the server`)
}

async function missingPrivileges(db: Database, created: readonly CatalogObject[], live: Snapshot): Promise<string[]> {
  const newSchemas = created.filter(({ kind }) => kind === 'schema').map(bareName)
  const used = created.flatMap(({ kind, identity }) => (kind === 'schema' ? [] : (identity.schema ?? [])))
  const present = new Set(live.objects.filter(({ kind }) => kind === 'schema').map(bareName))
  const lacking = [...new Set(used)].filter((name) => !newSchemas.includes(name) && !present.has(name))
  const [database] = await db.query<{ allowed: boolean; who: string }>(`
    select
      pg_catalog.has_database_privilege(pg_catalog.current_database(), 'CREATE') as allowed,
      current_user::text as who`)
  const rows = await db.query<{ name: string }>(
    `select nspname::text as name from pg_catalog.pg_namespace
     where nspname = any ($1) and not pg_catalog.has_schema_privilege(oid, 'CREATE') order by nspname`,
    [used.filter((name) => present.has(name))],
  )
  const who = database?.who ?? ''
  return [
    ...lacking.map((name) => `schema ${name} does not exist, and up.sql does not create it`),
    ...(newSchemas.length > 0 && database?.allowed === false
      ? [`role ${who} may not create schemas in this database`]
      : []),
    ...rows.map(({ name }) => `role ${who} may not create objects in schema ${name}`),
  ]
}

// No view lists the providers that a server has loaded; it looks for the provider before it looks for the table.
async function missingProviders(db: Database, created: readonly CatalogObject[]): Promise<string[]> {
  const providers = new Set(created.filter(({ kind }) => kind === 'security-label').map(bareName))
  const missing: string[] = []
  for (const name of providers) {
    try {
      await db.execute(`SECURITY LABEL FOR ${quoteName(name)} ON TABLE pg_catalog."no such table" IS NULL`)
    } catch (error) {
      if (!isServerError(error)) throw error
      if (error.code === '22023') missing.push(`the server has not loaded the security label provider ${name}`)
    }
  }
  return missing
}

function olderServer(db: Database, { manifest }: ConsolidatedSchema): Finding[] {
  const [live, folded] = [db.serverVersion, manifest.serverVersion].map((version) => Math.trunc(version / 10_000))
  if (live === undefined || folded === undefined || live >= folded) return []
  return [
    {
      code: 'older-server',
      severity: 'warning',
      subject: db.serverLabel,
      message: `the live server (${db.serverLabel}) is older than the one the schema was proved on (${manifest.server})`,
    },
  ]
}
