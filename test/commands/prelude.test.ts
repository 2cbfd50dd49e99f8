// Histories that work on what a prelude made: each is folded and proved, or refused by name before anything runs.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fold } from '../../src/commands/fold.ts'
import type { Fold } from '../../src/commands/fold.ts'
import { readHistory } from '../../src/layouts/read-history.ts'
import { proveConsolidation } from '../../src/prove/prove-consolidation.ts'
import type { ScratchServer } from '../../src/server/database.ts'
import { openScratchServer } from '../../src/server/scratch.ts'
import { heavySpecs } from '../support/servers.ts'

const prelude = `
  CREATE TYPE mood AS ENUM ('sad', 'happy');
  CREATE TYPE old_state AS ENUM ('on', 'off');
  CREATE DOMAIN positive AS integer CONSTRAINT above CHECK (VALUE > 0);
  CREATE SEQUENCE counter;
  CREATE TABLE visitor (id serial PRIMARY KEY, name text);
  INSERT INTO visitor (name) VALUES ('Zoe');
  CREATE TABLE person (id integer PRIMARY KEY, name varchar(20), age integer DEFAULT 1, state old_state DEFAULT 'on');
  CREATE INDEX person_name ON person (name);
  CREATE TABLE pet (id integer, person integer CONSTRAINT pet_person REFERENCES person);
  CREATE FUNCTION double(n integer) RETURNS integer LANGUAGE sql AS 'SELECT n * 2';
  CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
  CREATE TRIGGER touched BEFORE UPDATE ON person FOR EACH ROW EXECUTE FUNCTION touch();
  CREATE POLICY named ON person USING (name <> '');
  CREATE VIEW adult AS SELECT id, name FROM person WHERE age > 17;
  COMMENT ON VIEW adult IS 'grown up';
  CREATE VIEW adult_name AS SELECT name FROM adult;
  CREATE MATERIALIZED VIEW counted AS SELECT count(*) AS n FROM person;
  CREATE UNIQUE INDEX counted_n ON counted (n);
  CREATE TABLE event (id integer, at date NOT NULL, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
  CREATE INDEX event_at ON event (at DESC);
  CREATE TABLE event_2020 PARTITION OF event FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
  CREATE TABLE base (x integer);
  CREATE TABLE derived (y integer) INHERITS (base);
  CREATE TABLE spare (a integer, b integer, c text, d text, e text);
  ALTER TABLE spare ALTER d SET STORAGE external, ALTER d SET COMPRESSION pglz, ALTER e SET STORAGE main;`

