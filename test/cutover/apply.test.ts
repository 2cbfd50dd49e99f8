import { createHash } from 'node:crypto'
import { cp, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readCatalog } from '../../src/catalog/read-catalog.ts'
import { apply } from '../../src/commands/apply.ts'
import type { ApplyOptions } from '../../src/commands/apply.ts'
import { rollback } from '../../src/commands/rollback.ts'
import { verify } from '../../src/commands/verify.ts'
import type { ScratchDatabase } from '../../src/server/database.ts'
import { useScratch } from '../support/scratch.ts'
import { serverSpecs } from '../support/servers.ts'
import { createProject, environmentOf, shop, using } from './project.ts'
import type { Project } from './project.ts'

let project: Project
beforeAll(async () => {
  project = await createProject(shop)
})
afterAll(() => project.remove())

function options(live: ScratchDatabase): ApplyOptions {
  const { consolidated, backups } = project
  const { host, port, user } = live.address
  // Asked for where the live server is of another major version than the one that folded.
  const scratch = `postgres://${user}@/postgres?host=${encodeURIComponent(host)}&port=${port}`
  return { env: environmentOf(live.address), consolidated, backups, lockTimeout: '200ms', scratch }
}

function stateOf(live: ScratchDatabase): Promise<unknown> {
  return using(live, async (db) => (await readCatalog(db)).objects)
}

const customers = (live: ScratchDatabase): Promise<number> =>
  using(live, async (db) => {
    const [row] = await db.query<{ n: number }>('select count(*)::int as n from shop.customers')
    return row?.n ?? -1
  })

describe.each(serverSpecs)('on a live database of %s', (spec) => {
  const live = useScratch(spec)

  it('applies, verifies, refuses a second time, and rolls back to what was there before', async () => {
    const database = await live.database('create table public.mine (id integer)')
    const before = await stateOf(database)
    const applied = await apply(options(database))
    expect(applied).toMatchObject({
      command: 'apply',
      done: true,
      created: { schema: 1, enum: 1, table: 2, view: 1 },
      dropped: {},
    })
    expect(await customers(database)).toBe(1)

    await expect(apply(options(database))).rejects.toMatchObject({
      code: 'in-the-way',
      exitCode: 1,
      details: ['schema shop', 'enum shop.state', 'table shop.customers', 'table shop.orders', 'view shop.open_orders'],
    })
    const verified = await verify({ ...options(database) })
    expect(verified.differences).toEqual([
      { change: 'extra', kind: 'table', id: 'public.mine', severity: 'significant' },
    ])
    expect(await verify({ ...options(database), schemas: ['shop'] })).toMatchObject({ equivalent: true })

    const undone = await rollback({ ...options(database), yes: true })
    expect(undone).toMatchObject({ done: true, droppedRows: { 'shop.customers': 1, 'shop.orders': 0 } })
    expect(await stateOf(database)).toEqual(before)
    await expect(rollback({ ...options(database), yes: true })).rejects.toMatchObject({
      code: 'nothing-to-roll-back',
      exitCode: 1,
    })
  })

  it('changes nothing on a dry run, whose SQL does the same', async () => {
    const database = await live.database()
    const before = await stateOf(database)
    const planned = await apply({ ...options(database), dryRun: true })
    expect(planned.done).toBe(false)
    expect(await stateOf(database)).toEqual(before)
    await using(database, (db) => db.execute(planned.sql ?? ''))
    expect(await verify(options(database))).toMatchObject({ equivalent: true })
    const present = await stateOf(database)
    const back = await rollback({ ...options(database), dryRun: true })
    expect(await stateOf(database)).toEqual(present)
    await using(database, (db) => db.execute(back.sql ?? ''))
    expect(await stateOf(database)).toEqual(before)
  })

  it('drops by force what is in the way, after a backup that holds it', async () => {
    const database = await live.database(`
      create schema shop;
      create table shop.customers (id integer primary key, nickname text);
      create index extra on shop.customers (nickname);
      insert into shop.customers values (7, 'seven of ten'), (8, 'eight')`)
    const result = await apply({ ...options(database), force: true, yes: true })
    expect(result).toMatchObject({ done: true, droppedRows: { 'shop.customers': 2 } })
    const unknown = result.findings.filter(({ code }) => code === 'unknown-part').map(({ subject }) => subject)
    expect(unknown).toEqual(expect.arrayContaining(['index shop.extra']))
    expect(await readFile(result.backup ?? '', 'utf8')).toContain('seven of ten')
    expect((await stat(result.backup ?? '')).mode & 0o777).toBe(0o600)
    expect(await verify(options(database))).toMatchObject({ equivalent: true })
  })
})

