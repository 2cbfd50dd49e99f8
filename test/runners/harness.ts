// The real runner as the judge of a layout: what it builds from a folder is what our replay builds; what it builds from
// the folder after `archive` is the same, and a second run finds nothing to do; `restore` gives back every byte. Migrations
// in code are not replayed: there the runner's own command is what is folded.
import { symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, vi } from 'vitest'
import { adopt } from '../../src/commands/adopt.ts'
import { apply } from '../../src/commands/apply.ts'
import { archive } from '../../src/commands/archive.ts'
import { compareSchemas } from '../../src/commands/compare-schemas.ts'
import { consolidate } from '../../src/commands/consolidate.ts'
import { restore } from '../../src/commands/restore.ts'
import { rollback } from '../../src/commands/rollback.ts'
import { undoAdopt } from '../../src/commands/undo-adopt.ts'
import type { ScratchDatabase } from '../../src/server/database.ts'
import { quotePath } from '../../src/sql/quote.ts'
import { environmentOf, using, writeFiles } from '../cutover/project.ts'
import { folderWith } from '../layouts/folders.ts'
import { useScratch } from '../support/scratch.ts'
import { urlOf } from '../support/url.ts'
import { runCommand } from './run-program.ts'
import type { Place } from './run-program.ts'
import { contentsOf, hashesOf, pathsOf, removeFiles, rowsOf } from './state.ts'

/** A runner that really runs. */
export interface Runner {
  /** The migration folder, from the project's own. */
  readonly folder: string
  /** Where the migrations are code: the command that is folded. */
  readonly command?: (root: string) => string
  /** Where the migrations are code: takes the newest one back. */
  readonly back?: (root: string) => string
  /** Applies what is pending. Throws where the runner fails. */
  readonly migrate: (place: Place) => Promise<unknown>
  /** The rows in which it records what it applied, as one query. */
  readonly tracking: string
  /** The files of a migration to come, whose table is `next_one`. */
  readonly next: (root: string) => Promise<Readonly<Record<string, string>>> | Readonly<Record<string, string>>
}

interface HistoryChoice {
  readonly layout?: string
  readonly placeholders?: Readonly<Record<string, string>>
  readonly to?: string
}

/** A project, archived and restored again, and the database that the runner had built from it before. */
interface Held {
  readonly root: string
  readonly original: ScratchDatabase
}

/** The claims about one runner, on a server of their own. */
export interface Claims {
  /** A new database that the runner builds from the project's folder. */
  build(root: string): Promise<ScratchDatabase>
  /** What the runner recorded there. */
  recorded(database: ScratchDatabase): Promise<object[]>
  /** The runner's database is what our replay of the folder makes. */
  equalsReplay(database: ScratchDatabase, root: string, choice?: HistoryChoice): Promise<void>
  /** Rolled back and applied again, with the rows that say so, the runner has nothing to do. */
  appliesAgain(original: ScratchDatabase, root: string, choice?: HistoryChoice): Promise<void>
  /** Folded and archived, the folder builds a database like `original`, rows included, and only once. */
  equalsAfterArchive(original: ScratchDatabase, root: string, choice?: HistoryChoice): Promise<void>
  /**
   * Behind `archive`, the runner has nothing to do on an adopted copy of `original`, and applies the next migration there
   * and on a new database; undone, the copy's rows are as they were.
   */
  adopts(original: ScratchDatabase, root: string, choice?: HistoryChoice): Promise<void>
  /**
   * A database that ran a newer migration before `archive` is adopted where what is newer is proved; undone and restored,
   * the runner has nothing to do on it. Leaves the folder as it was.
   */
  adoptsPastTheLine(root: string): Promise<void>
  /** All claims for a project of these files. */
  hold(files: Readonly<Record<string, string>>, choice?: HistoryChoice): Promise<Held>
}

