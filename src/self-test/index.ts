// Indexes that no constraint made, of tables, of materialized views and of partitions.
import { changed, extra, missing, renamed } from './mutation.ts'
import type { KindMutations } from './mutation.ts'

export const indexes: KindMutations = {
  kind: 'index',
  schema: `
    CREATE SCHEMA st_index;
    CREATE TABLE st_index.t (a integer, b text, c varchar(10), d integer);
    CREATE INDEX ix ON st_index.t (d, lower(b)) WHERE a > 1;
    CREATE INDEX plain ON st_index.t (b);
    CREATE INDEX printed ON st_index.t ((c IN ('a', 'b'))) WHERE a BETWEEN 1 AND 2;
    CREATE INDEX stored ON st_index.t (a) WITH (fillfactor = 70, deduplicate_items = off);
    CREATE TABLE st_index.keyed (a integer NOT NULL);
    CREATE UNIQUE INDEX key ON st_index.keyed (a);
    CREATE TABLE st_index.parts (a integer, b integer) PARTITION BY LIST (a);
    CREATE TABLE st_index.part PARTITION OF st_index.parts FOR VALUES IN (1);
    CREATE INDEX parts_a ON st_index.parts (a);
    CREATE INDEX parts_b ON ONLY st_index.parts (b);
    CREATE INDEX part_b ON st_index.part (b);
    CREATE MATERIALIZED VIEW st_index.m AS SELECT a FROM st_index.t WITH NO DATA;
    CREATE INDEX of_view ON st_index.m (a);`,
  mutations: [
    {
      name: 'DESC',
      sql: 'DROP INDEX st_index.ix; CREATE INDEX ix ON st_index.t (d DESC, lower(b)) WHERE a > 1',
      expected: [changed('index', 'st_index.ix', 'keys')],
    },
    {
      name: 'NULLS FIRST',
      sql: `
        DROP INDEX st_index.ix;
        CREATE INDEX ix ON st_index.t (d NULLS FIRST, lower(b)) WHERE a > 1`,
      expected: [changed('index', 'st_index.ix', 'keys')],
    },
    {
      name: 'another expression',
      sql: 'DROP INDEX st_index.ix; CREATE INDEX ix ON st_index.t (d, upper(b)) WHERE a > 1',
      expected: [changed('index', 'st_index.ix', 'keys')],
    },
    {
      name: 'an operator class',
      sql: `
        DROP INDEX st_index.ix;
        CREATE INDEX ix ON st_index.t (d, lower(b) text_pattern_ops) WHERE a > 1`,
      expected: [changed('index', 'st_index.ix', 'keys')],
    },
    {
      name: 'the parameter of an operator class',
      sql: `
        DROP INDEX st_index.plain;
        CREATE INDEX plain ON st_index.t USING gist (b st_extension.gist_trgm_ops (siglen = 32))`,
      expected: [changed('index', 'st_index.plain', 'keys'), changed('index', 'st_index.plain', 'method')],
    },
    {
      name: 'COLLATE',
      sql: `
        DROP INDEX st_index.ix;
        CREATE INDEX ix ON st_index.t (d, lower(b) COLLATE "C") WHERE a > 1`,
      expected: [changed('index', 'st_index.ix', 'keys')],
    },
    {
      name: 'INCLUDE',
      sql: `
        DROP INDEX st_index.ix;
        CREATE INDEX ix ON st_index.t (d, lower(b)) INCLUDE (a) WHERE a > 1`,
      expected: [changed('index', 'st_index.ix', 'keys')],
    },
    {
      name: 'another order of keys',
      sql: 'DROP INDEX st_index.ix; CREATE INDEX ix ON st_index.t (lower(b), d) WHERE a > 1',
      expected: [changed('index', 'st_index.ix', 'keys')],
    },
    {
      name: 'WHERE',
      sql: 'DROP INDEX st_index.ix; CREATE INDEX ix ON st_index.t (d, lower(b)) WHERE a > 2',
      expected: [changed('index', 'st_index.ix', 'predicate')],
    },
    {
      name: 'no WHERE',
      sql: 'DROP INDEX st_index.ix; CREATE INDEX ix ON st_index.t (d, lower(b))',
      expected: [changed('index', 'st_index.ix', 'predicate')],
    },
    {
      name: 'another constant in what prints anew',
      sql: `
        DROP INDEX st_index.printed;
        CREATE INDEX printed ON st_index.t ((c IN ('a', 'c'))) WHERE a BETWEEN 1 AND 2`,
      expected: [changed('index', 'st_index.printed', 'keys')],
    },
    {
      name: 'UNIQUE',
      sql: 'DROP INDEX st_index.plain; CREATE UNIQUE INDEX plain ON st_index.t (b)',
      expected: [changed('index', 'st_index.plain', 'isUnique')],
    },
    {
      name: 'NULLS NOT DISTINCT',
      sql: `
        DROP INDEX st_index.key;
        CREATE UNIQUE INDEX key ON st_index.keyed (a) NULLS NOT DISTINCT`,
      requires: 15,
      expected: [changed('index', 'st_index.key', 'keys')],
    },
    {
      name: 'USING',
      sql: 'DROP INDEX st_index.plain; CREATE INDEX plain ON st_index.t USING hash (b)',
      expected: [changed('index', 'st_index.plain', 'method')],
    },
    {
      name: 'an option',
      sql: 'ALTER INDEX st_index.plain SET (fillfactor = 30)',
      expected: [changed('index', 'st_index.plain', 'options', 'storage')],
    },
    {
      name: 'TABLESPACE',
      sql: [
        'SET allow_in_place_tablespaces = on',
        `CREATE TABLESPACE st_index LOCATION ''`,
        'ALTER INDEX st_index.plain SET TABLESPACE st_index',
      ],
      requires: 15,
      cleanUp: 'DROP TABLESPACE st_index',
      expected: [changed('index', 'st_index.plain', 'tablespace', 'storage')],
    },
    {
      name: 'SET STATISTICS of an expression',
      sql: 'ALTER INDEX st_index.ix ALTER COLUMN 2 SET STATISTICS 77',
      expected: [changed('index', 'st_index.ix', 'statistics', 'statistics')],
    },
    {
      name: 'CLUSTER ON',
      sql: 'ALTER TABLE st_index.t CLUSTER ON plain',
      expected: [changed('index', 'st_index.plain', 'isClustered')],
    },
    {
      name: 'CLUSTER ON of a materialized view',
      sql: 'ALTER MATERIALIZED VIEW st_index.m CLUSTER ON of_view',
      expected: [changed('index', 'st_index.of_view', 'isClustered')],
    },
    {
      name: 'REPLICA IDENTITY USING INDEX',
      sql: 'ALTER TABLE st_index.keyed REPLICA IDENTITY USING INDEX key',
      expected: [
        changed('table', 'st_index.keyed', 'replicaIdentity'),
        changed('index', 'st_index.key', 'isReplicaIdentity'),
      ],
    },
    {
      name: 'an invalid index',
      sql: `UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'st_index.plain'::regclass`,
      expected: [changed('index', 'st_index.plain', 'valid')],
    },
    {
      name: 'ATTACH PARTITION',
      sql: 'ALTER INDEX st_index.parts_b ATTACH PARTITION st_index.part_b',
      expected: [
        changed('index', 'st_index.part_b', 'attachedTo', 'index-names'),
        changed('index', 'st_index.part_b', 'isAttached'),
        changed('index', 'st_index.parts_b', 'valid'),
      ],
    },
    {
      name: 'the index of a partition by another name',
      sql: 'ALTER INDEX st_index.part_a_idx RENAME TO renamed',
      expected: [renamed('index', ['st_index.part_a_idx', 'st_index.renamed'], 'index-names')],
    },
    {
      name: 'an option of the index of a partition',
      sql: 'ALTER INDEX st_index.part_a_idx SET (fillfactor = 30)',
      expected: [changed('index', 'st_index.part_a_idx', 'options', 'storage')],
    },
    {
      name: 'on another table',
      sql: 'DROP INDEX st_index.plain; CREATE INDEX plain ON st_index.keyed (a)',
      expected: [changed('index', 'st_index.plain', 'keys'), changed('index', 'st_index.plain', 'relation')],
    },
    {
      name: 'RENAME TO',
      sql: 'ALTER INDEX st_index.plain RENAME TO renamed',
      expected: [renamed('index', ['st_index.plain', 'st_index.renamed'], 'index-names')],
    },
    {
      name: 'RENAME TO of one that prints anew',
      sql: 'ALTER INDEX st_index.printed RENAME TO renamed',
      expected: [renamed('index', ['st_index.printed', 'st_index.renamed'], 'index-names')],
    },
    {
      name: 'RENAME TO of one with partitions',
      sql: 'ALTER INDEX st_index.parts_a RENAME TO renamed',
      expected: [renamed('index', ['st_index.parts_a', 'st_index.renamed'], 'index-names')],
    },
    { name: 'CREATE', sql: 'CREATE INDEX ON st_index.t (d)', expected: [extra('index', 'st_index.t_d_idx')] },
    { name: 'DROP', sql: 'DROP INDEX st_index.plain', expected: [missing('index', 'st_index.plain')] },
  ],
  harmless: [
    {
      name: 'recreated',
      sql: `
        DROP INDEX st_index.plain;
        CREATE INDEX plain ON st_index.t USING btree (b ASC NULLS LAST)`,
    },
    {
      name: 'made CONCURRENTLY',
      sql: ['DROP INDEX CONCURRENTLY st_index.plain', 'CREATE INDEX CONCURRENTLY plain ON st_index.t (b)'],
    },
    {
      name: 'as it is printed',
      sql: `DO $$ DECLARE i text := pg_get_indexdef('st_index.printed'::regclass); BEGIN DROP INDEX st_index.printed; EXECUTE i; END $$`,
    },
    {
      name: 'options in another order',
      sql: `
        DROP INDEX st_index.stored;
        CREATE INDEX stored ON st_index.t (a) WITH (deduplicate_items = off, fillfactor = 70)`,
    },
    {
      name: 'made one partition at a time',
      sql: `
        DROP INDEX st_index.parts_a;
        CREATE INDEX parts_a ON ONLY st_index.parts (a);
        CREATE INDEX part_a_idx ON st_index.part (a);
        ALTER INDEX st_index.parts_a ATTACH PARTITION st_index.part_a_idx`,
    },
    { name: 'reindexed', sql: ['REINDEX SCHEMA st_index'] },
  ],
  unchangeable: [
    {
      attribute: 'tablespace',
      reason: 'a second tablespace needs a directory of its own on the server before PostgreSQL 15',
      until: 14,
    },
  ],
}
