// Folding some schemas alone: what lies in no schema is carried only where it belongs to them, and named otherwise.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { consolidate } from '../../src/commands/consolidate.ts'
import { verify } from '../../src/commands/verify.ts'
import type { Address } from '../../src/server/database.ts'
import { useScratch } from '../support/scratch.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pgfold-test-'))
})
afterAll(() => rm(folder, { recursive: true }))

const scratch = useScratch('embedded')
const schemas = ['public']

const sql = `
  CREATE SCHEMA z; CREATE TABLE z.q (id integer); CREATE TABLE a (id integer);
  CREATE PUBLICATION p FOR TABLE a, z.q; CREATE PUBLICATION s FOR TABLE a, TABLES IN SCHEMA z;
  CREATE PUBLICATION own FOR TABLE a; COMMENT ON PUBLICATION own IS 'of a';
  CREATE PUBLICATION everything FOR ALL TABLES;
  CREATE FOREIGN DATA WRAPPER used; CREATE SERVER used_server FOREIGN DATA WRAPPER used;
  COMMENT ON SERVER used_server IS 'of f'; CREATE FOREIGN TABLE f (id integer) SERVER used_server;
  CREATE FOREIGN DATA WRAPPER unused; COMMENT ON FOREIGN DATA WRAPPER unused IS 'of nothing';
  SELECT lo_create(4711);
  CREATE FUNCTION tell() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
  CREATE EVENT TRIGGER watch ON sql_drop EXECUTE FUNCTION tell()`

const leftOut = [
  ['event-trigger', 'event-trigger watch is left out: it lies in no schema, and nothing that is folded needs it'],
  [
    'foreign-data-wrapper',
    'foreign-data-wrapper unused is left out: it lies in no schema, and nothing that is folded needs it',
  ],
  ['large-object', 'large-object 4711 is left out: it lies in no schema, and nothing that is folded needs it'],
  [
    'publication',
    'publication everything, p, s is left out: it publishes more than tables of the folded schemas, or none of them',
  ],
]

it('carries what the schemas of a live database need, names all else, and verifies there', async () => {
  const live = await scratch.database(sql)
  const [from, out] = [urlOf(live.address), join(folder, 'live')]
  const result = await consolidate({ from, out, env: {}, schemas })
  expect(result.witnesses.filter(({ verdict }) => verdict === 'disagree')).toEqual([])
  expect(outside(result.findings)).toEqual(leftOut)
  const [upSql, downSql] = [await readFile(join(out, 'up.sql'), 'utf8'), await readFile(join(out, 'down.sql'), 'utf8')]
  expect(upSql).toContain('CREATE SERVER used_server')
  expect(upSql).toContain('ALTER PUBLICATION own ADD TABLE ONLY public.a')
  expect(upSql).toContain("COMMENT ON SERVER used_server IS 'of f'")
  for (const other of [/\bz\b/u, /unused/u, /lo_create/u, /EVENT TRIGGER/u, /plpgsql;/u]) {
    expect(upSql).not.toMatch(other)
    expect(downSql).not.toMatch(other)
  }

  const verifying = { db: from, consolidated: out, env: {}, schemas }
  expect(await verify(verifying)).toMatchObject({ equivalent: true, differences: [] })
  const db = await live.connect()
  await db.execute('ALTER PUBLICATION own ADD TABLE z.q')
  await db.close()
  const { differences } = await verify(verifying)
  expect(differences.map(({ change, kind, id }) => `${change} ${kind} ${id}`)).toEqual([
    'extra publication-table own of z.q',
  ])
})

it('does so for a history, beside what its prelude made', async () => {
  const [history, prelude, out] = ['history.sql', 'prelude.sql', 'folded'].map((name) => join(folder, name))
  await writeFile(
    prelude ?? '',
    `CREATE FOREIGN DATA WRAPPER earlier; CREATE FUNCTION gone() RETURNS void LANGUAGE plpgsql AS 'BEGIN END';`,
  )
  await writeFile(history ?? '', `${sql.replace(/CREATE FUNCTION tell[^;]*;[^;]*$/u, '')} DROP FUNCTION gone();`)
  const result = await consolidate({ history: history ?? '', prelude: [prelude ?? ''], out: out ?? '', schemas })
  expect(result.proved).toBe(true)
  expect(outside(result.findings)).toEqual(leftOut.slice(1))
  expect(await readFile(join(out ?? '', 'up.sql'), 'utf8')).not.toMatch(/EXTENSION|earlier/u)
})

function outside(findings: Awaited<ReturnType<typeof consolidate>>['findings']): string[][] {
  return findings
    .filter(({ code }) => code === 'outside-schema')
    .map(({ subject, message }) => [subject, message])
    .toSorted(([one = ''], [other = '']) => (one < other ? -1 : 1))
}

function urlOf({ host, port, user, database }: Address): string {
  return `postgres://${user}@/${database}?host=${encodeURIComponent(host)}&port=${port}`
}
