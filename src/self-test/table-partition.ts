// Partitioned tables and their partitions.
import { changed, extra } from './mutation.ts'
import type { KindMutations } from './mutation.ts'

export const partitionedTables: KindMutations = {
  kind: 'table',
  schema: `
    CREATE SCHEMA st_partition;
    CREATE TABLE st_partition.parts (a integer, b date) PARTITION BY RANGE (a);
    CREATE TABLE st_partition.part PARTITION OF st_partition.parts FOR VALUES FROM (1) TO (10);
    CREATE TABLE st_partition.words (a varchar) PARTITION BY LIST ((a IN ('a', 'b')));
    CREATE TABLE st_partition.hashed (a integer) PARTITION BY HASH (a);
    CREATE TABLE st_partition.hash PARTITION OF st_partition.hashed FOR VALUES WITH (MODULUS 4, REMAINDER 0);`,
  mutations: [
    {
      name: 'DETACH PARTITION',
      sql: 'ALTER TABLE st_partition.parts DETACH PARTITION st_partition.part',
      expected: [
        changed('table', 'st_partition.part', 'bound'),
        changed('table', 'st_partition.part', 'partitionOf'),
        changed('column', 'st_partition.part.a', 'isLocal'),
        changed('column', 'st_partition.part.b', 'isLocal'),
      ],
    },
    {
      name: 'ATTACH PARTITION',
      sql: `
        CREATE TABLE st_partition.new (a integer, b date);
        ALTER TABLE st_partition.parts ATTACH PARTITION st_partition.new FOR VALUES FROM (10) TO (20)`,
      expected: [extra('table', 'st_partition.new')],
    },
    {
      name: 'FOR VALUES',
      sql: `
        ALTER TABLE st_partition.parts DETACH PARTITION st_partition.part;
        ALTER TABLE st_partition.parts ATTACH PARTITION st_partition.part FOR VALUES FROM (1) TO (11)`,
      expected: [changed('table', 'st_partition.part', 'bound')],
    },
    {
      name: 'DEFAULT partition',
      sql: `
        ALTER TABLE st_partition.parts DETACH PARTITION st_partition.part;
        ALTER TABLE st_partition.parts ATTACH PARTITION st_partition.part DEFAULT`,
      expected: [changed('table', 'st_partition.part', 'bound')],
    },
    {
      name: 'another MODULUS',
      sql: `
        ALTER TABLE st_partition.hashed DETACH PARTITION st_partition.hash;
        ALTER TABLE st_partition.hashed ATTACH PARTITION st_partition.hash FOR VALUES WITH (MODULUS 8, REMAINDER 0)`,
      expected: [changed('table', 'st_partition.hash', 'bound')],
    },
    {
      name: 'a partition of another table',
      sql: `
        CREATE TABLE st_partition.others (a integer, b date) PARTITION BY RANGE (a);
        ALTER TABLE st_partition.parts DETACH PARTITION st_partition.part;
        ALTER TABLE st_partition.others ATTACH PARTITION st_partition.part FOR VALUES FROM (1) TO (10)`,
      expected: [extra('table', 'st_partition.others'), changed('table', 'st_partition.part', 'partitionOf')],
    },
    {
      name: 'PARTITION BY another column',
      sql: `
        DROP TABLE st_partition.hashed;
        CREATE TABLE st_partition.hashed (a integer) PARTITION BY LIST (a);
        CREATE TABLE st_partition.hash PARTITION OF st_partition.hashed FOR VALUES IN (1)`,
      expected: [
        changed('table', 'st_partition.hash', 'bound'),
        changed('table', 'st_partition.hashed', 'partitionKey'),
      ],
    },
    {
      name: 'an operator class of PARTITION BY',
      sql: `
        DROP TABLE st_partition.words;
        CREATE TABLE st_partition.words (a varchar) PARTITION BY LIST (a text_pattern_ops)`,
      expected: [changed('table', 'st_partition.words', 'partitionKey')],
    },
    {
      name: 'another expression of PARTITION BY',
      sql: `
        DROP TABLE st_partition.words;
        CREATE TABLE st_partition.words (a varchar) PARTITION BY LIST ((a IN ('a', 'c')))`,
      expected: [changed('table', 'st_partition.words', 'partitionKey')],
    },
    {
      name: 'an interrupted DETACH CONCURRENTLY',
      sql: `UPDATE pg_inherits SET inhdetachpending = true WHERE inhrelid = 'st_partition.part'::regclass`,
      expected: [changed('table', 'st_partition.part', 'detachPending')],
    },
    {
      name: 'the access method of partitions to come',
      sql: 'ALTER TABLE st_partition.parts SET ACCESS METHOD heap',
      requires: 17,
      expected: [changed('table', 'st_partition.parts', 'accessMethod', 'storage')],
    },
  ],
  harmless: [
    {
      name: 'a partition attached instead of created',
      sql: `
        ALTER TABLE st_partition.parts DETACH PARTITION st_partition.part;
        DROP TABLE st_partition.part;
        CREATE TABLE st_partition.part (a integer, b date);
        ALTER TABLE st_partition.parts ATTACH PARTITION st_partition.part FOR VALUES FROM (1) TO (10)`,
    },
  ],
}