describe('before anything is changed', () => {
  const live = useScratch('embedded')

  async function refused(database: ScratchDatabase, work: () => Promise<unknown>): Promise<unknown> {
    const before = await stateOf(database)
    const error: unknown = await work().then(
      () => 'it was not refused',
      (thrown: unknown) => thrown,
    )
    expect(await stateOf(database)).toEqual(before)
    return error
  }

  it('lists what depends on it from outside and drops nothing', async () => {
    const database = await live.database(
      'create schema shop; create table shop.customers (id integer primary key)',
      'create table public.letters (id integer, customer integer references shop.customers)',
      'create view public.names as select id from shop.customers',
      'create table shop.private (id integer)',
    )
    const error = await refused(database, () => apply({ ...options(database), force: true, yes: true }))
    expect(error).toMatchObject({ code: 'dependents', exitCode: 1 })
    const { details } = error as { details: string[] }
    expect(details.join('\n')).toMatch(/view public\.names depends on/u)
    expect(details.join('\n')).toMatch(/letters_customer_fkey depends on/u)
    expect(details.join('\n')).toMatch(/table shop\.private depends on schema shop/u)
  })

  it('asks for the name of the database, and takes no other answer', async () => {
    const database = await live.database('create schema shop')
    const force = { ...options(database), force: true }
    expect(await refused(database, () => apply(force))).toMatchObject({ code: 'not-confirmed', exitCode: 1 })
    const asked: string[] = []
    const answer = (text: string) => (question: string) => {
      asked.push(question)
      return Promise.resolve(text)
    }
    const wrong = await refused(database, () => apply({ ...force, ask: answer('yes') }))
    expect(wrong).toMatchObject({ code: 'not-confirmed', exitCode: 1 })
    expect(await apply({ ...force, ask: answer(database.name) })).toMatchObject({ done: true })
    expect(asked[0]).toContain(database.name)
  })

  it('names roles that are missing and privileges that are lacking', async () => {
    const database = await live.database()
    await using(database, async (db) => {
      await db.execute('create role cutover_reader login')
    })
    const env = { ...environmentOf(database.address), PGUSER: 'cutover_reader' }
    const error = await refused(database, () => apply({ ...options(database), env }))
    expect(error).toMatchObject({
      code: 'cannot-apply',
      exitCode: 1,
      details: ['role cutover_reader may not create schemas in this database'],
    })
  })

  it('names a read-only database', async () => {
    const database = await live.database()
    await using(database, (db) => db.execute(`alter database ${database.name} set default_transaction_read_only = on`))
    expect(await refused(database, () => apply(options(database)))).toMatchObject({ code: 'cannot-apply' })
  })

  it('rolls back where the database makes something else of up.sql', async () => {
    const database = await live.database(
      'create role cutover_guest',
      'alter default privileges grant select on tables to cutover_guest',
    )
    const error = await refused(database, () => apply(options(database)))
    expect(error).toMatchObject({ code: 'not-as-proved', exitCode: 1 })
    expect((error as { details: string[] }).details).toContain('extra: privilege table shop.orders')
  })

  it('rolls back where up.sql fails, and says where', async () => {
    const database = await live.database(
      `create function public.refuse() returns event_trigger language plpgsql as
       $$ begin raise exception 'no views here'; end $$`,
      `create event trigger refuse on ddl_command_start when tag in ('CREATE VIEW') execute function public.refuse()`,
    )
    expect(await refused(database, () => apply(options(database)))).toMatchObject({ code: 'sql-error', exitCode: 2 })
  })

  it('lets only one cutover work at a time', async () => {
    const database = await live.database()
    const holder = await database.connect()
    await holder.execute('begin; select pg_advisory_xact_lock(123589402520676)')
    const error = await refused(database, () => apply(options(database)))
    await holder.close()
    expect(error).toMatchObject({ code: 'locked', exitCode: 1, details: [expect.stringContaining('process')] })
  })

  it('does not wait long for somebody else’s lock', async () => {
    const database = await live.database()
    await apply(options(database))
    const holder = await database.connect()
    await holder.execute('begin; select count(*) from shop.orders')
    const error = await refused(database, () => rollback({ ...options(database), yes: true, backup: false }))
    await holder.close()
    expect(error).toMatchObject({ code: 'lock-timeout', exitCode: 1 })
  })

  it('refuses to roll back what is not complete, and lists what is missing', async () => {
    const database = await live.database()
    await apply(options(database))
    await using(database, (db) => db.execute('drop view shop.open_orders; drop index shop.orders_open'))
    const error = await refused(database, () => rollback({ ...options(database), yes: true }))
    expect(error).toMatchObject({
      code: 'not-complete',
      details: expect.arrayContaining([
        'missing: index shop.orders_open',
        'missing: view shop.open_orders',
      ]) as string[],
    })
  })

  it('applies a file whose rows are COPY blocks', async () => {
    const consolidated = join(project.root, 'copied')
    await cp(project.consolidated, consolidated, { recursive: true })
    const up = await readFile(join(consolidated, 'up.sql'), 'utf8')
    const data =
      "COPY shop.customers (id, email, level) FROM stdin;\n1\tfirst@example.com\told\n2\tit's; COMMIT\t\\N\n\\.\n"
    const copied = up.replace(/^INSERT INTO shop\.customers[^;]*;\n/mu, () => data)
    expect(copied).toContain(data)
    const manifest = JSON.parse(await readFile(join(consolidated, 'manifest.json'), 'utf8')) as {
      files: Record<string, string>
    }
    manifest.files['up.sql'] = createHash('sha256').update(copied).digest('hex')
    await writeFile(join(consolidated, 'up.sql'), copied)
    await writeFile(join(consolidated, 'manifest.json'), JSON.stringify(manifest))
    const database = await live.database()
    await apply({ ...options(database), consolidated })
    expect(await customers(database)).toBe(2)
  })

  it('verifies drift as different', async () => {
    const database = await live.database()
    await apply(options(database))
    await using(database, (db) => db.execute('alter table shop.customers alter email type text'))
    expect(await verify(options(database))).toMatchObject({
      verdict: 'different',
      differences: [{ change: 'changed', kind: 'column', id: 'shop.customers.email', attribute: 'type' }],
    })
  })
})
