// Why a statement finds something missing, where the history itself shows it: a later migration makes it, it is there in
// a schema that the search_path does not name, or it is the runner's own. And who may not run it, where the history has
// become another role.
import { migrationLabel, type History, type Migration } from '../history/migration.ts'
import { splitStatements, type Statement } from '../history/statements.ts'
import { isUserSchema } from '../sql/filters.ts'
import { quotePath } from '../sql/quote.ts'
import type { Database } from './database.ts'
import { instead } from './replay-advice.ts'

interface Circumstances {
  /** In the session of the failed statement; what it had open is rolled back. */
  readonly database: Database
  readonly migration: Migration
  /** The one that failed; undefined for the runner's own BEGIN and COMMIT. */
  readonly statement: Statement | undefined
  /** The migrations that had not run. */
  readonly later: readonly Migration[]
  /** What the runner makes for itself. */
  readonly trackingTables: History['trackingTables']
}

/** A sentence for the hint, or undefined where nothing shows it. */
export async function likelyCause(
  { code, message }: { readonly code: string; readonly message: string },
  circumstances: Circumstances,
): Promise<string | undefined> {
  if (code === insufficientPrivilege) return roleTaken(circumstances)
  const { database, later, trackingTables } = circumstances
  const missing = missingName(code, message)
  if (missing === undefined) return undefined
  await database.execute('ROLLBACK')
  return (
    (await elsewhere(missing, database)) ?? (await madeLater(missing, later)) ?? runnersOwn(missing, trackingTables)
  )
}

interface Missing {
  /** The last part of the name. */
  readonly name: string
  readonly isQualified: boolean
  /** The changes that make such a thing. */
  readonly made: RegExp
}

const patterns: Readonly<Record<string, { readonly message: RegExp; readonly made: RegExp }>> = {
  '42P01': {
    message: /^(?:relation|table|view|sequence|materialized view) "([^"]+)" does not exist/u,
    made: /^CREATE .*(?:TABLE|VIEW|SEQUENCE)/u,
  },
  '42704': { message: /^type "([^"]+)" does not exist/u, made: /^CREATE (?:TYPE|DOMAIN|TABLE)/u },
  '42883': {
    message: /^(?:function|procedure) ([^(]+)\(.*\) does not exist/u,
    made: /^CREATE (?:FUNCTION|PROCEDURE|AGGREGATE)/u,
  },
  '3F000': { message: /^schema "([^"]+)" does not exist/u, made: /^CREATE SCHEMA/u },
}

function missingName(code: string, message: string): Missing | undefined {
  const pattern = patterns[code]
  const name = pattern?.message.exec(message)?.[1]
  if (pattern === undefined || name === undefined) return undefined
  return { name: lastPart(name), isQualified: name.includes('.') || code === '3F000', made: pattern.made }
}

function lastPart(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1)
}

const placesQuery = `
  select n.nspname as schema, pg_catalog.current_setting('search_path') as path
  from (
    select relnamespace as namespace from pg_catalog.pg_class where relname = $1
    union select typnamespace from pg_catalog.pg_type where typname = $1
    union select pronamespace from pg_catalog.pg_proc where proname = $1
  ) as place
  join pg_catalog.pg_namespace as n on n.oid = place.namespace
  where ${isUserSchema('n.nspname')} and not n.nspname = any (pg_catalog.current_schemas(false))
  order by n.nspname collate "C"`

async function elsewhere({ name, isQualified }: Missing, database: Database): Promise<string | undefined> {
  if (isQualified) return undefined
  const [found] = await database.query<{ schema: string; path: string }>(placesQuery, [name])
  if (found === undefined) return undefined
  const path = found.path === '' ? 'empty' : found.path
  return `There is ${quotePath(found.schema, name)}, but the search_path is ${path} here, as an earlier statement or migration of this session left it: write the schema before the name.`
}

async function madeLater({ name, made }: Missing, later: readonly Migration[]): Promise<string | undefined> {
  for (const migration of later) {
    const statements = await splitStatements(migration.up).catch(() => []) // its own error comes when it runs
    const maker = statements.find(({ changes }) =>
      changes.some(({ what, subject }) => made.test(what) && lastPart(subject) === name),
    )
    if (maker === undefined) continue
    const place = `${migration.up.file}:${maker.line}`
    return `${name} is made by ${migrationLabel(migration)} (${place}), which runs later: look at the order of the migrations. ${instead}`
  }
  return undefined
}

function runnersOwn({ name }: Missing, tables: History['trackingTables']): string | undefined {
  if (!tables.some((table) => table.name === name)) return undefined
  return `${name} is the runner's own, made before its first migration: create it in a file given with --prelude. ${instead}`
}

const insufficientPrivilege = '42501'

/** By SET ROLE or SET SESSION AUTHORIZATION, in the script or in the session that it found. */
async function roleTaken({ database, migration, statement }: Circumstances): Promise<string | undefined> {
  await database.execute('ROLLBACK')
  const before = (await splitStatements(migration.up)).filter(({ offset }) => offset < (statement?.offset ?? Infinity))
  const own = lastRole(before)
  if (own === undefined) return mayNot(await roleOfSession(database), 'an earlier migration has')
  const [role] = own.roles
  return mayNot(role, `${migration.up.file}:${own.line} has`)
}

/** The statement that decides which role it is, where one does; what ends with a transaction is over behind it. */
function lastRole(statements: readonly Statement[]): Statement | undefined {
  let last: Statement | undefined
  let local: Statement | undefined
  for (const statement of statements) {
    const { setting = '', untilCommit, transaction } = statement
    if (roleSettings.has(setting)) last = statement
    if (untilCommit.some(({ subject }) => roleSettings.has(subject))) local = statement
    else if (roleSettings.has(setting) || transaction === 'commit' || transaction === 'rollback') local = undefined
  }
  return local ?? last
}

const roleSettings: ReadonlySet<string> = new Set(['role', 'session_authorization'])

/** Undefined where it is the role that the session began with. What is put back here to see that stays as it was. */
async function roleOfSession(database: Database): Promise<string | undefined> {
  const query = 'select current_user::pg_catalog.text as role'
  const [now] = await database.query<{ role: string }>(query)
  await database.execute('BEGIN; RESET SESSION AUTHORIZATION; RESET ROLE')
  const [first] = await database.query<{ role: string }>(query)
  await database.execute('ROLLBACK')
  return now?.role === first?.role ? undefined : now?.role
}

function mayNot(role: string | undefined, who: string): string | undefined {
  if (role === undefined) return undefined
  return `The role ${role} may not do this, which ${who} made the role of the session: grant it what it needs first, in a migration or in a file given with --prelude.`
}
