// Keys and exclusions, with the index behind them: unlike other indexes it is the constraint's.
import { changed, missing, renamed } from './mutation.ts'
import type { KindMutations } from './mutation.ts'

export const keyConstraints: KindMutations = {
  kind: 'constraint',
  schema: `
    CREATE SCHEMA st_constraint_key;
    CREATE TABLE st_constraint_key.t (
      a integer CONSTRAINT pk PRIMARY KEY, b varchar(10), d integer, r int4range,
      CONSTRAINT uq UNIQUE (a, b),
      CONSTRAINT ex EXCLUDE USING gist (r WITH &&));
    CREATE TABLE st_constraint_key.sums (a integer, CONSTRAINT of_sums EXCLUDE USING btree ((a + a) WITH =));
    CREATE TABLE st_constraint_key.parts (a integer CONSTRAINT parts_key UNIQUE, d integer) PARTITION BY LIST (a);
    CREATE TABLE st_constraint_key.part PARTITION OF st_constraint_key.parts FOR VALUES IN (1);`,
  schemaFrom: {
    18: `
    CREATE TABLE st_constraint_key.times (id int4range, at daterange, CONSTRAINT no_overlap UNIQUE (id, at WITHOUT OVERLAPS));
    CREATE TABLE st_constraint_key.within (id int4range, at daterange,
      CONSTRAINT in_time FOREIGN KEY (id, PERIOD at) REFERENCES st_constraint_key.times (id, PERIOD at));`,
  },
  mutations: [
    {
      name: 'the columns of a key',
      sql: 'ALTER TABLE st_constraint_key.t DROP CONSTRAINT uq, ADD CONSTRAINT uq UNIQUE (b, a)',
      expected: [changed('constraint', 'st_constraint_key.t.uq', 'columns')],
    },
    {
      name: 'a UNIQUE that was a PRIMARY KEY',
      sql: 'ALTER TABLE st_constraint_key.t DROP CONSTRAINT pk, ADD CONSTRAINT pk UNIQUE (a)',
      expected: [changed('constraint', 'st_constraint_key.t.pk', 'type')],
    },
    {
      name: 'INCLUDE',
      sql: 'ALTER TABLE st_constraint_key.t DROP CONSTRAINT uq, ADD CONSTRAINT uq UNIQUE (a, b) INCLUDE (d)',
      expected: [changed('constraint', 'st_constraint_key.t.uq', 'include')],
    },
    {
      name: 'NULLS NOT DISTINCT',
      sql: 'ALTER TABLE st_constraint_key.t DROP CONSTRAINT uq, ADD CONSTRAINT uq UNIQUE NULLS NOT DISTINCT (a, b)',
      requires: 15,
      expected: [changed('constraint', 'st_constraint_key.t.uq', 'nullsNotDistinct')],
    },
    {
      name: 'a DEFERRABLE key',
      sql: 'ALTER TABLE st_constraint_key.t DROP CONSTRAINT uq, ADD CONSTRAINT uq UNIQUE (a, b) DEFERRABLE',
      expected: [changed('constraint', 'st_constraint_key.t.uq', 'deferrable')],
    },
    {
      name: 'an option of the index behind a key',
      sql: 'ALTER INDEX st_constraint_key.pk SET (fillfactor = 60)',
      expected: [changed('constraint', 'st_constraint_key.t.pk', 'options', 'storage')],
    },
    {
      name: 'CLUSTER ON a key',
      sql: 'ALTER TABLE st_constraint_key.t CLUSTER ON uq',
      expected: [changed('constraint', 'st_constraint_key.t.uq', 'isClustered')],
    },
    {
      name: 'REPLICA IDENTITY USING INDEX of a key',
      sql: 'ALTER TABLE st_constraint_key.t REPLICA IDENTITY USING INDEX pk',
      expected: [
        changed('table', 'st_constraint_key.t', 'replicaIdentity'),
        changed('constraint', 'st_constraint_key.t.pk', 'isReplicaIdentity'),
      ],
    },
    {
      name: 'the tablespace of a key',
      sql: [
        'SET allow_in_place_tablespaces = on',
        `CREATE TABLESPACE st_constraint_key LOCATION ''`,
        'ALTER INDEX st_constraint_key.pk SET TABLESPACE st_constraint_key',
      ],
      requires: 15,
      cleanUp: 'DROP TABLESPACE st_constraint_key',
      expected: [changed('constraint', 'st_constraint_key.t.pk', 'tablespace', 'storage')],
    },
    {
      name: 'an invalid index behind a key',
      sql: `UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'st_constraint_key.uq'::regclass`,
      expected: [changed('constraint', 'st_constraint_key.t.uq', 'valid')],
    },
    {
      name: 'the name of a key',
      sql: 'ALTER TABLE st_constraint_key.t RENAME CONSTRAINT uq TO renamed',
      expected: [renamed('constraint', ['st_constraint_key.t.uq', 'st_constraint_key.t.renamed'], 'constraint-names')],
    },
    {
      name: 'the name of the key of a partition',
      sql: 'ALTER TABLE st_constraint_key.part RENAME CONSTRAINT part_a_key TO renamed',
      expected: [
        renamed(
          'constraint',
          ['st_constraint_key.part.part_a_key', 'st_constraint_key.part.renamed'],
          'constraint-names',
        ),
      ],
    },
    {
      name: 'a key that is not attached',
      sql: `
        ALTER TABLE st_constraint_key.parts DETACH PARTITION st_constraint_key.part;
        ALTER TABLE st_constraint_key.parts DROP CONSTRAINT parts_key;
        ALTER TABLE st_constraint_key.parts ATTACH PARTITION st_constraint_key.part FOR VALUES IN (1)`,
      expected: [
        changed('constraint', 'st_constraint_key.part.part_a_key', 'attachedTo', 'constraint-names'),
        changed('constraint', 'st_constraint_key.part.part_a_key', 'isAttached'),
        missing('constraint', 'st_constraint_key.parts.parts_key'),
      ],
    },
    {
      name: 'an operator of EXCLUDE',
      sql: 'ALTER TABLE st_constraint_key.t DROP CONSTRAINT ex, ADD CONSTRAINT ex EXCLUDE USING gist (r WITH =)',
      expected: [changed('constraint', 'st_constraint_key.t.ex', 'keys')],
    },
    {
      name: 'the method of EXCLUDE',
      sql: 'ALTER TABLE st_constraint_key.t DROP CONSTRAINT ex, ADD CONSTRAINT ex EXCLUDE USING spgist (r WITH &&)',
      expected: [changed('constraint', 'st_constraint_key.t.ex', 'method')],
    },
    {
      name: 'WHERE of EXCLUDE',
      sql: 'ALTER TABLE st_constraint_key.t DROP CONSTRAINT ex, ADD CONSTRAINT ex EXCLUDE USING gist (r WITH &&) WHERE (a > 1)',
      expected: [changed('constraint', 'st_constraint_key.t.ex', 'predicate')],
    },
    {
      name: 'the statistics target of an expression of EXCLUDE',
      sql: 'ALTER INDEX st_constraint_key.of_sums ALTER COLUMN 1 SET STATISTICS 77',
      expected: [changed('constraint', 'st_constraint_key.sums.of_sums', 'statistics', 'statistics')],
    },
    {
      name: 'WITHOUT OVERLAPS',
      sql: `
        ALTER TABLE st_constraint_key.within DROP CONSTRAINT in_time;
        ALTER TABLE st_constraint_key.times DROP CONSTRAINT no_overlap;
        ALTER TABLE st_constraint_key.times ADD CONSTRAINT no_overlap UNIQUE (id, at);
        ALTER TABLE st_constraint_key.within ADD CONSTRAINT in_time FOREIGN KEY (id, at) REFERENCES st_constraint_key.times (id, at)`,
      requires: 18,
      expected: [
        changed('constraint', 'st_constraint_key.times.no_overlap', 'method'),
        changed('constraint', 'st_constraint_key.times.no_overlap', 'period'),
        changed('constraint', 'st_constraint_key.within.in_time', 'period'),
      ],
    },
    {
      name: 'DROP',
      sql: 'ALTER TABLE st_constraint_key.t DROP CONSTRAINT ex',
      expected: [missing('constraint', 'st_constraint_key.t.ex')],
    },
  ],
  harmless: [
    {
      name: 'a primary key made USING INDEX',
      sql: `
        ALTER TABLE st_constraint_key.t DROP CONSTRAINT pk;
        CREATE UNIQUE INDEX pk ON st_constraint_key.t (a);
        ALTER TABLE st_constraint_key.t ADD CONSTRAINT pk PRIMARY KEY USING INDEX pk`,
    },
    {
      name: 'a partition with a key, attached instead of created',
      sql: `
        ALTER TABLE st_constraint_key.parts DETACH PARTITION st_constraint_key.part;
        DROP TABLE st_constraint_key.part;
        CREATE TABLE st_constraint_key.part (a integer UNIQUE, d integer);
        ALTER TABLE st_constraint_key.parts ATTACH PARTITION st_constraint_key.part FOR VALUES IN (1)`,
    },
    { name: 'reindexed', sql: ['REINDEX TABLE st_constraint_key.t'] },
  ],
  unchangeable: [
    {
      attribute: 'tablespace',
      reason: 'a second tablespace needs a directory of its own on the server before PostgreSQL 15',
      until: 14,
    },
    { attribute: 'period', reason: 'WITHOUT OVERLAPS and PERIOD came with PostgreSQL 18', until: 17 },
    { attribute: 'nullsNotDistinct', reason: 'NULLS NOT DISTINCT came with PostgreSQL 15', until: 14 },
  ],
}
