// What a database has in catalogs that all databases of a server share: its settings and its subscriptions. A copy by
// CREATE DATABASE … TEMPLATE comes without them, and a database with subscriptions cannot be dropped (manual,
// "Template Databases", DROP DATABASE). Nothing here connects to a publisher.
import { settingClause } from '../kinds/settings.ts'
import { quoteLiteral, quoteName } from '../sql/quote.ts'
import type { Database, ScratchDatabase } from './database.ts'
import { isServerError, withoutSecrets } from './replay-error.ts'

type Named = Pick<ScratchDatabase, 'name' | 'connect'>

/** Gives a copy the settings and the subscriptions of the database that it was copied from. */
export async function copySharedState(admin: Database, from: string, to: Named): Promise<void> {
  const [settings = [], subscriptions = []] = (await admin.queries([settingsOf(from), subscriptionsOf(from)])) as [
    SettingRow[],
    SubscriptionRow[],
  ]
  const statements = settings.map(({ role, setting }) => {
    const subject = role === null ? 'ALTER DATABASE' : `ALTER ROLE ${quoteName(role)} IN DATABASE`
    return `${subject} ${quoteName(to.name)} ${settingClause(setting)}`
  })
  if (statements.length > 0) await admin.queries(statements)
  if (subscriptions.length > 0) await copySubscriptions(admin, subscriptions, to)
}

/** Drops the subscriptions of a database without their slots, so that it can be dropped. */
export async function dropSubscriptions(admin: Database, database: Named): Promise<void> {
  const found = (await admin.query(subscriptionsOf(database.name))) as unknown as SubscriptionRow[]
  if (found.length === 0) return
  await inside(database, (db) =>
    db.queries(
      found.flatMap(({ name }) => {
        const subject = `SUBSCRIPTION ${quoteName(name)}`
        return [`ALTER ${subject} DISABLE`, `ALTER ${subject} SET (slot_name = NONE)`, `DROP ${subject}`]
      }),
    ),
  )
}

interface SettingRow {
  readonly role: string | null
  readonly setting: string
}

function settingsOf(name: string): string {
  return `
  select
    case when s.setrole <> 0 then pg_catalog.pg_get_userbyid(s.setrole)::text end as role,
    setting.text as setting
  from pg_catalog.pg_db_role_setting as s
  join pg_catalog.pg_database as d on d.oid = s.setdatabase
  cross join lateral pg_catalog.unnest(s.setconfig) as setting(text)
  where d.datname = ${quoteLiteral(name)}`
}

interface SubscriptionRow {
  readonly oid: number
  readonly name: string
}

function subscriptionsOf(name: string): string {
  return `
  select s.oid, s.subname::text as name
  from pg_catalog.pg_subscription as s
  join pg_catalog.pg_database as d on d.oid = s.subdbid
  where d.datname = ${quoteLiteral(name)}`
}

async function copySubscriptions(admin: Database, found: readonly SubscriptionRow[], to: Named): Promise<void> {
  const rows = await admin.query<{ oid: number; row: Columns; owner: string }>(
    `select s.oid, pg_catalog.to_jsonb(s) as row, pg_catalog.pg_get_userbyid(s.subowner)::text as owner
     from pg_catalog.pg_subscription as s where s.oid = any ($1)`,
    [found.map(({ oid }) => oid)],
  )
  await inside(to, async (db) => {
    // The copy has the comments, on what has another oid there.
    const comments = await db.query<{ oid: number; text: string }>(
      `select d.objoid as oid, d.description as text from pg_catalog.pg_description as d
       where d.classoid = 'pg_catalog.pg_subscription'::regclass`,
    )
    const textOf = new Map(comments.map(({ oid, text }) => [oid, text]))
    const statements = rows.flatMap(({ oid, row, owner }) => creation(row, owner, textOf.get(oid)))
    try {
      await db.queries(statements)
    } catch (error) {
      throw isServerError(error) ? withoutSecrets(error, statements.join(';\n')) : error
    }
  })
}

/** A row of pg_subscription, whose columns depend on the version. */
type Columns = Readonly<Record<string, unknown>> & {
  readonly subname: string
  readonly subconninfo: string
  readonly subpublications: readonly string[]
  readonly subslotname: string | null
}

const streaming: Readonly<Record<string, string>> = { f: 'off', t: 'on', p: 'parallel' }

const options: Readonly<Record<string, (value: unknown) => string>> = {
  subbinary: (value) => `binary = ${String(value)}`,
  substream: (value) => `streaming = ${streaming[String(value)] ?? String(value)}`,
  subsynccommit: (value) => `synchronous_commit = ${quoteLiteral(String(value))}`,
  subtwophasestate: (value) => `two_phase = ${String(value !== 'd')}`,
  subdisableonerr: (value) => `disable_on_error = ${String(value)}`,
  subpasswordrequired: (value) => `password_required = ${String(value)}`,
  subrunasowner: (value) => `run_as_owner = ${String(value)}`,
  suborigin: (value) => `origin = ${String(value)}`,
  subfailover: (value) => `failover = ${String(value)}`,
}

function creation(row: Columns, owner: string, comment: string | undefined): string[] {
  const slot = row.subslotname === null ? 'NONE' : quoteLiteral(row.subslotname)
  const given = Object.entries(options).flatMap(([column, text]) => (column in row ? [text(row[column])] : []))
  const name = quoteName(row.subname)
  return [
    `CREATE SUBSCRIPTION ${name} CONNECTION ${quoteLiteral(row.subconninfo)}
     PUBLICATION ${row.subpublications.map(quoteName).join(', ')}
     WITH (${['connect = false', `slot_name = ${slot}`, ...given].join(', ')})`,
    `ALTER SUBSCRIPTION ${name} OWNER TO ${quoteName(owner)}`,
    ...(comment === undefined ? [] : [`COMMENT ON SUBSCRIPTION ${name} IS ${quoteLiteral(comment)}`]),
  ]
}

async function inside(database: Named, work: (db: Database) => Promise<unknown>): Promise<void> {
  const db = await database.connect()
  try {
    await work(db)
  } finally {
    await db.close()
  }
}
