// An index that is not valid is made again as it was only where it waits for partitions; any other is refused by name.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { compareSchemas } from '../../src/commands/compare-schemas.ts'
import { consolidate } from '../../src/commands/consolidate.ts'
import { useScratch } from '../support/scratch.ts'
import { urlOf } from '../support/url.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pgfold-test-'))
})
afterAll(() => rm(folder, { recursive: true }))

const scratch = useScratch('embedded')
const env = {}

const waiting = `
  CREATE TABLE "Whole" (a integer NOT NULL) PARTITION BY LIST (a);
  CREATE TABLE one PARTITION OF "Whole" FOR VALUES IN (1);
  CREATE TABLE two PARTITION OF "Whole" FOR VALUES IN (2);
  CREATE INDEX "by a" ON ONLY "Whole" (a);
  CREATE INDEX by_one ON one (a);
  ALTER INDEX "by a" ATTACH PARTITION by_one;`
const key = `ALTER TABLE ONLY "Whole" ADD CONSTRAINT "the key" PRIMARY KEY (a);`

async function historyOf(name: string, sql: string): Promise<string> {
  const history = join(folder, `${name}.sql`)
  await writeFile(history, sql)
  return history
}

it('folds one that waits for a partition', async () => {
  const history = await historyOf('waiting', waiting)
  expect(await consolidate({ history, out: join(folder, 'waiting') })).toMatchObject({ proved: true, findings: [] })
})

it('refuses one whose partitions are gone', async () => {
  const gone = `${waiting}\n${key}\nDROP TABLE two;`
  await expect(
    consolidate({ history: await historyOf('gone', gone), out: join(folder, 'gone') }),
  ).rejects.toMatchObject({
    code: 'index-not-valid',
    exitCode: 1,
    details: ['index public."by a"'],
    hint: expect.stringContaining('again'),
  })
  const both = `${gone}\nDROP TABLE one;`
  await expect(
    consolidate({ history: await historyOf('both', both), out: join(folder, 'both') }),
  ).rejects.toMatchObject({ details: ['constraint public."Whole"."the key"', 'index public."by a"'] })
})

it('says it in a comparison', async () => {
  const live = urlOf((await scratch.database(`${waiting}\nDROP TABLE one; DROP TABLE two;`)).address)
  const { findings } = await compareSchemas({ left: live, right: live, env })
  expect(findings.map(({ code, subject }) => [code, subject])).toContainEqual([
    'index-not-valid',
    'index public."by a"',
  ])
})

it('leaves alone what was there before the history and what another schema has', async () => {
  const prelude = await historyOf('prelude', `${waiting}\nDROP TABLE one; DROP TABLE two;`)
  const history = await historyOf('more', 'CREATE SCHEMA app; CREATE TABLE app.more (a integer);')
  const out = join(folder, 'more')
  expect(await consolidate({ history, prelude: [prelude], out })).toMatchObject({ proved: true })
  const all = await historyOf('all', `${waiting}\nDROP TABLE one; DROP TABLE two; CREATE SCHEMA app;`)
  expect(await consolidate({ history: all, schemas: ['app'], out: join(folder, 'app') })).toMatchObject({
    proved: true,
  })
})
