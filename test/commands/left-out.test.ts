// What a history does that no catalog holds: rows and positions that are not carried, notifications, roles and what is said
// of them. What `up.sql` carries is not named.
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { fold } from '../../src/commands/fold.ts'
import type { RowChoice } from '../../src/commands/row-choice.ts'
import { readHistory } from '../../src/layouts/read-history.ts'
import { useScratch } from '../support/scratch.ts'

const scratch = useScratch('embedded')
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pgfold-test-'))
  const extensions = join(folder, 'extension')
  await mkdir(extensions)
  await chmod(folder, 0o755)
  await writeFile(join(extensions, 'own_queue.control'), `default_version = '1.0'\nrelocatable = true\n`)
  await writeFile(
    join(extensions, 'own_queue--1.0.sql'),
    `CREATE TABLE queue (name text PRIMARY KEY, n integer DEFAULT 0); INSERT INTO queue VALUES ('first'), ('second');
     CREATE TABLE setting (name text PRIMARY KEY); SELECT pg_extension_config_dump('setting', '');`,
  )
  const db = await scratch.connected()
  await db.execute(`ALTER SYSTEM SET extension_control_path = '$system:${folder}'`)
  await db.execute('SELECT pg_reload_conf()')
})
afterAll(() => rm(folder, { recursive: true }))

async function findingsOf(sql: string, rows: RowChoice = 'auto'): Promise<readonly string[]> {
  const file = join(folder, 'history.sql')
  await writeFile(file, sql)
  const history = await readHistory(file, { layout: 'plain' })
  const options = { prelude: [], rows, copy: false, allowUnmodelled: [], progress: () => undefined, shownAs: 'history' }
  const { findings, replayed } = await fold(scratch.server(), history, options)
  await replayed.db.close()
  return findings.map(({ code, subject, message }) => `${code} ${subject.replace(/^.*(?=:\d)/u, '')}: ${message}`)
}

const rows = `
  CREATE TABLE person (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text);
  CREATE TABLE log (at date, what text) PARTITION BY RANGE (at);
  CREATE TABLE log_2024 PARTITION OF log FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
  CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN INSERT INTO log VALUES ('2024-05-05', TG_OP); RETURN NULL; END $$;
  CREATE TRIGGER note AFTER INSERT OR UPDATE ON person FOR EACH ROW EXECUTE FUNCTION note();
  DO $$ BEGIN FOR i IN 1..3 LOOP INSERT INTO person (name) VALUES (i::text); END LOOP; END $$;
  UPDATE person SET name = 'x' WHERE name = '1';
  DELETE FROM person WHERE name <> 'x';
  CREATE TABLE gone (a integer); INSERT INTO gone VALUES (1); DROP TABLE gone;
  CREATE TEMPORARY TABLE passing (a integer); INSERT INTO passing VALUES (1);
  CREATE MATERIALIZED VIEW people AS SELECT name FROM person;
  CREATE SEQUENCE ticket; SELECT setval('ticket', 77);
  CREATE SEQUENCE unused;`

it('says what was done to each table that --rows leaves out, and where its sequences stand', async () => {
  expect(await findingsOf(rows, 'none')).toEqual([
    'rows-left-out public.log_2024: rows 4 inserted: not carried, since --rows leaves the table out',
    'rows-left-out public.person: rows 3 inserted, 1 updated, 2 deleted: not carried, since --rows leaves the table out',
    'rows-left-out public.ticket: set to 77: not carried, since --rows leaves the sequence out',
  ])
})

it('says of what up.sql carries only what else was done to it', async () => {
  const person = 'rows-changed public.person: rows 3 inserted, 1 updated, 2 deleted: up.sql carries the 1 that is left'
  expect(await findingsOf(rows)).toEqual([person])
  expect(await findingsOf(rows, ['person', 'log', 'ticket'])).toEqual([person])
})

it('says so where rows went from a partition to another, and where none is left', async () => {
  const sql = `CREATE TABLE log (x int); INSERT INTO log VALUES (1), (2); DELETE FROM log;
    CREATE TABLE emptied (x int); INSERT INTO emptied VALUES (1); TRUNCATE emptied;
    CREATE TABLE untouched (x int); UPDATE untouched SET x = 1; INSERT INTO untouched VALUES (1);
    CREATE TABLE part (x int) PARTITION BY LIST (x);
    CREATE TABLE part_1 PARTITION OF part FOR VALUES IN (1);
    CREATE TABLE part_2 PARTITION OF part FOR VALUES IN (2);
    INSERT INTO part VALUES (1), (1); UPDATE part SET x = 2;`
  expect(await findingsOf(sql)).toEqual([
    'rows-changed public.emptied: rows 1 inserted: none is left for up.sql to carry',
    'rows-changed public.log: rows 2 inserted, 2 deleted: none is left for up.sql to carry',
    'rows-changed public.part: rows 4 inserted, 2 deleted: up.sql carries the 2 that are left',
  ])
})

it('names the number of a large object that the server may have chosen', async () => {
  const found = await findingsOf('SELECT lo_create(0); SELECT lo_create(7)')
  expect(found).toHaveLength(1)
  const number = /^large-object-number large-object (\d+): up.sql makes it under the number (\d+): /u.exec(
    found[0] ?? '',
  )
  expect(Number(number?.[1])).toBeGreaterThanOrEqual(16_384)
  expect(number?.[2]).toBe(number?.[1])
})

it('says what a history put into the tables of an extension, beside what its script puts there', async () => {
  const made = 'CREATE EXTENSION own_queue;'
  expect(await findingsOf(made)).toEqual([])
  const used = `${made} INSERT INTO queue VALUES ('third'); UPDATE queue SET n = n + 1; INSERT INTO setting VALUES ('s')`
  expect(await findingsOf(used)).toEqual([
    'rows-left-out public.queue: rows 1 inserted, 3 updated: not carried, since the table belongs to the extension own_queue',
  ])
})

it('names notifications that were sent, not those that a function would send', async () => {
  const sent = `NOTIFY news;
    SELECT pg_notify('news', 'more');
    DO $$ BEGIN PERFORM pg_notify('news', 'most'); END $$;
    CREATE FUNCTION tell() RETURNS void LANGUAGE sql AS $$ SELECT pg_notify('news', 'later') $$;`
  const message = 'NOTIFY in history tells those who listen: up.sql does not'
  expect(await findingsOf(sent)).toEqual([1, 2, 3].map((line) => `notification-left-out :${line}: ${message}`))
})

it('names roles that only running shows, and what is said of objects of the server', async () => {
  const sql = `DO $$ BEGIN EXECUTE format('CREATE ROLE %I', 'left_out_' || 'hidden'); END $$;
    CREATE ROLE left_out_shown;
    COMMENT ON ROLE left_out_shown IS 'somebody'`
  const found = await findingsOf(sql)
  expect(found.map((text) => text.slice(0, text.indexOf(': ')))).toEqual([
    'role-left-out left_out_shown',
    'role-left-out left_out_hidden',
    'cluster-wide-left-out :3',
  ])
})