/** Opens the server before the file's tests and closes it behind them. */
export function useRunner(runner: Runner): Claims {
  vi.setConfig({ testTimeout: 300_000 }) // three databases built, and one history folded and proved
  const scratch = useScratch('embedded')
  const placeOf = (root: string, { address }: ScratchDatabase): Place => ({
    root,
    env: { ...environmentOf(address), DATABASE_URL: urlOf(address) },
  })
  const migrate = (root: string, database: ScratchDatabase) => runner.migrate(placeOf(root, database))

  const build: Claims['build'] = async (root) => {
    const database = await scratch.database()
    await migrate(root, database)
    return database
  }
  const recorded: Claims['recorded'] = (database) => using(database, (db) => db.query(runner.tracking))

  const equalsReplay: Claims['equalsReplay'] = async (database, root, choice = {}) => {
    const { to: _, ...reading } = choice // all of it, also what is newer
    const right = join(root, runner.folder)
    const left = urlOf(database.address)
    const { verdict, differences } = await compareSchemas({ left, right, env: {}, scratch: left, ...reading })
    expect({ verdict, differences }).toEqual({ verdict: expect.stringMatching(same) as string, differences: [] })
  }

  const appliesAgain: Claims['appliesAgain'] = async (original, root, choice = {}) => {
    const { consolidated, archived } = pathsOf(root)
    const copy = await scratch.server().copyDatabase(original)
    const db = urlOf(copy.address)
    const folder = { migrations: join(root, runner.folder), archived, ...choice }
    const common = { db, env: {}, consolidated, lockTimeout: '5s', scratch: db, folder }
    const options = { ...common, backups: join(root, 'backups'), backup: false, yes: true }
    await rollback(options)
    const { tracking, findings } = await apply(options)
    if (tracking.length === 0) {
      expect(findings.map(({ code }) => code)).toEqual([expect.stringMatching(/^(?:no-tracking-table|not-recorded)$/)])
      return
    }
    const applied = await recorded(copy)
    expect(applied).not.toEqual([])
    await migrate(root, copy)
    expect(await recorded(copy)).toEqual(applied)
    const { verdict, differences } = await compareSchemas({
      left: urlOf(original.address),
      right: db,
      env: {},
      scratch: db,
    })
    expect({ verdict, differences }).toEqual({ verdict: expect.stringMatching(same) as string, differences: [] })
  }

  const equalsAfterArchive: Claims['equalsAfterArchive'] = async (original, root, choice = {}) => {
    const paths = pathsOf(root)
    const left = urlOf(original.address)
    const history = join(root, runner.folder)
    const command = runner.command?.(root)
    const run = command === undefined ? {} : { run: command }
    const { proved } = await consolidate({ history, out: paths.consolidated, scratch: left, ...choice, ...run })
    expect(proved).toBe(true)
    if (choice.to === undefined) await appliesAgain(original, root, choice)
    await archive({ ...paths, ...choice, migrations: history })
    if (choice.to === undefined) await appliesAgain(original, root, choice)
    const fresh = await build(root)
    const once = await recorded(fresh)
    await migrate(root, fresh)
    expect(await recorded(fresh)).toEqual(once)
    const right = urlOf(fresh.address)
    const { verdict, differences } = await compareSchemas({ left, right, env: {}, scratch: left })
    expect({ verdict, differences }).toEqual({ verdict: expect.stringMatching(same) as string, differences: [] })
    expect(await rowsOf(fresh, runner.tracking)).toEqual(await rowsOf(original, runner.tracking))
    if (runner.back === undefined) return
    await runCommand(runner.back(root), placeOf(root, fresh))
    expect(await recorded(fresh)).toEqual([])
    expect(Object.keys(await rowsOf(fresh, runner.tracking)).filter((table) => !isOfRunner(table))).toEqual([])
    expect(await using(fresh, (db) => db.query(routinesAndTypes))).toEqual([])
  }

  const adopts: Claims['adopts'] = async (original, root, choice = {}) => {
    const { consolidated, archived } = pathsOf(root)
    const copy = await scratch.server().copyDatabase(original)
    const { to: _, ...reading } = choice
    const url = urlOf(copy.address)
    const options = { db: url, env: {}, consolidated, lockTimeout: '5s', scratch: url, ...reading }
    const adoptCopy = () => adopt({ ...options, archived, migrations: join(root, runner.folder) })
    const before = await recorded(copy)
    const first = await adoptCopy()
    expect(first).toMatchObject({ refusal: null, unknown: [], missing: [] })
    const adopted = await recorded(copy)
    await migrate(root, copy)
    expect(await recorded(copy)).toEqual(adopted)
    expect(await adoptCopy()).toMatchObject({ refusal: null, done: false })
    if (first.done) {
      await undoAdopt(options)
      expect(await recorded(copy)).toEqual(before)
      expect(await adoptCopy()).toMatchObject({ refusal: null, done: true, tracking: first.tracking })
    }
    const next = await runner.next(root)
    const replaced = await contentsOf(root, Object.keys(next))
    await writeFiles(root, next)
    await migrate(root, copy)
    const fresh = await build(root)
    for (const database of [copy, fresh]) {
      const found = await using(database, (db) => db.query("select to_regclass('next_one') is not null as there"))
      expect(found).toEqual([{ there: true }])
    }
    const { saved } = await adoptCopy()
    for (const name of saved?.split(', ') ?? []) {
      const table = quotePath(...name.split('.'))
      await using(copy, (db) => db.execute(`drop table ${table}`)) // the new database has none
    }
    const { verdict, differences } = await compareSchemas({
      left: url,
      right: urlOf(fresh.address),
      env: {},
      scratch: url,
    })
    expect({ verdict, differences }).toEqual({ verdict: expect.stringMatching(same) as string, differences: [] })
    for (const [path, text] of replaced) {
      if (text !== undefined) await writeFiles(root, { [path]: text })
      else await removeFiles(root, [path])
    }
  }

  const adoptsPastTheLine: Claims['adoptsPastTheLine'] = async (root) => {
    const { consolidated, archived } = pathsOf(root)
    const migrations = join(root, runner.folder)
    const next = await runner.next(root)
    await writeFiles(root, next)
    const past = await build(root)
    const [before, db] = [await recorded(past), urlOf(past.address)]
    await archive({ consolidated, archived, migrations })
    const options = { db, env: {}, consolidated, archived, migrations, lockTimeout: '5s', scratch: db }
    const run = runner.command?.(root)
    if (run !== undefined)
      expect(await adopt(options)).toMatchObject({ done: false, refusal: { code: 'needs-command' } })
    const drifted = await scratch.server().copyDatabase(past)
    await using(drifted, (live) => live.execute('ALTER TABLE next_one ADD COLUMN by_hand int'))
    const withRun = run === undefined ? options : { ...options, run }
    expect(await adopt({ ...withRun, db: urlOf(drifted.address) })).toMatchObject({
      refusal: { code: 'not-as-proved' },
    })
    expect(await adopt(withRun)).toMatchObject({ state: 'past-the-line', done: true, refusal: null })
    const adopted = await recorded(past)
    await migrate(root, past)
    expect(await recorded(past)).toEqual(adopted)
    await undoAdopt(options)
    await restore(pathsOf(root))
    expect(await recorded(past)).toEqual(before)
    await migrate(root, past)
    expect(await recorded(past)).toEqual(before)
    await removeFiles(root, Object.keys(next))
  }

  const hold: Claims['hold'] = async (files, choice) => {
    const root = await folderWith(files)
    if (runner.command !== undefined) await symlink(packages, join(root, 'node_modules'))
    const before = await hashesOf(root)
    const original = await build(root)
    if (runner.command === undefined) await equalsReplay(original, root, choice)
    await equalsAfterArchive(original, root, choice)
    await adopts(original, root, choice)
    await restore(pathsOf(root))
    expect(await hashesOf(root)).toEqual(before)
    if (runner.command === undefined) await equalsReplay(await build(root), root, choice)
    else await adoptsPastTheLine(root)
    expect(await hashesOf(root)).toEqual(before)
    return { root, original }
  }
  return { build, recorded, equalsReplay, appliesAgain, equalsAfterArchive, adopts, adoptsPastTheLine, hold }
}

/** The lock of a runner, beside the table of its records. */
const isOfRunner = (table: string): boolean => /^public\.\w+_lock$/u.test(table)

const routinesAndTypes = `
  select proname::text as name from pg_catalog.pg_proc where pronamespace = 'public'::regnamespace
  union all select typname::text from pg_catalog.pg_type where typnamespace = 'public'::regnamespace and typtype in ('e', 'd')`

const packages = fileURLToPath(new URL('../../node_modules', import.meta.url))
const same = /^(?:identical|equivalent)$/u
