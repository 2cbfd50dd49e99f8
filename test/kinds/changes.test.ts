// Every attribute of types, routines, views, rules, triggers, policies, comments and privileges makes a difference
// when it alone is changed; what has no meaning makes none. Each change is rolled back.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readCatalog } from '../../src/catalog/read-catalog.ts'
import { compare } from '../../src/compare/compare.ts'
import type { Snapshot } from '../../src/model/snapshot.ts'
import type { Database, ScratchServer } from '../../src/server/database.ts'
import { openScratchServer } from '../../src/server/scratch.ts'
import { serverSpecs } from '../support/servers.ts'

const schema = `
  CREATE EXTENSION pg_trgm VERSION '1.3';
  CREATE TYPE e AS ENUM ('a', 'c');
  CREATE DOMAIN d AS integer DEFAULT 1;
  CREATE TYPE c AS (a integer, b text);
  CREATE TYPE r AS RANGE (SUBTYPE = integer);
  CREATE TABLE t (id integer, name text, note text);
  CREATE TABLE u (id integer);
  CREATE FUNCTION f(a integer, b text DEFAULT 'x') RETURNS integer LANGUAGE sql AS 'SELECT 1';
  CREATE FUNCTION s() RETURNS SETOF integer LANGUAGE sql AS 'SELECT 1';
  CREATE FUNCTION atomic() RETURNS integer LANGUAGE sql RETURN 1;
  CREATE PROCEDURE p(a integer) LANGUAGE sql AS 'SELECT 1';
  CREATE AGGREGATE agg(integer) (SFUNC = int4pl, STYPE = integer, INITCOND = '0');
  CREATE VIEW v AS SELECT id, name FROM t;
  CREATE MATERIALIZED VIEW m AS SELECT id, name FROM t;
  CREATE FUNCTION trg() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
  CREATE FUNCTION trg2() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
  CREATE TRIGGER tg AFTER UPDATE ON t FOR EACH ROW EXECUTE FUNCTION trg();
  CREATE RULE ru AS ON UPDATE TO t DO ALSO NOTHING;
  CREATE POLICY po ON t USING (id > 0);
  CREATE TABLE i (id integer GENERATED ALWAYS AS IDENTITY);
  CREATE TABLE parts (id integer) PARTITION BY LIST (id);
  CREATE TABLE part PARTITION OF parts FOR VALUES IN (1) PARTITION BY LIST (id);
  CREATE TABLE subpart PARTITION OF part FOR VALUES IN (1);
  CREATE TRIGGER tg AFTER UPDATE ON parts FOR EACH ROW EXECUTE FUNCTION trg();
  CREATE FUNCTION etrg() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
  CREATE EVENT TRIGGER et ON ddl_command_end WHEN TAG IN ('DROP TABLE', 'CREATE CAST') EXECUTE FUNCTION etrg();
  COMMENT ON TABLE t IS 'old';
  GRANT SELECT, INSERT ON t TO alice, bob;
  ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO alice;`

const triggerWith = (definition: string): string => `CREATE OR REPLACE TRIGGER tg ${definition}`
const viewWith = (definition: string): string => `CREATE OR REPLACE VIEW v ${definition}`
const aggregateWith = (options: string): string =>
  `DROP AGGREGATE agg(integer); CREATE AGGREGATE agg(integer) (SFUNC = int4pl, STYPE = integer, ${options})`
const policyWith = (definition: string): string => `DROP POLICY po ON t; CREATE POLICY po ON t ${definition}`

