// Scratch databases and roles on one server, through one maintenance connection. Each is named and commented as
// ours, and only what this process created is dropped (manual, CREATE DATABASE and "Template Databases").
import { randomBytes } from 'node:crypto'
import { quoteLiteral, quoteName } from '../sql/quote.ts'
import { addressFor } from './address.ts'
import { connect } from './connection.ts'
import type { Database, ScratchDatabase, ScratchServer } from './database.ts'
import { copySharedState, dropSubscriptions } from './shared-state.ts'

type ScratchDatabases = Pick<
  ScratchServer,
  'createDatabase' | 'copyDatabase' | 'ensureRoles' | 'ensureSuperuser' | 'adoptRoles'
> & {
  /** Names of the databases that exist now because of this process. */
  databases(): readonly string[]
  /** Names of the roles that exist now because of this process. */
  roles(): readonly string[]
  close(): Promise<void>
}

/** Creates databases whose names begin with `prefix`; where `comment` is given they and the roles carry it. */
export function scratchDatabases(admin: Database, prefix: string, comment?: string): ScratchDatabases {
  const databases = new Set<string>()
  const roles = new Set<string>()
  const create = async (template: string): Promise<ScratchDatabase> => {
    const name = `${prefix}_${randomBytes(5).toString('hex')}`
    databases.add(name)
    await admin.execute(creation(name, template, admin.serverVersion))
    if (comment !== undefined) await admin.execute(`COMMENT ON DATABASE ${name} IS ${quoteLiteral(comment)}`)
    const address = addressFor(admin.address, name)
    return { name, address, connect: () => connect(address), drop: () => drop(name) }
  }
  const drop = async (name: string): Promise<void> => {
    await dropSubscriptions(admin, { name, connect: () => connect(addressFor(admin.address, name)) })
    await admin.execute(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
    databases.delete(name)
  }
  return {
    createDatabase: () => create('template0'),
    copyDatabase: async (source) => {
      const copy = await create(source.name)
      await copySharedState(admin, source.name, copy)
      return copy
    },
    ensureRoles: async (names) => {
      const created = await createMissingRoles(admin, names, comment)
      for (const name of created) roles.add(name)
      return created
    },
    ensureSuperuser: (name) => ensureSuperuser(admin, name, comment === undefined),
    adoptRoles: async (names) => {
      for (const name of await existingRoles(admin, names)) {
        if (roles.has(name)) continue
        roles.add(name)
        if (comment !== undefined) await admin.execute(commentOnRole(name, comment))
      }
    },
    databases: () => [...databases],
    roles: () => [...roles],
    close: () => admin.close(),
  }
}

// Since 15 a template is copied through the log unless told otherwise; copying files is what is quick here.
function creation(name: string, template: string, serverVersion: number): string {
  const strategy = serverVersion >= 150_000 ? ' STRATEGY file_copy' : ''
  return `CREATE DATABASE ${name} TEMPLATE ${quoteName(template)}${strategy}`
}

async function createMissingRoles(
  admin: Database,
  names: readonly string[],
  comment: string | undefined,
): Promise<readonly string[]> {
  const known = new Set(await existingRoles(admin, names))
  const created: string[] = []
  for (const name of new Set(names)) {
    if (known.has(name)) continue
    if (await createRole(admin, name, comment)) created.push(name)
  }
  return created
}

async function existingRoles(admin: Database, names: readonly string[]): Promise<readonly string[]> {
  const rows = await admin.query<{ name: string }>(
    'select r.rolname as name from pg_catalog.pg_roles as r where r.rolname = any ($1) order by r.rolname',
    [names],
  )
  return rows.map(({ name }) => name)
}

async function ensureSuperuser(admin: Database, name: string, isOurs: boolean): Promise<boolean> {
  if (isOurs) {
    const isThere = (await existingRoles(admin, [name])).length > 0
    await admin.execute(
      isThere ? `ALTER ROLE ${quoteName(name)} SUPERUSER` : `CREATE ROLE ${quoteName(name)} SUPERUSER NOLOGIN`,
    )
  }
  const superusers = await admin.query<{ name: string }>(
    `select r.rolname as name from pg_catalog.pg_roles as r where r.rolsuper and r.rolname in ($1, current_user)`,
    [name],
  )
  return superusers.length === new Set([name, admin.address.user]).size
}

function commentOnRole(name: string, comment: string): string {
  return `COMMENT ON ROLE ${quoteName(name)} IS ${quoteLiteral(comment)}`
}

async function createRole(admin: Database, name: string, comment: string | undefined): Promise<boolean> {
  const remark = comment === undefined ? '' : `; ${commentOnRole(name, comment)}`
  try {
    await admin.execute(`CREATE ROLE ${quoteName(name)} NOLOGIN${remark}`)
    return true
  } catch (error) {
    // Roles belong to the whole server: another run may have created it since we looked.
    const code = (error as { code?: string }).code
    if (code === '42710' || code === '23505') return false
    throw error
  }
}