const folded: readonly (readonly [what: string, history: string])[] = [
  [
    'columns, in their order',
    'ALTER TABLE person ADD z text, ADD a integer DEFAULT 1, ADD m integer NOT NULL DEFAULT 2',
  ],
  ['columns of a table with descendants', 'ALTER TABLE base ADD late integer DEFAULT 1, ADD early text'],
  ['a child of a table', 'CREATE TABLE young (z integer) INHERITS (base); ALTER TABLE base ADD late integer'],
  ['constraints', 'ALTER TABLE person ADD CONSTRAINT old CHECK (age < 200), ADD CONSTRAINT one_name UNIQUE (name)'],
  ['a foreign key', 'CREATE TABLE toy (id integer PRIMARY KEY); ALTER TABLE pet ADD toy integer REFERENCES toy'],
  [
    'a constraint that changes',
    'ALTER TABLE pet DROP CONSTRAINT pet_person; ALTER TABLE pet ADD CONSTRAINT pet_person FOREIGN KEY (person) REFERENCES person ON DELETE CASCADE',
  ],
  [
    'a key that others refer to',
    'ALTER TABLE pet DROP CONSTRAINT pet_person; ALTER TABLE person DROP CONSTRAINT person_pkey; ALTER TABLE person ADD CONSTRAINT person_pkey PRIMARY KEY (id) WITH (fillfactor = 70); ALTER TABLE pet ADD CONSTRAINT pet_person FOREIGN KEY (person) REFERENCES person',
  ],
  ['rows in a table that was empty', `INSERT INTO person (id, name) VALUES (1, 'Ana'), (2, 'Ben')`],
  [
    'rows that take their numbers from a sequence',
    `INSERT INTO visitor (name) VALUES ('Ana'); SELECT nextval('counter')`,
  ],
  ['an index', 'CREATE INDEX ON person (age)'],
  ['an index that changes', 'DROP INDEX person_name; CREATE INDEX person_name ON person (lower(name))'],
  ['an index of partitions', 'CREATE INDEX event_id ON event (id)'],
  ['a trigger', 'CREATE TRIGGER other AFTER INSERT ON person FOR EACH ROW EXECUTE FUNCTION touch()'],
  [
    'a trigger that changes',
    'DROP TRIGGER touched ON person; CREATE TRIGGER touched AFTER UPDATE OF name ON person FOR EACH ROW EXECUTE FUNCTION touch()',
  ],
  [
    'policies',
    `DROP POLICY named ON person; CREATE POLICY named ON person USING (name <> 'x'); CREATE POLICY more ON person FOR SELECT USING (true); ALTER TABLE person ENABLE ROW LEVEL SECURITY`,
  ],
  [
    'comments and grants',
    `COMMENT ON TABLE person IS 'people'; COMMENT ON VIEW adult IS NULL; GRANT SELECT ON person TO PUBLIC`,
  ],
  ['a function', `CREATE OR REPLACE FUNCTION double(n integer) RETURNS integer LANGUAGE sql STABLE AS 'SELECT n + n'`],
  [
    'the result of a function',
    `DROP FUNCTION double(integer); CREATE FUNCTION double(n integer) RETURNS bigint LANGUAGE sql AS 'SELECT 2::bigint * n'`,
  ],
  ['a view that grows', 'CREATE OR REPLACE VIEW adult AS SELECT id, name, age FROM person WHERE age > 17'],
  [
    'a view that others read',
    'DROP VIEW adult_name; DROP VIEW adult; CREATE VIEW adult AS SELECT name FROM person; CREATE VIEW adult_name AS SELECT name FROM adult',
  ],
  [
    'a materialized view',
    'DROP MATERIALIZED VIEW counted; CREATE MATERIALIZED VIEW counted AS SELECT count(*) + 1 AS n FROM person; CREATE UNIQUE INDEX counted_n ON counted (n)',
  ],
  ['the type of a column', 'ALTER TABLE spare ALTER a TYPE text, ALTER b TYPE numeric(8, 2)'],
  [
    'the type of a column with a default',
    `ALTER TABLE person ALTER state DROP DEFAULT; ALTER TABLE person ALTER state TYPE text; ALTER TABLE person ALTER state SET DEFAULT 'x'; DROP TYPE old_state`,
  ],
  [
    'the type of a column that a view reads',
    "DROP VIEW adult_name, adult; DROP POLICY named ON person; ALTER TABLE person ALTER name TYPE text; CREATE VIEW adult AS SELECT id, name FROM person WHERE age > 17; CREATE VIEW adult_name AS SELECT name FROM adult; CREATE POLICY named ON person USING (name <> '')",
  ],
  ['a new type of a column', `CREATE TYPE size AS ENUM ('s', 'm'); ALTER TABLE spare ALTER c TYPE size USING c::size`],
  [
    'the type of a column, which loses its storage',
    'ALTER TABLE spare ALTER d TYPE varchar(9); ALTER TABLE spare ALTER e TYPE varchar(9); ALTER TABLE spare ALTER e SET STORAGE main',
  ],
  [
    'NOT NULL, defaults and settings of columns',
    'ALTER TABLE person ALTER name SET NOT NULL, ALTER age DROP DEFAULT, ALTER id SET DEFAULT 3, ALTER name SET STATISTICS 50, ALTER name SET (n_distinct = 5)',
  ],
  [
    'settings of a table',
    'ALTER TABLE spare SET (fillfactor = 70, autovacuum_enabled = off), REPLICA IDENTITY FULL; ALTER TABLE spare SET UNLOGGED',
  ],
  ['options of a sequence', 'ALTER SEQUENCE counter AS integer INCREMENT 2 MAXVALUE 100 CYCLE OWNED BY spare.a'],
  [
    'a domain',
    'ALTER DOMAIN positive SET DEFAULT 5; ALTER DOMAIN positive DROP CONSTRAINT above; ALTER DOMAIN positive ADD CONSTRAINT above CHECK (VALUE > 1)',
  ],
  ['a partition', `CREATE TABLE event_2021 PARTITION OF event FOR VALUES FROM ('2021-01-01') TO ('2022-01-01')`],
  [
    'a partition with partitions and its own index',
    `CREATE TABLE event_2022 PARTITION OF event FOR VALUES FROM ('2022-01-01') TO ('2023-01-01') PARTITION BY RANGE (id); CREATE TABLE event_2022_a PARTITION OF event_2022 DEFAULT; CREATE INDEX ON event_2022 (id)`,
  ],
  [
    'views, functions and tables that go',
    'DROP VIEW adult_name; DROP FUNCTION double(integer); DROP TABLE spare; DROP INDEX person_name; DROP TABLE event_2020',
  ],
]

