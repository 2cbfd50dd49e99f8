// Scratch databases on a server that was given by URL and outlives the run. What this process creates there is
// named after it and commented as its own; the next run on this machine drops what a killed one left.
import { PgfoldError } from '../errors.ts'
import { scratchMark } from '../model/scratch-mark.ts'
import { quoteName } from '../sql/quote.ts'
import { connect } from './connection.ts'
import { addressFor } from './address.ts'
import type { Address, Database, ScratchServer } from './database.ts'
import { removeOnExit } from './on-exit.ts'
import { ownerState, ownerToken, tokenPattern } from './owner.ts'
import { scratchDatabases } from './scratch-databases.ts'
import { dropSubscriptions } from './shared-state.ts'

/** Throws `may-not-create-databases`, or what `connect` throws. */
export async function openGivenServer(address: Address): Promise<ScratchServer> {
  const admin = await connect(address)
  try {
    await requireCreateDatabase(admin)
    await dropLeftovers(admin)
  } catch (error) {
    await admin.close()
    throw error
  }
  const token = await ownerToken()
  const { databases, roles, close, ...scratch } = scratchDatabases(admin, `pgfold_${token}`, commentOf(token))
  let closing: Promise<void> | undefined
  const end = async (): Promise<void> => {
    try {
      await dropAll(admin, databases(), roles())
    } finally {
      await close()
      forget()
    }
  }
  const closeOnce = (): Promise<void> => (closing ??= end())
  const forget = removeOnExit({ end: closeOnce, endAtOnce: () => undefined }) // the next run drops what is left
  const label = `${admin.serverLabel} at ${address.host}`
  return { ...scratch, label, isOurs: false, serverVersion: admin.serverVersion, close: closeOnce }
}

function commentOf(token: string): string {
  return `${scratchMark}${token}`
}

async function requireCreateDatabase(admin: Database): Promise<void> {
  const [role] = await admin.query<{ may: boolean }>(`
    select r.rolcreatedb or r.rolsuper as may
    from pg_catalog.pg_roles as r
    where r.rolname = current_user`)
  if (role?.may === true) return
  const { user, host } = admin.address
  throw new PgfoldError('may-not-create-databases', `The role "${user}" may not create databases at ${host}`, {
    hint: `Run ALTER ROLE ${quoteName(user)} CREATEDB there, or leave out --scratch to use the embedded server.`,
  })
}

interface Leftover {
  readonly kind: 'database' | 'role'
  readonly name: string
  readonly comment: string | null
}

const leftoversQuery = `
  select 'database' as kind, d.datname as name, c.description as comment
  from pg_catalog.pg_database as d
  left join pg_catalog.pg_shdescription as c on c.objoid = d.oid and c.classoid = 'pg_catalog.pg_database'::regclass
  where d.datname like 'pgfold\\_%' and pg_catalog.pg_has_role(d.datdba, 'USAGE')
  union all
  select 'role', r.rolname, c.description
  from pg_catalog.pg_roles as r
  join pg_catalog.pg_shdescription as c on c.objoid = r.oid and c.classoid = 'pg_catalog.pg_authid'::regclass
  where c.description like $1
  order by kind, name`

const tokenInName = new RegExp(`^pgfold_(${tokenPattern})_[0-9a-f]{10}$`, 'u')
const tokenInComment = new RegExp(`^${scratchMark}(${tokenPattern})$`, 'u')

// One that still cannot be dropped, since somebody came to depend on a role, is no reason not to run.
async function dropLeftovers(admin: Database): Promise<void> {
  const found = await admin.query<Leftover>(leftoversQuery, [`${scratchMark}%`])
  const gone: Leftover[] = []
  for (const leftover of found) {
    const token = makerOf(leftover)
    if (token !== undefined && (await ownerState(token)) === 'gone') gone.push(leftover)
  }
  const names = (kind: Leftover['kind']): string[] => gone.filter((each) => each.kind === kind).map(({ name }) => name)
  await tryToDrop(admin, names('database'), names('role'))
}

// A database's name says who made it, and its comment must not say otherwise. A run that was killed right after
// CREATE DATABASE left it without a comment: the two statements cannot share a transaction.
function makerOf({ kind, name, comment }: Leftover): string | undefined {
  const commented = tokenInComment.exec(comment ?? '')?.[1]
  if (kind === 'role') return commented
  const named = tokenInName.exec(name)?.[1]
  return comment === null || commented === named ? named : undefined
}

async function dropAll(admin: Database, databases: readonly string[], roles: readonly string[]): Promise<void> {
  const failures = await tryToDrop(admin, databases, roles)
  if (failures.length === 0) return
  throw new PgfoldError('scratch-left-behind', `Scratch objects could not be dropped at ${admin.address.host}`, {
    details: failures,
    hint: 'Drop them by hand.',
  })
}

async function tryToDrop(
  admin: Database,
  databases: readonly string[],
  roles: readonly string[],
): Promise<readonly string[]> {
  const failures: string[] = []
  for (const name of databases) {
    const database = { name, connect: () => connect(addressFor(admin.address, name)) }
    await dropSubscriptions(admin, database).catch((error: Error) => failures.push(`${name}: ${error.message}`))
  }
  const statements = [
    ...databases.map((name) => `DROP DATABASE IF EXISTS ${quoteName(name)} WITH (FORCE)`),
    ...roles.map((name) => `DROP ROLE IF EXISTS ${quoteName(name)}`),
  ]
  for (const statement of statements) {
    await admin.execute(statement).catch((error: Error) => failures.push(`${statement}: ${error.message}`))
  }
  return failures
}
