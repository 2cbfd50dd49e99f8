// pg_dump, the outside witness, and the backup before anything is dropped (manual, "pg_dump"). A native one whose
// major is at least the server's is used where the machine has it, otherwise the WebAssembly build of 18, so
// that it is always there. The address travels in the environment, never in arguments.
import { open, rm } from 'node:fs/promises'
import { PgfoldError } from '../errors.ts'
import type { Address, Database } from './database.ts'
import { dumpForServer } from './dump-for-server.ts'
import { programFolders } from './installed-binaries.ts'
import { ownerToken } from './owner.ts'
import { dumpByWebAssembly, dumpFailed, webAssemblyMajor } from './pg-dump-bridge.ts'
import { findIn, runProgram, withoutServerVariables } from './program.ts'
import { isServerError, withoutSecrets } from './replay-error.ts'
import { publish } from './unfinished-backup.ts'

interface DumpOptions {
  /** `ALTER … OWNER TO`; left out by default, since another server may lack the roles. */
  readonly owners?: boolean
  /** `GRANT` and `REVOKE`; left out by default for the same reason. */
  readonly privileges?: boolean
  /** `SECURITY LABEL`, which fails where the server has not loaded the provider; left out by default. */
  readonly labels?: boolean
}

/** What pg_dump wrote, and which one it was: `pg_dump 15.18` or `pg_dump 18 (WebAssembly)`. */
export interface SchemaDump {
  readonly text: string
  readonly program: string
}

/**
 * The schema without the rows, as SQL that any client can run. Two dumps of one database by one program are
 * the same text. Throws `pg-dump-failed` or `no-pg-dump`.
 */
export async function dumpSchema(
  database: Pick<Database, 'address' | 'serverVersion'>,
  options: DumpOptions = {},
): Promise<SchemaDump> {
  const { address, serverVersion } = database
  const args = [
    '--schema-only',
    ...(options.owners === true ? [] : ['--no-owner']),
    ...(options.privileges === true ? [] : ['--no-privileges']),
    ...(options.labels === true ? [] : ['--no-security-labels']),
  ]
  const native = await nativeProgram(serverVersion)
  if (!native) {
    return { text: await dumpByWebAssembly(address, args), program: `pg_dump ${webAssemblyMajor} (WebAssembly)` }
  }
  const key = hasRestrictKey(native) ? [`--restrict-key=${restrictKey}`] : []
  const text = await runNative(native, address, [...args, '--encoding=UTF8', ...key])
  return { text: text.replace(restrictLines, ''), program: `pg_dump ${native.version}` }
}

/**
 * Everything in the database, rows, owners and privileges included, as an SQL file that only its owner may
 * read. The file appears when it is complete, under another name where this one is taken: its path is returned. No table
 * is waited for longer than `lockTimeout`. Throws as `dumpSchema` does.
 */
export async function dumpToFile(database: Database, file: string, lockTimeout: string): Promise<string> {
  const { address, serverVersion } = database
  const program = await nativeProgram(serverVersion)
  const unfinished = `${file}.${await ownerToken()}`
  const patience = `--lock-wait-timeout=${lockTimeout}`
  const handle = await open(unfinished, 'wx', 0o600)
  try {
    try {
      // The program truncates the file that is there already, which keeps its mode.
      if (program) await runNative(program, address, [`--file=${unfinished}`, patience])
      else await handle.writeFile(await backupByWebAssembly(database, patience))
      await handle.sync()
    } finally {
      await handle.close()
    }
    return await publish(unfinished, file)
  } catch (error) {
    await rm(unfinished, { force: true })
    throw error
  }
}

/** Runs a schema dump on a database; the settings it makes for its session are undone. */
export async function restoreSchemaDump(database: Database, dump: SchemaDump): Promise<void> {
  const sql = await dumpForServer(database, dump.text)
  try {
    await database.execute(sql)
  } catch (error) {
    throw isServerError(error) ? withoutSecrets(error, sql) : error
  }
  await database.execute('RESET ALL')
}

interface NativeProgram {
  readonly file: string
  /** As printed: `15.18`, `19beta1`. */
  readonly version: string
  readonly major: number
  readonly minor: number
}

let installed: Promise<readonly NativeProgram[]> | undefined

async function nativeProgram(serverVersion: number): Promise<NativeProgram | undefined> {
  const major = Math.floor(serverVersion / 10_000)
  installed ??= listPrograms()
  const program = (await installed).find((each) => each.major >= major)
  if (program || major <= webAssemblyMajor) return program
  throw new PgfoldError('no-pg-dump', `No pg_dump on this machine is new enough for PostgreSQL ${major}`, {
    hint: `Install the client programs of PostgreSQL ${major}.`,
  })
}

async function listPrograms(): Promise<readonly NativeProgram[]> {
  const files = (await programFolders()).flatMap((folder) => findIn(folder, 'pg_dump') ?? [])
  const programs = await Promise.all(files.map(programAt))
  return programs.filter((each) => each !== undefined).sort((a, b) => b.major - a.major)
}

async function programAt(file: string): Promise<NativeProgram | undefined> {
  const { exitCode, stdout } = await runProgram(file, ['--version'])
  const [, version, major, minor] = /((\d+)(?:\.(\d+))?\S*)/u.exec(stdout) ?? []
  if (exitCode !== 0 || version === undefined) return undefined
  return { file, version, major: Number(major), minor: Number(minor ?? 0) }
}

// `\restrict KEY` came with the security releases of August 2025, and --restrict-key with it.
const firstWithRestrictKey = new Map([
  [13, 22],
  [14, 19],
  [15, 14],
  [16, 10],
  [17, 6],
])
const restrictKey = 'pgfold'
const restrictLines = new RegExp(`^\\\\(?:un)?restrict ${restrictKey}\\n`, 'gmu')

function hasRestrictKey({ major, minor }: NativeProgram): boolean {
  return major >= 18 || minor >= (firstWithRestrictKey.get(major) ?? Number.POSITIVE_INFINITY)
}

async function runNative(program: NativeProgram, address: Address, args: readonly string[]): Promise<string> {
  const result = await runProgram(program.file, [...args, '--no-password'], { env: libpqEnvironment(address) })
  if (result.exitCode === 0) return result.stdout
  throw dumpFailed(address, `${result.problem}${result.stderr}`)
}

// The address is all that counts: other variables would change it again, or the encoding and the session.
function libpqEnvironment(address: Address): Readonly<Record<string, string | undefined>> {
  return {
    ...withoutServerVariables(),
    PGHOST: address.host,
    PGPORT: String(address.port),
    PGUSER: address.user,
    PGDATABASE: address.database,
    PGPASSWORD: address.password,
    PGSSLMODE: address.sslmode,
    PGSSLROOTCERT: address.sslrootcert,
    PGOPTIONS: address.options,
    LC_ALL: 'C',
  }
}

// The WebAssembly build returns its text decoded, which bytes of no known encoding do not survive.
async function backupByWebAssembly(database: Database, patience: string): Promise<string> {
  const [row] = await database.query<{ encoding: string }>("select current_setting('server_encoding') as encoding")
  if (row?.encoding === 'SQL_ASCII') {
    throw new PgfoldError('no-pg-dump', 'A backup of a database with encoding SQL_ASCII needs a native pg_dump', {
      hint: "Install PostgreSQL's client programs, of at least the server's version.",
    })
  }
  return dumpByWebAssembly(database.address, ['--rows-per-insert=100', patience])
}
