// Foreign tables, and the options that only their columns have.
import { changed, extra, missing, reader } from './mutation.ts'
import type { Expected, KindMutations } from './mutation.ts'

const table = (attribute: string): Expected => changed('foreign-table', 'st_foreign_table.t', attribute)
const column = (attribute: string): Expected => changed('column', 'st_foreign_table.t.a', attribute)

export const foreignTables: KindMutations = {
  kind: 'foreign-table',
  schema: `
    CREATE SCHEMA st_foreign_table;
    CREATE FOREIGN DATA WRAPPER st_foreign_table;
    CREATE SERVER st_foreign_table FOREIGN DATA WRAPPER st_foreign_table;
    CREATE SERVER st_foreign_table_too FOREIGN DATA WRAPPER st_foreign_table;
    CREATE FUNCTION st_foreign_table.f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
    CREATE FOREIGN TABLE st_foreign_table.t (a integer OPTIONS (x '1', y '2'), b text, c text)
      SERVER st_foreign_table OPTIONS (one '1', two '2', password 'st_secret');
    CREATE FOREIGN TABLE st_foreign_table.loose (a integer) SERVER st_foreign_table;
    CREATE TABLE st_foreign_table.mother (a integer);
    CREATE FOREIGN TABLE st_foreign_table.child () INHERITS (st_foreign_table.mother) SERVER st_foreign_table;
    CREATE TABLE st_foreign_table.whole (a integer) PARTITION BY LIST (a);
    CREATE FOREIGN TABLE st_foreign_table.part PARTITION OF st_foreign_table.whole FOR VALUES IN (1)
      SERVER st_foreign_table;`,
  mutations: [
    {
      name: 'another server',
      sql: `
        DROP FOREIGN TABLE st_foreign_table.loose;
        CREATE FOREIGN TABLE st_foreign_table.loose (a integer) SERVER st_foreign_table_too`,
      expected: [changed('foreign-table', 'st_foreign_table.loose', 'server')],
    },
    {
      name: 'an option more',
      sql: "ALTER FOREIGN TABLE st_foreign_table.t OPTIONS (three '')",
      expected: [table('options')],
    },
    {
      name: 'an option less',
      sql: 'ALTER FOREIGN TABLE st_foreign_table.t OPTIONS (DROP one)',
      expected: [table('options')],
    },
    {
      name: 'another value of an option',
      sql: "ALTER FOREIGN TABLE st_foreign_table.t OPTIONS (SET one '3')",
      expected: [table('options')],
    },
    {
      name: 'another secret',
      sql: "ALTER FOREIGN TABLE st_foreign_table.t OPTIONS (SET password 'st_other')",
      expected: [table('secrets')],
    },
    {
      name: 'an option of a column',
      sql: "ALTER FOREIGN TABLE st_foreign_table.t ALTER a OPTIONS (SET x '3')",
      expected: [column('foreignOptions')],
    },
    {
      name: 'no option of a column',
      sql: 'ALTER FOREIGN TABLE st_foreign_table.t ALTER a OPTIONS (DROP x, DROP y)',
      expected: [column('foreignOptions')],
    },
    {
      name: 'SET NOT NULL',
      sql: 'ALTER FOREIGN TABLE st_foreign_table.t ALTER a SET NOT NULL',
      expected: [column('notNull')],
    },
    {
      name: 'SET STATISTICS',
      sql: 'ALTER FOREIGN TABLE st_foreign_table.t ALTER a SET STATISTICS 7',
      expected: [changed('column', 'st_foreign_table.t.a', 'statistics', 'statistics')],
    },
    {
      name: 'SET DEFAULT',
      sql: 'ALTER FOREIGN TABLE st_foreign_table.t ALTER a SET DEFAULT 1',
      expected: [extra('default', 'st_foreign_table.t.a')],
    },
    {
      name: 'a CHECK',
      sql: 'ALTER FOREIGN TABLE st_foreign_table.t ADD CONSTRAINT positive CHECK (a > 0)',
      expected: [extra('constraint', 'st_foreign_table.t.positive')],
    },
    {
      name: 'a trigger',
      sql: 'CREATE TRIGGER tr AFTER INSERT ON st_foreign_table.t FOR EACH ROW EXECUTE FUNCTION st_foreign_table.f()',
      expected: [extra('trigger', 'st_foreign_table.t.tr')],
    },
    {
      name: 'extended statistics',
      sql: 'CREATE STATISTICS st_foreign_table.s ON a, b FROM st_foreign_table.t',
      expected: [extra('statistics', 'st_foreign_table.s', 'statistics')],
    },
    {
      name: 'INHERIT',
      sql: 'ALTER FOREIGN TABLE st_foreign_table.loose INHERIT st_foreign_table.mother',
      expected: [changed('foreign-table', 'st_foreign_table.loose', 'inherits')],
    },
    {
      name: 'NO INHERIT',
      sql: 'ALTER FOREIGN TABLE st_foreign_table.child NO INHERIT st_foreign_table.mother',
      expected: [
        changed('foreign-table', 'st_foreign_table.child', 'inherits'),
        changed('column', 'st_foreign_table.child.a', 'isLocal'),
      ],
    },
    {
      name: 'another bound',
      sql: `
        DROP FOREIGN TABLE st_foreign_table.part;
        CREATE FOREIGN TABLE st_foreign_table.part PARTITION OF st_foreign_table.whole FOR VALUES IN (2)
          SERVER st_foreign_table`,
      expected: [changed('foreign-table', 'st_foreign_table.part', 'bound')],
    },
    {
      name: 'ATTACH PARTITION',
      sql: 'ALTER TABLE st_foreign_table.whole ATTACH PARTITION st_foreign_table.loose DEFAULT',
      expected: [
        changed('foreign-table', 'st_foreign_table.loose', 'bound'),
        changed('foreign-table', 'st_foreign_table.loose', 'partitionOf'),
        changed('column', 'st_foreign_table.loose.a', 'isLocal'),
      ],
    },
    {
      name: 'an interrupted DETACH CONCURRENTLY',
      sql: `UPDATE pg_inherits SET inhdetachpending = true WHERE inhrelid = 'st_foreign_table.part'::regclass`,
      expected: [changed('foreign-table', 'st_foreign_table.part', 'detachPending')],
    },
    {
      name: 'the columns in another order',
      sql: `
        ALTER FOREIGN TABLE st_foreign_table.t DROP b;
        ALTER FOREIGN TABLE st_foreign_table.t ADD b text`,
      expected: [changed('foreign-table', 'st_foreign_table.t', 'columnOrder', 'column-order')],
    },
    {
      name: 'OWNER TO',
      sql: `ALTER FOREIGN TABLE st_foreign_table.t OWNER TO ${reader}`,
      expected: [changed('foreign-table', 'st_foreign_table.t', 'owner', 'owners')],
    },
    {
      name: 'a GRANT on a column',
      sql: `GRANT SELECT (a) ON st_foreign_table.t TO ${reader}`,
      expected: [extra('privilege', 'column st_foreign_table.t.a')],
    },
    {
      name: 'a COMMENT',
      sql: "COMMENT ON FOREIGN TABLE st_foreign_table.t IS 'of the self-test'",
      expected: [extra('comment', 'foreign-table st_foreign_table.t', 'comments')],
    },
    {
      name: 'a table of the same name',
      sql: `
        DROP FOREIGN TABLE st_foreign_table.loose;
        CREATE TABLE st_foreign_table.loose (a integer)`,
      expected: [missing('foreign-table', 'st_foreign_table.loose'), extra('table', 'st_foreign_table.loose')],
    },
    {
      name: 'DROP',
      sql: 'DROP FOREIGN TABLE st_foreign_table.t',
      expected: [missing('foreign-table', 'st_foreign_table.t')],
    },
  ],
  harmless: [
    {
      name: 'options in another order',
      sql: `
        ALTER FOREIGN TABLE st_foreign_table.t OPTIONS (DROP one);
        ALTER FOREIGN TABLE st_foreign_table.t OPTIONS (ADD one '1');
        ALTER FOREIGN TABLE st_foreign_table.t ALTER a OPTIONS (DROP x, SET y '2');
        ALTER FOREIGN TABLE st_foreign_table.t ALTER a OPTIONS (ADD x '1')`,
    },
    {
      name: 'a partition that was attached',
      sql: `
        DROP FOREIGN TABLE st_foreign_table.part;
        CREATE FOREIGN TABLE st_foreign_table.part (a integer) SERVER st_foreign_table;
        ALTER TABLE st_foreign_table.whole ATTACH PARTITION st_foreign_table.part FOR VALUES IN (1)`,
    },
  ],
}
