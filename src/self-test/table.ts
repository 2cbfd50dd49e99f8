// Tables, inherited, typed, partitioned and plain; their columns, keys and grants are kinds of their own.
import { changed, extra, missing, reader } from './mutation.ts'
import type { KindMutations } from './mutation.ts'

export const tables: KindMutations = {
  kind: 'table',
  schema: `
    CREATE SCHEMA st_table;
    CREATE TABLE st_table.t (a integer, b text, c integer);
    CREATE UNLOGGED TABLE st_table.quick (a integer);
    CREATE TYPE st_table.shape AS (a integer, b text);
    CREATE TABLE st_table.typed OF st_table.shape;
    CREATE TABLE st_table.like_typed (a integer, b text);
    CREATE TABLE st_table.mother (a integer);
    CREATE TABLE st_table.father (a integer);
    CREATE TABLE st_table.child () INHERITS (st_table.mother, st_table.father);
    CREATE TABLE st_table.loose (a integer);
    CREATE TABLE st_table.stored (a integer, b text) WITH (fillfactor = 70, autovacuum_enabled = off, toast.autovacuum_enabled = off);
    CREATE INDEX t_a ON st_table.t (a);
    CREATE UNIQUE INDEX quick_a ON st_table.quick (a);
    CREATE TABLE st_table.keyed (a integer NOT NULL);
    CREATE UNIQUE INDEX keyed_a ON st_table.keyed (a);`,
  mutations: [
    {
      name: 'SET UNLOGGED',
      sql: 'ALTER TABLE st_table.t SET UNLOGGED',
      expected: [changed('table', 'st_table.t', 'persistence')],
    },
    {
      name: 'SET LOGGED',
      sql: 'ALTER TABLE st_table.quick SET LOGGED',
      expected: [changed('table', 'st_table.quick', 'persistence')],
    },
    {
      name: 'fillfactor',
      sql: 'ALTER TABLE st_table.t SET (fillfactor = 50)',
      expected: [changed('table', 'st_table.t', 'options', 'storage')],
    },
    {
      name: 'RESET of an option',
      sql: 'ALTER TABLE st_table.stored RESET (autovacuum_enabled)',
      expected: [changed('table', 'st_table.stored', 'options', 'storage')],
    },
    {
      name: 'an option of the TOAST table',
      sql: 'ALTER TABLE st_table.stored SET (toast.autovacuum_enabled = on)',
      expected: [changed('table', 'st_table.stored', 'options', 'storage')],
    },
    {
      name: 'REPLICA IDENTITY FULL',
      sql: 'ALTER TABLE st_table.t REPLICA IDENTITY FULL',
      expected: [changed('table', 'st_table.t', 'replicaIdentity')],
    },
    {
      name: 'REPLICA IDENTITY NOTHING',
      sql: 'ALTER TABLE st_table.t REPLICA IDENTITY NOTHING',
      expected: [changed('table', 'st_table.t', 'replicaIdentity')],
    },
    {
      name: 'REPLICA IDENTITY USING INDEX',
      sql: 'ALTER TABLE st_table.keyed REPLICA IDENTITY USING INDEX keyed_a',
      expected: [
        changed('table', 'st_table.keyed', 'replicaIdentity'),
        changed('index', 'st_table.keyed_a', 'isReplicaIdentity'),
      ],
    },
    {
      name: 'CLUSTER ON',
      sql: 'ALTER TABLE st_table.t CLUSTER ON t_a',
      expected: [changed('index', 'st_table.t_a', 'isClustered')],
    },
    {
      name: 'ENABLE ROW LEVEL SECURITY',
      sql: 'ALTER TABLE st_table.t ENABLE ROW LEVEL SECURITY',
      expected: [changed('table', 'st_table.t', 'rowSecurity')],
    },
    {
      name: 'FORCE ROW LEVEL SECURITY',
      sql: 'ALTER TABLE st_table.t FORCE ROW LEVEL SECURITY',
      expected: [changed('table', 'st_table.t', 'forceRowSecurity')],
    },
    {
      name: 'NOT OF',
      sql: 'ALTER TABLE st_table.typed NOT OF',
      expected: [changed('table', 'st_table.typed', 'ofType')],
    },
    {
      name: 'OF',
      sql: 'ALTER TABLE st_table.like_typed OF st_table.shape',
      expected: [changed('table', 'st_table.like_typed', 'ofType')],
    },
    {
      name: 'NO INHERIT',
      sql: 'ALTER TABLE st_table.child NO INHERIT st_table.father',
      expected: [changed('table', 'st_table.child', 'inherits')],
    },
    {
      name: 'INHERIT',
      sql: 'ALTER TABLE st_table.loose INHERIT st_table.mother',
      expected: [changed('table', 'st_table.loose', 'inherits')],
    },
    {
      name: 'the order of the parents',
      sql: `
        ALTER TABLE st_table.child NO INHERIT st_table.mother;
        ALTER TABLE st_table.child INHERIT st_table.mother`,
      expected: [changed('table', 'st_table.child', 'inherits')],
    },
    {
      name: 'another order of columns',
      sql: 'ALTER TABLE st_table.t DROP b, ADD b text',
      expected: [changed('table', 'st_table.t', 'columnOrder', 'column-order')],
    },
    {
      name: 'another access method',
      sql: `
        CREATE ACCESS METHOD st_heap TYPE TABLE HANDLER heap_tableam_handler;
        DROP TABLE st_table.loose;
        CREATE TABLE st_table.loose (a integer) USING st_heap`,
      expected: [extra('access-method', 'st_heap'), changed('table', 'st_table.loose', 'accessMethod', 'storage')],
    },
    {
      name: 'TABLESPACE',
      sql: [
        'SET allow_in_place_tablespaces = on',
        `CREATE TABLESPACE st_table LOCATION ''`,
        'ALTER TABLE st_table.t SET TABLESPACE st_table',
      ],
      requires: 15,
      cleanUp: 'DROP TABLESPACE st_table',
      expected: [changed('table', 'st_table.t', 'tablespace', 'storage')],
    },
    {
      name: 'OWNER TO',
      sql: `ALTER TABLE st_table.t OWNER TO ${reader}`,
      expected: [changed('table', 'st_table.t', 'owner', 'owners')],
    },
    {
      name: 'RENAME TO',
      sql: 'ALTER TABLE st_table.loose RENAME TO renamed',
      expected: [missing('table', 'st_table.loose'), extra('table', 'st_table.renamed')],
    },
    {
      name: 'SET SCHEMA',
      sql: 'ALTER TABLE st_table.loose SET SCHEMA public',
      expected: [extra('table', 'public.loose'), missing('table', 'st_table.loose')],
    },
    { name: 'CREATE', sql: 'CREATE TABLE st_table.new ()', expected: [extra('table', 'st_table.new')] },
    { name: 'DROP', sql: 'DROP TABLE st_table.child', expected: [missing('table', 'st_table.child')] },
  ],
  harmless: [
    { name: 'recreated', sql: 'DROP TABLE st_table.loose; CREATE TABLE st_table.loose (a integer)' },
    {
      name: 'a gap in the attribute numbers',
      sql: `
        ALTER TABLE st_table.t DROP c, ADD c integer;
        ALTER TABLE st_table.t ADD d integer;
        ALTER TABLE st_table.t DROP d`,
    },
    {
      name: 'rows, VACUUM and ANALYZE',
      sql: [`INSERT INTO st_table.t VALUES (1, 'a', 1)`, 'VACUUM FULL st_table.t', 'VACUUM ANALYZE st_table.stored'],
    },
    {
      name: 'options in another order',
      sql: `
        ALTER TABLE st_table.stored RESET (fillfactor, autovacuum_enabled);
        ALTER TABLE st_table.stored SET (autovacuum_enabled = off);
        ALTER TABLE st_table.stored SET (fillfactor = 70)`,
    },
    {
      name: 'options set and reset',
      sql: `
        ALTER TABLE st_table.t SET (fillfactor = 70);
        ALTER TABLE st_table.t RESET (fillfactor)`,
    },
    {
      name: 'marks set and taken back',
      sql: `
        ALTER TABLE st_table.t CLUSTER ON t_a;
        ALTER TABLE st_table.t SET WITHOUT CLUSTER;
        ALTER TABLE st_table.t REPLICA IDENTITY FULL;
        ALTER TABLE st_table.t REPLICA IDENTITY DEFAULT`,
    },
    {
      name: 'unlogged and logged again',
      sql: 'ALTER TABLE st_table.t SET UNLOGGED; ALTER TABLE st_table.t SET LOGGED',
    },
    { name: 'typed later', sql: 'ALTER TABLE st_table.typed NOT OF; ALTER TABLE st_table.typed OF st_table.shape' },
    { name: 'a temporary table', sql: 'CREATE TEMPORARY TABLE passing (id serial PRIMARY KEY)' },
    {
      name: 'the default access method spelled out',
      sql: 'DROP TABLE st_table.loose; CREATE TABLE st_table.loose (a integer) USING heap',
    },
  ],
  unchangeable: [
    {
      attribute: 'tablespace',
      reason: 'a second tablespace needs a directory of its own on the server before PostgreSQL 15',
      until: 14,
    },
  ],
}
