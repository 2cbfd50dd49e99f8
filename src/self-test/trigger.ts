// Triggers of tables, views and partitions; a partition's copy has a state of its own and nothing else.
import { changed, extra, missing } from './mutation.ts'
import type { KindMutations } from './mutation.ts'

export const triggers: KindMutations = {
  kind: 'trigger',
  schema: `
    CREATE SCHEMA st_trigger;
    CREATE FUNCTION st_trigger.f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
    CREATE FUNCTION st_trigger.g() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
    CREATE TABLE st_trigger.t (id integer, name varchar(10));
    CREATE TABLE st_trigger.other (id integer);
    CREATE VIEW st_trigger.v AS SELECT id FROM st_trigger.other;
    CREATE TRIGGER tg AFTER UPDATE ON st_trigger.t FOR EACH ROW EXECUTE FUNCTION st_trigger.f();
    CREATE TRIGGER printed BEFORE INSERT OR UPDATE OF id, name ON st_trigger.t FOR EACH ROW
      WHEN (NEW.name IN ('a', 'b') AND NEW.id BETWEEN 1 AND 2) EXECUTE FUNCTION st_trigger.f('x', 'y');
    CREATE TRIGGER tables AFTER UPDATE ON st_trigger.t REFERENCING OLD TABLE AS o NEW TABLE AS n
      FOR EACH STATEMENT EXECUTE FUNCTION st_trigger.f();
    CREATE CONSTRAINT TRIGGER late AFTER INSERT ON st_trigger.t DEFERRABLE FOR EACH ROW EXECUTE FUNCTION st_trigger.f();
    CREATE TRIGGER onto INSTEAD OF DELETE ON st_trigger.v FOR EACH ROW EXECUTE FUNCTION st_trigger.f();
    CREATE TABLE st_trigger.parts (id integer) PARTITION BY LIST (id);
    CREATE TABLE st_trigger.part PARTITION OF st_trigger.parts FOR VALUES IN (1);
    CREATE TRIGGER tg AFTER UPDATE ON st_trigger.parts FOR EACH ROW EXECUTE FUNCTION st_trigger.f();
    CREATE TRIGGER quiet AFTER DELETE ON st_trigger.parts FOR EACH ROW EXECUTE FUNCTION st_trigger.f();
    ALTER TABLE st_trigger.part DISABLE TRIGGER quiet;`,
  mutations: [
    {
      name: 'another function',
      sql: 'CREATE OR REPLACE TRIGGER tg AFTER UPDATE ON st_trigger.t FOR EACH ROW EXECUTE FUNCTION st_trigger.g()',
      expected: [changed('trigger', 'st_trigger.t.tg', 'function')],
    },
    {
      name: 'an argument',
      sql: `CREATE OR REPLACE TRIGGER tg AFTER UPDATE ON st_trigger.t FOR EACH ROW EXECUTE FUNCTION st_trigger.f('')`,
      expected: [changed('trigger', 'st_trigger.t.tg', 'arguments')],
    },
    {
      name: 'BEFORE',
      sql: 'CREATE OR REPLACE TRIGGER tg BEFORE UPDATE ON st_trigger.t FOR EACH ROW EXECUTE FUNCTION st_trigger.f()',
      expected: [changed('trigger', 'st_trigger.t.tg', 'timing')],
    },
    {
      name: 'another event',
      sql: 'CREATE OR REPLACE TRIGGER tg AFTER DELETE ON st_trigger.t FOR EACH ROW EXECUTE FUNCTION st_trigger.f()',
      expected: [changed('trigger', 'st_trigger.t.tg', 'events')],
    },
    {
      name: 'one more event',
      sql: 'CREATE OR REPLACE TRIGGER tg AFTER UPDATE OR TRUNCATE ON st_trigger.t FOR EACH STATEMENT EXECUTE FUNCTION st_trigger.f()',
      expected: [changed('trigger', 'st_trigger.t.tg', 'events'), changed('trigger', 'st_trigger.t.tg', 'level')],
    },
    {
      name: 'UPDATE OF',
      sql: 'CREATE OR REPLACE TRIGGER tg AFTER UPDATE OF id ON st_trigger.t FOR EACH ROW EXECUTE FUNCTION st_trigger.f()',
      expected: [changed('trigger', 'st_trigger.t.tg', 'columns')],
    },
    {
      name: 'FOR EACH STATEMENT',
      sql: 'CREATE OR REPLACE TRIGGER tg AFTER UPDATE ON st_trigger.t FOR EACH STATEMENT EXECUTE FUNCTION st_trigger.f()',
      expected: [changed('trigger', 'st_trigger.t.tg', 'level')],
    },
    {
      name: 'WHEN',
      sql: 'CREATE OR REPLACE TRIGGER tg AFTER UPDATE ON st_trigger.t FOR EACH ROW WHEN (NEW.id > 0) EXECUTE FUNCTION st_trigger.f()',
      expected: [changed('trigger', 'st_trigger.t.tg', 'condition')],
    },
    {
      name: 'another constant in what prints anew',
      sql: `CREATE OR REPLACE TRIGGER printed BEFORE INSERT OR UPDATE OF id, name ON st_trigger.t FOR EACH ROW WHEN (NEW.name IN ('a', 'c') AND NEW.id BETWEEN 1 AND 2) EXECUTE FUNCTION st_trigger.f('x', 'y')`,
      expected: [changed('trigger', 'st_trigger.t.printed', 'condition')],
    },
    {
      name: 'NEW TABLE',
      sql: 'CREATE OR REPLACE TRIGGER tables AFTER UPDATE ON st_trigger.t REFERENCING OLD TABLE AS o NEW TABLE AS m FOR EACH STATEMENT EXECUTE FUNCTION st_trigger.f()',
      expected: [changed('trigger', 'st_trigger.t.tables', 'newTable')],
    },
    {
      name: 'OLD TABLE',
      sql: 'CREATE OR REPLACE TRIGGER tables AFTER UPDATE ON st_trigger.t REFERENCING NEW TABLE AS n FOR EACH STATEMENT EXECUTE FUNCTION st_trigger.f()',
      expected: [changed('trigger', 'st_trigger.t.tables', 'oldTable')],
    },
    {
      name: 'no CONSTRAINT',
      sql: `
        DROP TRIGGER late ON st_trigger.t;
        CREATE TRIGGER late AFTER INSERT ON st_trigger.t FOR EACH ROW EXECUTE FUNCTION st_trigger.f()`,
      expected: [
        changed('trigger', 'st_trigger.t.late', 'constraint'),
        changed('trigger', 'st_trigger.t.late', 'deferrable'),
      ],
    },
    {
      name: 'FROM',
      sql: `
        DROP TRIGGER late ON st_trigger.t;
        CREATE CONSTRAINT TRIGGER late AFTER INSERT ON st_trigger.t FROM st_trigger.other DEFERRABLE FOR EACH ROW EXECUTE FUNCTION st_trigger.f()`,
      expected: [changed('trigger', 'st_trigger.t.late', 'fromTable')],
    },
    {
      name: 'not DEFERRABLE',
      sql: `
        DROP TRIGGER late ON st_trigger.t;
        CREATE CONSTRAINT TRIGGER late AFTER INSERT ON st_trigger.t FOR EACH ROW EXECUTE FUNCTION st_trigger.f()`,
      expected: [changed('trigger', 'st_trigger.t.late', 'deferrable')],
    },
    {
      name: 'INITIALLY DEFERRED',
      sql: `
        DROP TRIGGER late ON st_trigger.t;
        CREATE CONSTRAINT TRIGGER late AFTER INSERT ON st_trigger.t DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION st_trigger.f()`,
      expected: [changed('trigger', 'st_trigger.t.late', 'initiallyDeferred')],
    },
    {
      name: 'DISABLE',
      sql: 'ALTER TABLE st_trigger.t DISABLE TRIGGER tg',
      expected: [changed('trigger', 'st_trigger.t.tg', 'enabled')],
    },
    {
      name: 'ENABLE REPLICA',
      sql: 'ALTER TABLE st_trigger.t ENABLE REPLICA TRIGGER tg',
      expected: [changed('trigger', 'st_trigger.t.tg', 'enabled')],
    },
    {
      name: 'ENABLE ALWAYS',
      sql: 'ALTER TABLE st_trigger.t ENABLE ALWAYS TRIGGER tg',
      expected: [changed('trigger', 'st_trigger.t.tg', 'enabled')],
    },
    {
      name: 'DISABLE on a partition',
      sql: 'ALTER TABLE st_trigger.part DISABLE TRIGGER tg',
      expected: [extra('trigger', 'st_trigger.part.tg')],
    },
    {
      name: 'a partition has one of its own',
      sql: `
        ALTER TABLE st_trigger.parts DETACH PARTITION st_trigger.part;
        CREATE TRIGGER own AFTER UPDATE ON st_trigger.part FOR EACH ROW EXECUTE FUNCTION st_trigger.f();
        ALTER TABLE st_trigger.parts ATTACH PARTITION st_trigger.part FOR VALUES IN (1);
        ALTER TABLE st_trigger.part DISABLE TRIGGER quiet`,
      expected: [extra('trigger', 'st_trigger.part.own')],
    },
    {
      name: 'on a partition instead of its table',
      sql: `
        DROP TRIGGER tg ON st_trigger.parts;
        CREATE TRIGGER tg AFTER UPDATE ON st_trigger.part FOR EACH ROW EXECUTE FUNCTION st_trigger.f()`,
      expected: [extra('trigger', 'st_trigger.part.tg'), missing('trigger', 'st_trigger.parts.tg')],
    },
    {
      name: 'the copy of a partition is enabled',
      sql: 'ALTER TABLE st_trigger.part ENABLE TRIGGER quiet',
      expected: [missing('trigger', 'st_trigger.part.quiet')],
    },
    {
      name: 'the copy of a partition fires always',
      sql: 'ALTER TABLE st_trigger.part ENABLE ALWAYS TRIGGER quiet',
      expected: [changed('trigger', 'st_trigger.part.quiet', 'enabled')],
    },
    {
      name: 'a partition has its own instead of the copy',
      sql: `
        DROP TRIGGER quiet ON st_trigger.parts;
        CREATE TRIGGER quiet AFTER DELETE ON st_trigger.part FOR EACH ROW EXECUTE FUNCTION st_trigger.f()`,
      expected: [
        changed('trigger', 'st_trigger.part.quiet', 'arguments'),
        changed('trigger', 'st_trigger.part.quiet', 'columns'),
        changed('trigger', 'st_trigger.part.quiet', 'constraint'),
        changed('trigger', 'st_trigger.part.quiet', 'deferrable'),
        changed('trigger', 'st_trigger.part.quiet', 'enabled'),
        changed('trigger', 'st_trigger.part.quiet', 'events'),
        changed('trigger', 'st_trigger.part.quiet', 'function'),
        changed('trigger', 'st_trigger.part.quiet', 'inherited'),
        changed('trigger', 'st_trigger.part.quiet', 'initiallyDeferred'),
        changed('trigger', 'st_trigger.part.quiet', 'level'),
        changed('trigger', 'st_trigger.part.quiet', 'timing'),
        missing('trigger', 'st_trigger.parts.quiet'),
      ],
    },
    {
      name: 'RENAME TO',
      sql: 'ALTER TRIGGER tg ON st_trigger.t RENAME TO renamed',
      expected: [extra('trigger', 'st_trigger.t.renamed'), missing('trigger', 'st_trigger.t.tg')],
    },
    {
      name: 'DROP of a view',
      sql: 'DROP TRIGGER onto ON st_trigger.v',
      expected: [missing('trigger', 'st_trigger.v.onto')],
    },
  ],
  harmless: [
    {
      name: 'recreated',
      sql: `
        DROP TRIGGER tg ON st_trigger.t;
        CREATE TRIGGER tg AFTER UPDATE ON st_trigger.t FOR EACH ROW EXECUTE PROCEDURE st_trigger.f()`,
    },
    {
      name: 'disabled and enabled',
      sql: `
        ALTER TABLE st_trigger.t DISABLE TRIGGER ALL;
        ALTER TABLE st_trigger.t ENABLE TRIGGER ALL`,
    },
    {
      name: 'events in another order',
      sql: `CREATE OR REPLACE TRIGGER printed BEFORE UPDATE OF name, id OR INSERT ON st_trigger.t FOR EACH ROW WHEN (NEW.name IN ('a', 'b') AND NEW.id BETWEEN 1 AND 2) EXECUTE FUNCTION st_trigger.f('x', 'y')`,
    },
    {
      name: 'as it is printed',
      sql: `DO $$ DECLARE trigger text := pg_get_triggerdef(oid) FROM pg_trigger WHERE tgname = 'printed'; BEGIN DROP TRIGGER printed ON st_trigger.t; EXECUTE trigger; END $$`,
    },
    {
      name: 'a partition detached and attached',
      sql: `
        ALTER TABLE st_trigger.parts DETACH PARTITION st_trigger.part;
        ALTER TABLE st_trigger.parts ATTACH PARTITION st_trigger.part FOR VALUES IN (1);
        ALTER TABLE st_trigger.part DISABLE TRIGGER quiet`,
    },
  ],
}