/** Refused, with what names the object. */
const refused: readonly (readonly [what: string, history: string, subject: string])[] = [
  ['a label that goes back', `ALTER TYPE mood ADD VALUE 'fine' BEFORE 'happy'`, 'enum public.mood'],
  ['a column in the middle that goes', 'ALTER TABLE person DROP age CASCADE', 'table public.person'],
  [
    'a column that comes again elsewhere',
    'ALTER TABLE spare DROP a; ALTER TABLE spare ADD a integer',
    'table public.spare',
  ],
  [
    'an identity',
    'ALTER TABLE spare ALTER a SET NOT NULL, ALTER a ADD GENERATED ALWAYS AS IDENTITY',
    'column public.spare.a',
  ],
  ['a partition that is detached', 'ALTER TABLE event DETACH PARTITION event_2020', 'table public.event_2020'],
]

describe.each(heavySpecs)('a history on a prelude, on %s', (spec) => {
  let server: ScratchServer
  let folder: string
  beforeAll(async () => {
    server = await openScratchServer(spec)
    folder = await mkdtemp(join(tmpdir(), 'pgfold-test-'))
    await writeFile(join(folder, 'prelude.sql'), prelude)
  })
  afterAll(async () => {
    await server?.close()
    await rm(folder, { recursive: true, force: true })
  })

  it.each(folded)('folds %s', async (what, sql) => {
    const { history, one } = await foldOnto(what, sql)
    const verdicts = await proveConsolidation({
      scratch: server,
      history,
      before: one.beforeDatabase,
      up: one.upSql,
      down: one.downSql,
      leftOut: one.rows.settled.leftOut,
    })
    const own = verdicts.filter(({ verdict }) => verdict !== 'agree')
    expect(own).toEqual([])
    await history.drop()
    await one.beforeDatabase.drop()
  })

  it.each(refused)('refuses %s by name', async (what, sql, subject) => {
    await expect(foldOnto(what, sql)).rejects.toMatchObject({
      code: 'cannot-fold-change',
      details: expect.arrayContaining([subject]) as unknown,
    })
  })

  async function foldOnto(what: string, sql: string): Promise<{ one: Fold; history: Fold['replayed']['scratch'] }> {
    const file = join(folder, `${what.replaceAll(/\W+/gu, '-')}.sql`)
    await writeFile(file, sql)
    const one = await fold(server, await readHistory(file, { layout: 'plain' }), {
      prelude: [join(folder, 'prelude.sql')],
      rows: 'auto',
      copy: false,
      allowUnmodelled: [],
      shownAs: what,
      progress: () => undefined,
    })
    await one.replayed.db.close()
    return { one, history: one.replayed.scratch }
  }
})