/** The change, and what alone may differ: kind, id, attribute. */
const changes: readonly (readonly [sql: string, difference: string])[] = [
  [`ALTER EXTENSION pg_trgm UPDATE TO '1.4'`, 'extension pg_trgm version'],
  ['CREATE SCHEMA x; ALTER EXTENSION pg_trgm SET SCHEMA x', 'extension pg_trgm schema, schema x extra'],
  [
    'ALTER FUNCTION f DEPENDS ON EXTENSION pg_trgm',
    'extension-dependency function public.f(integer, text) on pg_trgm extra',
  ],
  [
    'ALTER PROCEDURE p DEPENDS ON EXTENSION pg_trgm',
    'extension-dependency procedure public.p(integer) on pg_trgm extra',
  ],
  ['ALTER TRIGGER tg ON t DEPENDS ON EXTENSION pg_trgm', 'extension-dependency trigger public.t.tg on pg_trgm extra'],
  [
    'ALTER MATERIALIZED VIEW m DEPENDS ON EXTENSION pg_trgm',
    'extension-dependency materialized-view public.m on pg_trgm extra',
  ],
  ['COMMENT ON EXTENSION pg_trgm IS NULL', 'comment extension pg_trgm extra'],
  [`ALTER TYPE e ADD VALUE 'b' BEFORE 'c'`, 'enum public.e labels'],
  ['ALTER TYPE e OWNER TO alice', 'enum public.e owner'],
  ['ALTER DOMAIN d SET DEFAULT 2', 'domain public.d default'],
  ['ALTER DOMAIN d SET NOT NULL', 'domain public.d notNull'],
  ['DROP DOMAIN d; CREATE DOMAIN d AS bigint DEFAULT 1', 'domain public.d type'],
  ['ALTER TYPE c ALTER ATTRIBUTE b TYPE text COLLATE "C"', 'composite public.c columns'],
  ['ALTER TYPE c RENAME ATTRIBUTE b TO z', 'composite public.c columns'],
  ['DROP TYPE r; CREATE TYPE r AS RANGE (SUBTYPE = integer, MULTIRANGE_TYPE_NAME = x)', 'range public.r multirange'],
  [
    'DROP TYPE r; CREATE TYPE r AS RANGE (SUBTYPE = integer, SUBTYPE_DIFF = int4range_subdiff)',
    'range public.r subtypeDiff',
  ],
  [`CREATE OR REPLACE FUNCTION f(a integer, b text DEFAULT 'x') RETURNS integer LANGUAGE sql AS 'SELECT 2'`, 'body'],
  [
    `CREATE OR REPLACE FUNCTION f(a integer, b text DEFAULT 'y') RETURNS integer LANGUAGE sql AS 'SELECT 1'`,
    'argumentDefaults',
  ],
  ['ALTER FUNCTION f IMMUTABLE', 'volatility'],
  ['ALTER FUNCTION f STRICT', 'strict'],
  ['ALTER FUNCTION f SECURITY DEFINER', 'securityDefiner'],
  ['ALTER FUNCTION f LEAKPROOF', 'leakproof'],
  ['ALTER FUNCTION f PARALLEL SAFE', 'parallel'],
  ['ALTER FUNCTION f COST 5', 'cost'],
  ['ALTER FUNCTION f SET work_mem = 64', 'settings'],
  ['ALTER FUNCTION f OWNER TO alice', 'owner'],
  ['ALTER FUNCTION s ROWS 5', 'function public.s() rows'],
  ['CREATE OR REPLACE FUNCTION atomic() RETURNS integer LANGUAGE sql RETURN 2', 'function public.atomic() sqlBody'],
  ['ALTER PROCEDURE p SECURITY DEFINER', 'procedure public.p(integer) securityDefiner'],
  [aggregateWith(`INITCOND = '1'`), 'aggregate public.agg(integer) initialValue'],
  [aggregateWith(`INITCOND = '0', SSPACE = 8`), 'aggregate public.agg(integer) stateSpace'],
  [aggregateWith(`INITCOND = '0', PARALLEL = SAFE`), 'aggregate public.agg(integer) parallel'],
  [aggregateWith(`INITCOND = '0', COMBINEFUNC = int4pl`), 'aggregate public.agg(integer) combineFunction'],
  [aggregateWith(`INITCOND = '0', FINALFUNC_MODIFY = SHAREABLE`), 'aggregate public.agg(integer) finalModify'],
  [aggregateWith(`INITCOND = '0', SORTOP = <`), 'aggregate public.agg(integer) sortOperator'],
  ['CREATE OR REPLACE VIEW v AS SELECT id, name FROM t WHERE id > 0', 'view public.v definition'],
  [viewWith('WITH (security_barrier) AS SELECT id, name FROM t'), 'view public.v options'],
  [viewWith('AS SELECT id, name FROM t WITH CHECK OPTION'), 'view public.v options'],
  ['ALTER VIEW v ALTER id SET DEFAULT 1', 'view public.v columnDefaults'],
  ['ALTER VIEW v OWNER TO alice', 'view public.v owner'],
  ['REFRESH MATERIALIZED VIEW m WITH NO DATA', 'materialized-view public.m populated'],
  ['ALTER MATERIALIZED VIEW m REPLICA IDENTITY FULL', 'materialized-view public.m replicaIdentity'],
  ['ALTER MATERIALIZED VIEW m SET (fillfactor = 50)', 'materialized-view public.m options'],
  ['ALTER MATERIALIZED VIEW m ALTER name SET STATISTICS 5', 'materialized-view public.m columnStatistics'],
  ['ALTER MATERIALIZED VIEW m ALTER name SET STORAGE EXTERNAL', 'materialized-view public.m columnStorage'],
  ['ALTER MATERIALIZED VIEW m ALTER name SET (n_distinct = 5)', 'materialized-view public.m columnOptions'],
  ['ALTER MATERIALIZED VIEW m ALTER name SET COMPRESSION pglz', 'materialized-view public.m columnCompression'],
  ['ALTER TABLE t DISABLE RULE ru', 'rule public.t.ru enabled'],
  ['CREATE OR REPLACE RULE ru AS ON UPDATE TO t WHERE OLD.id > 0 DO ALSO NOTHING', 'rule public.t.ru definition'],
  ['ALTER TABLE t DISABLE TRIGGER tg', 'trigger public.t.tg enabled'],
  [triggerWith('AFTER UPDATE ON t FOR EACH ROW EXECUTE FUNCTION trg2()'), 'trigger public.t.tg function'],
  [triggerWith(`AFTER UPDATE ON t FOR EACH ROW EXECUTE FUNCTION trg('')`), 'trigger public.t.tg arguments'],
  [triggerWith('BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION trg()'), 'trigger public.t.tg timing'],
  [triggerWith('AFTER DELETE ON t FOR EACH ROW EXECUTE FUNCTION trg()'), 'trigger public.t.tg events'],
  [triggerWith('AFTER UPDATE OF id ON t FOR EACH ROW EXECUTE FUNCTION trg()'), 'trigger public.t.tg columns'],
  [triggerWith('AFTER UPDATE ON t FOR EACH STATEMENT EXECUTE FUNCTION trg()'), 'trigger public.t.tg level'],
  [
    triggerWith('AFTER UPDATE ON t FOR EACH ROW WHEN (NEW.id > 0) EXECUTE FUNCTION trg()'),
    'trigger public.t.tg condition',
  ],
  [
    triggerWith('AFTER UPDATE ON t REFERENCING NEW TABLE AS n FOR EACH ROW EXECUTE FUNCTION trg()'),
    'trigger public.t.tg newTable',
  ],
  [policyWith('USING (id > 1)'), 'policy public.t.po using'],
  [policyWith('USING (id > 0) WITH CHECK (id > 0)'), 'policy public.t.po check'],
  [policyWith('FOR SELECT USING (id > 0)'), 'policy public.t.po command'],
  [policyWith('AS RESTRICTIVE USING (id > 0)'), 'policy public.t.po permissive'],
  [policyWith('TO alice USING (id > 0)'), 'policy public.t.po roles'],
  ['ALTER EVENT TRIGGER et DISABLE', 'event-trigger et enabled'],
  [`COMMENT ON TABLE t IS 'new'`, 'comment table public.t text'],
  [`COMMENT ON SEQUENCE i_id_seq IS 'of an identity'`, 'comment sequence public.i_id_seq extra'],
  [`COMMENT ON TYPE r_multirange IS 'of a range'`, 'comment type public.r_multirange extra'],
  [`COMMENT ON TRIGGER tg ON part IS 'a copy'`, 'comment trigger public.part.tg extra'],
  [`COMMENT ON TRIGGER tg ON subpart IS 'a copy'`, 'comment trigger public.subpart.tg extra'],
  [`COMMENT ON COLUMN v.id IS 'of a view'`, 'comment column public.v.id extra'],
  ['GRANT UPDATE ON t TO alice', 'privilege table public.t granted'],
  ['GRANT SELECT ON t TO alice WITH GRANT OPTION', 'privilege table public.t granted'],
  ['REVOKE DELETE ON t FROM CURRENT_USER', 'privilege table public.t revoked'],
  ['GRANT SELECT (note) ON t TO bob', 'privilege column public.t.note extra'],
  ['REVOKE ALL ON FUNCTION f FROM PUBLIC', 'privilege function public.f(integer, text) extra'],
  ['GRANT SELECT ON pg_catalog.pg_authid TO alice', 'privilege table pg_catalog.pg_authid extra'],
  [
    'REVOKE ALL ON FUNCTION similarity(text, text) FROM PUBLIC',
    'privilege function public.similarity(text, text) extra',
  ],
  ['ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO bob', 'default-privilege tables granted'],
  ['ALTER DEFAULT PRIVILEGES REVOKE ALL ON FUNCTIONS FROM PUBLIC', 'default-privilege functions extra'],
  // What has no meaning: the default spelled out, the order of grants, of roles and of tags.
  ['GRANT ALL ON u TO CURRENT_USER', ''],
  ['GRANT SELECT ON u TO bob; REVOKE SELECT ON u FROM bob', ''],
  ['REVOKE ALL ON t FROM alice; GRANT INSERT, SELECT ON t TO alice', ''],
  [
    `DROP EVENT TRIGGER et;
     CREATE EVENT TRIGGER et ON ddl_command_end WHEN TAG IN ('CREATE CAST', 'DROP TABLE') EXECUTE FUNCTION etrg()`,
    '',
  ],
]

describe.each(serverSpecs)('a change of one attribute on %s', (spec) => {
  let server: ScratchServer
  let db: Database
  let before: Snapshot

  beforeAll(async () => {
    server = await openScratchServer(spec)
    await server.ensureRoles(['alice', 'bob'])
    db = await (await server.createDatabase()).connect()
    await db.execute(schema)
    before = await readCatalog(db)
  })
  afterAll(async () => {
    await db?.close()
    await server?.close()
  })

  it.each(changes)('%s', async (sql, expected) => {
    await db.execute('BEGIN')
    try {
      await db.execute(sql)
      const found = compare(before, await readCatalog(db, { withinTransaction: true })).found
      const names = found.map(
        ({ difference: { kind, id, attribute, change } }) => `${kind} ${id} ${attribute ?? change}`,
      )
      expect(names.toSorted()).toEqual(expected === '' ? [] : fullNames(expected).toSorted())
    } finally {
      await db.execute('ROLLBACK')
    }
  })
})

/** A bare attribute is one of the function f. */
function fullNames(expected: string): string[] {
  return expected.includes(' ')
    ? expected.split(/, (?=[a-z-]+ [a-z_])/u)
    : [`function public.f(integer, text) ${expected}`]
}
