// The five cutovers of a small project, as the tests of faults run them: where each begins, what it is asked, and how a
// second run says that the first one had come to its end.
import { afterAll, beforeAll, expect } from 'vitest'
import { adopt } from '../../src/commands/adopt.ts'
import { apply } from '../../src/commands/apply.ts'
import { archive } from '../../src/commands/archive.ts'
import { rollback } from '../../src/commands/rollback.ts'
import { undoAdopt } from '../../src/commands/undo-adopt.ts'
import { PgfoldError } from '../../src/errors.ts'
import type { Address, ScratchDatabase, ScratchServer } from '../../src/server/database.ts'
import { dumpByWebAssembly } from '../../src/server/pg-dump-bridge.ts'
import { createProject, shop, using } from '../cutover/project.ts'
import type { Project } from '../cutover/project.ts'
import { urlOf } from '../support/url.ts'

export const cutoverNames = ['apply', 'apply force', 'rollback', 'adopt', 'adopt --undo'] as const
export type CutoverName = (typeof cutoverNames)[number]

/** What a run is asked beyond where it runs. */
interface Wishes {
  readonly lockTimeout?: string
  readonly backup?: boolean
  readonly backups?: string
  readonly db?: string
  readonly env?: Readonly<Record<string, string>>
  readonly progress?: (message: string) => void
}

export interface Cutovers {
  project(): Project
  /** A new database where the cutover begins. */
  begin(name: CutoverName): Promise<ScratchDatabase>
  /** Runs it; nothing is asked of anybody. */
  run(name: CutoverName, database: Pick<ScratchDatabase, 'address'>, wishes?: Wishes): Promise<unknown>
  /** What `begin` gives, and what a run that nothing disturbed makes of it. */
  states(name: CutoverName): Promise<{ readonly before: string; readonly after: string }>
  /**
   * Behind a run that was disturbed: the database is as before or as after, the message says which, and run again it is
   * as after. Returns which it was.
   */
  expectWhole(name: CutoverName, database: ScratchDatabase, error: PgfoldError | undefined): Promise<'before' | 'after'>
}

/** Where the databases are. */
export interface Live {
  database(...sql: readonly string[]): Promise<ScratchDatabase>
  server(): Pick<ScratchServer, 'copyDatabase'>
}

/** The runner's table has no sequence: positions of sequences are not rolled back, by whomever they were taken. */
const table = 'create table public.migrations (name text primary key)'
const rows = `insert into public.migrations values ('001_create.sql'), ('002_levels.sql')`
const built = [shop['migrations/001_create.sql'], shop['migrations/002_levels.sql'], rows]
const inTheWay = `create schema shop;
  create table shop.customers (id integer primary key, nickname text);
  create table shop.orders (id integer primary key, customer integer references shop.customers);
  insert into shop.customers values (7, 'seven of ten'), (8, 'eight')`
const starts = {
  apply: [table],
  'apply force': [table, inTheWay],
  rollback: [table, ...built],
  adopt: [table, ...built],
  'adopt --undo': [table, ...built],
} as const

/** One project for the tests of a file; folded, archived. */
export function useCutovers(live: Live): Cutovers {
  let project: Project | undefined
  const begun = new Map<CutoverName, Promise<Begun>>()
  beforeAll(async () => {
    project = await createProject(shop)
    await archive(project)
  })
  afterAll(() => project?.remove())
  const opened = (): Project => {
    if (project === undefined) throw new Error('the project is not made yet')
    return project
  }
  const run: Cutovers['run'] = (name, { address }, wishes = {}) => {
    // The scratch server of the comparison is the one of the test, so that no other has to be started.
    const own = { env: {}, lockTimeout: '30s', yes: true, backup: false, scratch: urlOf(address), ...wishes }
    const options = { ...opened(), db: urlOf(address), ...own }
    if (name === 'rollback') return rollback(options)
    if (name === 'adopt') return adopt(options)
    if (name === 'adopt --undo') return undoAdopt(options)
    return apply({ ...options, force: name === 'apply force' })
  }
  const start = async (name: CutoverName): Promise<Begun> => {
    const original = await live.database(...starts[name])
    if (name === 'adopt --undo') await run('adopt', original)
    const before = await stateOf(original.address)
    const undisturbed = await live.server().copyDatabase(original)
    await run(name, undisturbed)
    return { original, before, after: await stateOf(undisturbed.address) }
  }
  const begunOnce = (name: CutoverName): Promise<Begun> => {
    const known = begun.get(name) ?? start(name)
    begun.set(name, known)
    return known
  }
  const expectWhole: Cutovers['expectWhole'] = async (name, database, error) => {
    const { before, after } = await begunOnce(name)
    await untilAlone(database)
    const found = await stateOf(database.address)
    if (error === undefined) expect(found).toEqual(after)
    else if (error.code === 'commit-unknown') expect([before, after]).toContain(found)
    else
      expect({ found, told: isTold(error) ? 'nothing was changed' : error }).toEqual({
        found: before,
        told: 'nothing was changed',
      })
    const isBefore = found === before
    const again = await run(name, database).then(
      () => 'done',
      (thrown: unknown) => (thrown as PgfoldError).code,
    )
    expect(again).toMatch(isBefore ? /^done$/u : againThere[name])
    expect(await stateOf(database.address)).toEqual(after)
    return isBefore ? 'before' : 'after'
  }
  return {
    project: opened,
    begin: async (name) => live.server().copyDatabase((await begunOnce(name)).original),
    run,
    states: begunOnce,
    expectWhole,
  }
}

interface Begun {
  readonly original: ScratchDatabase
  readonly before: string
  readonly after: string
}

/** That nothing was changed: by the message, or by the exit code 1, which means it (docs/cutover.md). */
function isTold({ exitCode, message }: PgfoldError): boolean {
  return exitCode === 1 || /nothing was changed|everything was rolled back|^Cannot connect/u.test(message)
}

/** What running again says on a database where it was done. */
const againThere: Readonly<Record<CutoverName, RegExp>> = {
  apply: /^in-the-way$/u,
  'apply force': /^done$/u,
  rollback: /^nothing-to-roll-back$/u,
  adopt: /^done$/u,
  'adopt --undo': /^nothing-to-undo$/u,
}

/** All that the database holds, as pg_dump prints it. */
export async function stateOf(address: Address): Promise<string> {
  const text = await dumpByWebAssembly(address, [])
  return text
    .replaceAll(/^\\(?:un)?restrict .*\n/gmu, '') // its keys are random
    .replaceAll(counter, '')
}

/** Of the server's own in some builds of 15: their own pg_dump leaves it out, that of another version does not know it. */
const counter = /^ALTER TABLE ONLY .* SET \(pg_attver=\d+\);\n+/gmu

/** Until no session but our own is left: the server may notice late that a client is gone. */
async function untilAlone(database: ScratchDatabase): Promise<void> {
  const others = 'select from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()'
  await using(database, async (db) => {
    while ((await db.query(others)).length > 0);
  })
}

/** The error that the work ends in; undefined where it succeeds. Throws what is no error of ours. */
export async function errorOf(work: Promise<unknown>): Promise<PgfoldError | undefined> {
  try {
    await work
    return undefined
  } catch (error) {
    if (error instanceof PgfoldError) return error
    throw error
  }
}
