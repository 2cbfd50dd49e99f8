// A command as a builder: it is run with the address of a scratch database, and what it leaves there is folded without
// the tables of whatever runner it started. Which of its migrations made what nobody knows, even where their folder is
// given.
import { setTimeout as wait } from 'node:timers/promises'
import { PgfoldError } from '../errors.ts'
import { maskSecrets } from '../history/mask-secrets.ts'
import { layoutNamed } from '../layouts/choose-layout.ts'
import type { Layout } from '../layouts/layout.ts'
import type { GivenTable } from '../layouts/tracking-table.ts'
import { databaseEnvironment } from '../server/database-environment.ts'
import type { Database, ScratchDatabase } from '../server/database.ts'
import { runShell } from '../server/program.ts'
import { rolesSince, rolesThere } from '../server/replay-roles.ts'
import { buildAgain } from './build-again.ts'
import { leftOutRole } from './build-history.ts'
import type { Builder, Built } from './builder.ts'
import { withConnection } from './fold-databases.ts'
import { commandSource } from './fold-source.ts'
import type { CommandMigrations } from './fold-source.ts'
import { findAnyTracking, leaveOut, leaveOutSchemas, schemaNames, trackingOfRunner } from './leave-out-tracking.ts'
import type { FoundTracking } from './leave-out-tracking.ts'
import { requireRan } from './ran-migrations.ts'

/** Takes each line that the command prints. */
export type OnOutput = (line: string) => void

/**
 * What is built throws `command-failed` where the command ends with anything but 0, `tracking-in-use`, and where
 * `migrations` are given what `requireRan` throws.
 */
export function commandBuilder(
  command: string,
  onOutput: OnOutput,
  { migrations, trackingTable, cwd }: CommandRun = {},
): Builder {
  const layout = migrations === undefined ? undefined : layoutNamed(migrations.history.layout)
  const findTracking = (db: Database): Promise<FoundTracking[]> => findAnyTracking(db, trackingTable, layout)
  const build = async (
    scratch: ScratchDatabase,
    run: Omit<CommandBuild, 'before' | 'cwd'>,
    hint?: string,
  ): Promise<Built> => {
    const before = await withConnection(scratch, schemaNames)
    await runCommand(command, scratch, { onOutput, cwd, hint })
    return builtOn(scratch, { ...run, before })
  }
  let created: readonly string[] = []
  return {
    source: commandSource(command, migrations),
    migrations: [],
    first: async ({ server, start, progress }) => {
      progress('running the command')
      const scratch = await server.copyDatabase(start)
      const earlier = await withConnection(scratch, rolesThere)
      const built = await build(scratch, { migrations, trackingTable, layout })
      created = await rolesSince(built.db, earlier, server.isOurs)
      await server.adoptRoles(created)
      return built
    },
    again: async (site) => {
      site.progress('running the command once more to find volatile values')
      return buildAgain(site, created, (scratch) => build(scratch, { trackingTable, layout }, secondTime))
    },
    findTracking,
    leftOut: () => Promise.resolve(created.map((role) => leftOutRole(role, 'command'))),
  }
}

/** What is known of what the command runs. */
interface CommandRun {
  readonly migrations?: CommandMigrations | undefined
  /** The runner's table where it has another name. */
  readonly trackingTable?: GivenTable | undefined
  /** Where it is run, the folder of this process without it. */
  readonly cwd?: string | undefined
}

interface CommandBuild extends CommandRun {
  /** The layout of the migrations. */
  readonly layout: Layout | undefined
  /** The schemas that were there before the command. */
  readonly before: ReadonlySet<string>
}

async function builtOn(
  scratch: ScratchDatabase,
  { migrations, trackingTable, layout, before }: CommandBuild,
): Promise<Built> {
  const db = await scratch.connect()
  await untilAlone(db)
  if (migrations !== undefined) await requireRan(db, migrations.history, trackingTable)
  const tracking = await trackingOfRunner(db, trackingTable, layout)
  const leftOut = [
    ...(await leaveOut(db, await findAnyTracking(db, trackingTable, layout))),
    ...(await leaveOutSchemas(db, tracking, before)),
  ]
  return { scratch, db, origins: new Map(), findings: [...(migrations?.history.findings ?? []), ...leftOut] }
}

const longestEnd = 5000

/** A server's process ends behind its client, and only then has it counted all that it did. */
async function untilAlone(db: Database): Promise<void> {
  const deadline = Date.now() + longestEnd
  while (Date.now() < deadline) {
    const [others] = await db.query<{ n: number }>(
      `select pg_catalog.count(*)::pg_catalog.int4 as n from pg_catalog.pg_stat_activity
       where datname = pg_catalog.current_database() and pid <> pg_catalog.pg_backend_pid()`,
    )
    if (others?.n === 0) return
    await wait(10)
  }
}

const shownLines = 60 // of a runner that prints an error with its stack and all fields of the server
const secondTime =
  'It is run twice, each time on a database of its own, to find the values that differ: what it keeps elsewhere has to allow that.'

interface ShellRun extends Pick<CommandRun, 'cwd'> {
  readonly onOutput: OnOutput
  readonly hint?: string | undefined
}

/** Runs it with the address of a scratch database. Throws PgfoldError `command-failed`. */
export async function runCommand(
  command: string,
  { address }: ScratchDatabase,
  { onOutput, cwd, hint }: ShellRun,
): Promise<void> {
  const last: string[] = []
  const onLine = (line: string): void => {
    onOutput(line)
    last.push(maskSecrets(line))
    if (last.length > shownLines) last.shift()
  }
  const { exitCode, problem } = await runShell(command, { env: databaseEnvironment(address), cwd, onLine })
  if (exitCode === 0) return
  const how =
    exitCode === undefined ? `did not end by itself: ${maskSecrets(problem)}` : `ended with exit code ${exitCode}`
  throw new PgfoldError('command-failed', `The command of --run ${how}`, {
    details: last,
    hint:
      connectionHint(last) ??
      hint ??
      'Run it by hand on an empty database; what has to be there before goes into a file given with --prelude.',
  })
}

const notConnected =
  /ECONNREFUSED|ENOTFOUND|connection refused|could not connect|can't reach database|connection to server .* failed/iu

function connectionHint(lines: readonly string[]): string | undefined {
  if (!lines.some((line) => notConnected.test(line))) return undefined
  return 'The scratch server has a Unix socket only (DATABASE_URL with ?host=, DB_HOST, PGHOST). For a tool that needs a port, name a server that has one: --scratch postgres://….'
}
