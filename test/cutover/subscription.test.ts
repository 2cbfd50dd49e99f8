// The whole way there and back of a schema whose down.sql takes a subscription away, beside other kinds that belong to
// no schema or to the database. Nothing connects to a publisher.
import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readCatalog } from '../../src/catalog/read-catalog.ts'
import { apply } from '../../src/commands/apply.ts'
import type { ApplyOptions } from '../../src/commands/apply.ts'
import { archive } from '../../src/commands/archive.ts'
import { consolidate } from '../../src/commands/consolidate.ts'
import { restore } from '../../src/commands/restore.ts'
import { rollback } from '../../src/commands/rollback.ts'
import { verify } from '../../src/commands/verify.ts'
import type { ScratchDatabase } from '../../src/server/database.ts'
import { useScratch } from '../support/scratch.ts'
import { serverSpecs } from '../support/servers.ts'
import { createProject, environmentOf, using } from './project.ts'
import type { Project } from './project.ts'

const files = {
  'migrations/001_create.sql': `
    CREATE SCHEMA shop;
    CREATE TABLE shop.orders (id integer PRIMARY KEY, note text);
    CREATE FUNCTION shop.same(integer, integer) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1 = $2';
    CREATE OPERATOR shop.=== (LEFTARG = integer, RIGHTARG = integer, FUNCTION = shop.same);
    CREATE TEXT SEARCH CONFIGURATION shop.words (COPY = pg_catalog.simple);
    CREATE FOREIGN DATA WRAPPER shop_wrapper;
    CREATE SERVER shop_server FOREIGN DATA WRAPPER shop_wrapper;
    CREATE FOREIGN TABLE shop.far (a integer) SERVER shop_server OPTIONS (name 'far');
    CREATE PUBLICATION shop_out FOR TABLE shop.orders;`,
  'migrations/002_receive.sql': `
    CREATE SUBSCRIPTION shop_in CONNECTION 'host=db.invalid password=hunter2' PUBLICATION p
      WITH (connect = false, slot_name = 'shop_slot');
    CREATE SUBSCRIPTION shop_slotless CONNECTION 'host=db.invalid' PUBLICATION p
      WITH (connect = false, slot_name = NONE);`,
}

let project: Project
beforeAll(async () => {
  project = await createProject(files)
})
afterAll(() => project.remove())

function options(live: ScratchDatabase): ApplyOptions {
  const { consolidated, backups } = project
  const { host, port, user } = live.address
  const scratch = `postgres://${user}@/postgres?host=${encodeURIComponent(host)}&port=${port}`
  return { env: environmentOf(live.address), consolidated, backups, lockTimeout: '200ms', scratch, yes: true }
}

const dropSlot = "SELECT pg_drop_replication_slot('shop_slot')"
const slotLeft = {
  code: 'subscription-slot-left',
  severity: 'warning',
  subject: 'subscription shop_in',
  message: `dropping subscription shop_in leaves its replication slot on the publisher, where it keeps WAL: run ${dropSlot} there`,
}

const stateOf = (live: ScratchDatabase): Promise<unknown> => using(live, async (db) => (await readCatalog(db)).objects)

describe.each(serverSpecs)('a schema with a subscription on a live database of %s', (spec) => {
  const scratch = useScratch(spec)

  it('is applied, verified and rolled back', async () => {
    const live = await scratch.database()
    const before = await stateOf(live)
    expect(await apply(options(live))).toMatchObject({ done: true, created: { subscription: 2 } })
    expect(await verify(options(live))).toMatchObject({ equivalent: true })
    const planned = await rollback({ ...options(live), dryRun: true })
    expect(planned).toMatchObject({ done: false, dropped: { subscription: 2, publication: 1, operator: 1 } })
    expect(planned.sql).toContain('DROP SUBSCRIPTION shop_in;')
    expect(planned.findings).toContainEqual(slotLeft)
    expect(await rollback(options(live))).toMatchObject({
      done: true,
      dropped: { subscription: 2 },
      findings: expect.arrayContaining([slotLeft]) as unknown,
    })
    expect(await stateOf(live)).toEqual(before)
  })

  it('is dropped and applied anew by force', async () => {
    const live = await scratch.database()
    expect((await apply(options(live))).findings).not.toContainEqual(slotLeft)
    const forced = await apply({ ...options(live), force: true })
    expect(forced).toMatchObject({ done: true, dropped: { subscription: 2 } })
    expect(forced.findings.filter(({ code }) => code === slotLeft.code)).toEqual([slotLeft])
    expect(await verify(options(live))).toMatchObject({ equivalent: true })
  })
})

it('names the slot that is left on the publisher, and what sets the secrets', async () => {
  const { migrations, consolidated } = project
  const folded = await consolidate({ history: migrations, out: consolidated, check: true })
  expect(folded.findings.filter(({ code }) => code === slotLeft.code)).toEqual([slotLeft])
  const down = await readFile(join(consolidated, 'down.sql'), 'utf8')
  expect(down).toContain(
    '-- The replication slot stays on the publisher, where it keeps WAL. To drop it there:\n' +
      `-- ${dropSlot};\nALTER SUBSCRIPTION shop_in DISABLE;\n`,
  )
  expect(down.match(/pg_drop_replication_slot/gu)).toHaveLength(1)
  const up = await readFile(join(consolidated, 'up.sql'), 'utf8')
  expect(up).toContain(
    '-- Secrets are not written here. To set them:\n' +
      "-- ALTER SUBSCRIPTION shop_in CONNECTION 'host=db.invalid password=…';\nCREATE SUBSCRIPTION shop_in\n",
  )
  expect(up.match(/Secrets are not written here/gu)).toHaveLength(1)
})

it('is archived and restored', async () => {
  const contents = async (): Promise<readonly (readonly string[])[]> => {
    const names = (await readdir(project.migrations)).toSorted()
    return Promise.all(names.map(async (name) => [name, await readFile(join(project.migrations, name), 'utf8')]))
  }
  const before = await contents()
  expect(await archive(project)).toMatchObject({ done: true, line: '002' })
  expect((await contents()).map(([, text]) => text).join('')).toContain('CREATE SUBSCRIPTION shop_in')
  await restore(project)
  expect(await contents()).toEqual(before)
})
