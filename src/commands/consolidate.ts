// A history, what a command builds, or a live database → a folder with up.sql, down.sql, snapshot.json and manifest.json, which appears only
// when every witness that could run agrees.
import { relative } from 'node:path'
import { PgfoldError } from '../errors.ts'
import type { History } from '../history/migration.ts'
import { isInCode, layoutNamed } from '../layouts/choose-layout.ts'
import { readHistory } from '../layouts/read-history.ts'
import type { HistoryOptions } from '../layouts/read-history.ts'
import type { ConsolidationResult } from '../model/consolidation.ts'
import { bareName, keyOf } from '../model/object.ts'
import type { Progress } from '../model/progress.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { canonical } from '../model/value.ts'
import type { Without } from '../prove/subjects.ts'
import { openScratchServer } from '../server/scratch.ts'
import { openLive } from '../sources/live-source.ts'
import type { Tracking } from '../sources/opened.ts'
import { createRunContext } from '../sources/run-context.ts'
import type { RunOptions } from '../sources/run-context.ts'
import { parseSource } from '../sources/source.ts'
import { withoutTracking } from '../sources/without-tracking.ts'
import { commandBuilder } from './build-command.ts'
import type { OnOutput } from './build-command.ts'
import { historyBuilder } from './build-history.ts'
import type { Builder } from './builder.ts'
import { refuseForeignFolder } from './consolidated-files.ts'
import { foldBuilder, startClock } from './fold.ts'
import type { FoldedSchema, FoldOptions } from './fold.ts'
import { foldLive, withoutItsSchemas } from './fold-live.ts'
import { findTracking, leaveOut, leaveOutSchemas, trackingOfRunner } from './leave-out-tracking.ts'
import { proveAndWrite } from './prove-fold.ts'
import type { ProofOptions } from './prove-fold.ts'
import type { RowChoice } from './row-choice.ts'
import { versionFindings } from './scratch-version.ts'

export interface ConsolidateOptions extends HistoryOptions {
  /** The folder (or one SQL file) that holds the history; beside `run` that of the migrations in code that it runs. */
  readonly history?: string
  /** A command: it is run by the shell, and what it does to an empty scratch database is folded. */
  readonly run?: string
  /** Takes each line that the command prints. */
  readonly onOutput?: OnOutput
  /** A live database instead: its URL, or its name on the configured server. It is only read. */
  readonly from?: string
  /** How a name becomes an address, as in every run. */
  readonly env?: RunOptions['env']
  readonly db?: string
  /** The folder to write. */
  readonly out: string
  /** `embedded`, `installed`, `installed:15` or a URL. Without it `embedded`, or the major of the live database. */
  readonly scratch?: string
  /** SQL files with what exists before the history. */
  readonly prelude?: readonly string[]
  readonly rows?: RowChoice
  /** COPY blocks for psql instead of INSERTs. */
  readonly copy?: boolean
  /** Only these schemas, where any are given. */
  readonly schemas?: readonly string[]
  readonly allowUnmodelled?: readonly string[]
  /** Settings of the database as statements, not in a comment. */
  readonly databaseSettings?: boolean
  /** Write nothing; `outOfDate` of the result names the files that do not hold what would be written. */
  readonly check?: boolean
  readonly progress?: Progress
}

/**
 * Folds, proves and writes. `out` of the result is empty where nothing was written: not proved, or a check.
 * Throws PgfoldError: what reading, replaying and rendering throw; `bad-option` where not one of `history`, `run` (which
 * may have a history) and `from` is given; `command-failed`, `nothing-built` and `other-migrations` of a command; `unverified` where the role may not read all of the live database; `output-exists`, `cannot-write`.
 */
export async function consolidate(options: ConsolidateOptions): Promise<ConsolidationResult> {
  const { history, run, from } = options
  const total = startClock()
  const [given, ...others] = [run ?? history, from].filter((one) => one !== undefined)
  if (given === undefined || others.length > 0) {
    throw new PgfoldError('bad-option', 'a history, a command (--run) or a live database (--from) is folded', {
      hint: 'Give one of the three.',
    })
  }
  if (from !== undefined) return consolidateDatabase(from, options, total)
  if (run !== undefined) return consolidateCommand(run, options, total)
  return consolidateHistory(given, options, total)
}

async function consolidateHistory(place: string, options: ConsolidateOptions, total: () => number) {
  const history = await readHistory(place, options)
  return consolidateBuilt(historyBuilder(history, shownPath(place)), options, total)
}

async function consolidateCommand(command: string, options: ConsolidateOptions, total: () => number) {
  if (command.trim() === '')
    throw new PgfoldError('bad-option', '--run takes a command, not nothing', { hint: example })
  const { history, trackingTable, onOutput = () => undefined } = options
  const migrations =
    history === undefined
      ? undefined
      : { history: await readMigrationsOfCommand(history, options), shownAs: shownPath(history) }
  return consolidateBuilt(commandBuilder(command, onOutput, { migrations, trackingTable }), options, total)
}

