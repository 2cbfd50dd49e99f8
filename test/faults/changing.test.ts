// A live database that changes between the check and the stamp: the proxy holds a question back while somebody else
// changes something. What was not looked at is not overwritten: the cutover refuses, or both changes stand.
import { expect, it } from 'vitest'
import { using } from '../cutover/project.ts'
import { useScratch } from '../support/scratch.ts'
import { errorOf, stateOf, useCutovers } from './cutovers.ts'
import type { CutoverName } from './cutovers.ts'
import { countPoints } from './points.ts'
import { openProxy, urlThrough } from './proxy.ts'
import type { Fate } from './proxy.ts'

const live = useScratch('embedded')
const cutovers = useCutovers(live)
const point = countPoints('changes between check and stamp', 21)

const beforeTheLock = 'pg_try_advisory_xact_lock'
const commit = 'COMMIT'

interface Change {
  readonly name: CutoverName
  /** Held back is the first question with this text. */
  readonly when: string
  readonly change: string
  /** Undone, so that the cutover may be run again. */
  readonly back: string
  /** The code of the refusal; `done` where both changes stand. */
  readonly code: string
  /** The default of the role. */
  readonly isolation?: string
}

const schema = { change: 'create schema shop', back: 'drop schema shop' }
const table = { change: 'create table public.late (id int)', back: 'drop table public.late' }
const index = { change: 'create index late on shop.customers (id)', back: 'drop index shop.late' }
const view = { change: 'create view public.late as select id from shop.customers', back: 'drop view public.late' }
const column = { change: 'alter table shop.customers add late int', back: 'alter table shop.customers drop late' }
const row = {
  change: `insert into public.migrations values ('003_later.sql')`,
  back: `delete from public.migrations where name = '003_later.sql'`,
}

const changes: readonly Change[] = [
  { name: 'apply', when: beforeTheLock, ...schema, code: 'changed-meanwhile' },
  { name: 'apply', when: 'CREATE SCHEMA shop', ...schema, code: 'sql-error' },
  { name: 'apply', when: 'INSERT INTO public.migrations', ...table, code: 'done' },
  { name: 'apply', when: commit, ...table, code: 'done' },
  { name: 'apply force', when: beforeTheLock, ...index, code: 'changed-meanwhile' },
  { name: 'apply force', when: beforeTheLock, ...view, code: 'dependents' },
  { name: 'apply force', when: 'DROP TABLE shop.orders', ...view, code: 'statement-failed' },
  { name: 'apply force', when: commit, ...table, code: 'done' },
  { name: 'rollback', when: beforeTheLock, ...index, code: 'changed-meanwhile' },
  { name: 'rollback', when: 'DROP VIEW shop.open_orders', ...view, code: 'sql-error' },
  { name: 'rollback', when: commit, ...table, code: 'done' },
  { name: 'adopt', when: beforeTheLock, ...row, code: 'changed-meanwhile' },
  { name: 'adopt', when: 'LOCK TABLE', ...row, code: 'changed-meanwhile' },
  { name: 'adopt', when: 'LOCK TABLE', ...row, code: 'changed-meanwhile', isolation: 'repeatable read' },
  { name: 'adopt', when: beforeTheLock, ...column, code: 'changed-meanwhile' },
  { name: 'adopt', when: commit, ...table, code: 'done' },
  { name: 'adopt --undo', when: beforeTheLock, ...row, code: 'done' },
  {
    name: 'adopt --undo',
    when: beforeTheLock,
    change: 'alter table public.migrations_before_pgfold rename to kept',
    back: 'alter table public.kept rename to migrations_before_pgfold',
    code: 'changed-meanwhile',
  },
  { name: 'adopt --undo', when: commit, ...table, code: 'done' },
]

it.each(changes)('$name, $change, before $when: $code', async ({ name, when, change, back, code, isolation }) => {
  const database = await cutovers.begin(name)
  const changed = await live.server().copyDatabase(database)
  await using(changed, (db) => db.execute(change))
  const expected = await stateOf(changed.address)
  const options = isolation?.replaceAll(' ', '\\ ')
  const env: Record<string, string> =
    options === undefined ? {} : { PGOPTIONS: `-c default_transaction_isolation=${options}` }
  let isHeld = false
  const proxy = await openProxy(database.address, async (question): Promise<Fate> => {
    if (isHeld || !question.includes(when)) return 'pass'
    isHeld = true
    await using(database, (db) => db.execute(change))
    return 'pass'
  })
  const error = await errorOf(cutovers.run(name, database, { db: urlThrough(proxy), env }))
  await proxy.close()
  expect(isHeld).toBe(true)
  expect(error?.code ?? 'done').toBe(code)
  if (error !== undefined) expect(await stateOf(database.address)).toBe(expected)
  await using(database, (db) => db.execute(back))
  expect(await cutovers.expectWhole(name, database, error)).toBe(error === undefined ? 'after' : 'before')
  point()
})

it.each(['apply force', 'rollback'] as const)(
  '%s counts the rows that came before the lock among the dropped',
  async (name) => {
    const database = await cutovers.begin(name)
    const insert = `insert into shop.customers values (9, 'ninth@example.com')`
    const proxy = await openProxy(database.address, async (question): Promise<Fate> => {
      if (question.includes(beforeTheLock)) await using(database, (db) => db.execute(insert))
      return 'pass'
    })
    const rows = name === 'rollback' ? 2 : 3
    expect(await cutovers.run(name, database, { db: urlThrough(proxy) })).toMatchObject({
      droppedRows: { 'shop.customers': rows },
    })
    await proxy.close()
    point()
  },
)