/** Migrations in SQL are replayed: of a command that runs them, nobody could say which of them made what. */
async function readMigrationsOfCommand(place: string, { layout }: ConsolidateOptions): Promise<History> {
  const history = await readHistory(place, { isRun: true, ...(layout === undefined ? {} : { layout }) })
  if (isInCode(layoutNamed(history.layout))) return history
  throw new PgfoldError('bad-option', `${shownPath(place)} is read as ${history.layout}, whose migrations are SQL`, {
    hint: 'Leave --run out, or --layout where the migrations are code.',
  })
}

const example = "Write it as for the shell: --run 'npx knex migrate:latest'."

async function consolidateBuilt(builder: Builder, options: ConsolidateOptions, total: () => number) {
  if (!options.check) await refuseForeignFolder(options.out)
  const server = await openScratchServer(options.scratch ?? 'embedded')
  try {
    const folded = await foldBuilder(server, builder, foldOptions(options))
    if (folded.source.kind === 'command') refuseNothing(folded)
    return await proveAndWrite(server, folded, proofOptions(options, total))
  } finally {
    await server.close()
  }
}

// A command that does not read the variables has worked on another database, and nobody would know.
function refuseNothing({ before, after, rows, findings }: FoldedSchema): void {
  const objectsOf = ({ objects }: Snapshot): string =>
    canonical(objects.map(({ attributes, ...object }) => [keyOf(object), attributes]))
  const touchesRows = rows.up.length > 0 || findings.some(({ code }) => code === 'rows-left-out')
  if (touchesRows || objectsOf(before) !== objectsOf(after)) return
  throw new PgfoldError('nothing-built', 'The command of --run left the scratch database as it was', {
    hint: 'Let it take the address from DATABASE_URL, DIRECT_URL, DB_HOST and its like, or PGHOST and its like, and look at the database that it worked on instead.',
  })
}

async function consolidateDatabase(from: string, options: ConsolidateOptions, total: () => number) {
  refusePath(from)
  if (!options.check) await refuseForeignFolder(options.out)
  const { env = process.env, db, scratch } = options
  const context = createRunContext({
    env,
    ...(db === undefined ? {} : { db }),
    ...(scratch === undefined ? {} : { scratch }),
  })
  try {
    const live = await openLive(from, context)
    try {
      const given = await context.scratch()
      const layout = options.layout === undefined ? undefined : layoutNamed(options.layout)
      const tracking = await trackingOfRunner(live.database, options.trackingTable, layout)
      const { folded, server, owners } = await foldLive(given, live.database, { ...foldOptions(options), tracking })
      const findings = [...versionFindings([live], given), ...folded.findings]
      const proof = { ...proofOptions(options, total), owners, without: withoutTracked(tracking, folded.before) }
      return await proveAndWrite(server, { ...folded, findings }, proof)
    } finally {
      await live.close()
    }
  } finally {
    await context.close()
  }
}

function withoutTracked(tracking: Tracking, before: Snapshot): Without {
  const schemas = new Set(before.objects.filter(({ kind }) => kind === 'schema').map(bareName))
  return {
    fromSnapshot: (snapshot) => withoutItsSchemas(withoutTracking(snapshot, [tracking]), { before, tracking }),
    fromCopy: async (db) => {
      await leaveOut(db, await findTracking(db, tracking))
      await leaveOutSchemas(db, tracking, schemas)
    },
  }
}

function refusePath(from: string): void {
  if (parseSource(from).kind === 'live') return
  throw new PgfoldError('bad-option', `--from takes a database (URL or name), not ${from}`, {
    hint: `Run pgfold consolidate ${from} to fold a history.`,
  })
}

function foldOptions(options: ConsolidateOptions): FoldOptions {
  return {
    prelude: options.prelude ?? [],
    rows: options.rows ?? 'auto',
    copy: options.copy ?? false,
    allowUnmodelled: options.allowUnmodelled ?? [],
    schemas: options.schemas ?? [],
    asked: askedKinds(options),
    progress: options.progress ?? (() => undefined),
  }
}

function proofOptions(options: ConsolidateOptions, total: () => number): ProofOptions {
  const { out, check, schemas, progress } = options
  return {
    asked: askedKinds(options),
    out,
    check: check ?? false,
    schemas: schemas ?? [],
    progress: progress ?? (() => undefined),
    total,
  }
}

function askedKinds({ databaseSettings }: ConsolidateOptions): ReadonlySet<string> {
  return new Set(databaseSettings === true ? ['database-setting'] : [])
}

function shownPath(path: string): string {
  const shown = relative(process.cwd(), path)
  return (shown.startsWith('..') ? path : shown || '.').replaceAll('\\', '/')
}
