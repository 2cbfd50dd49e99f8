// Columns of tables, of partitions and of heirs: generation, storage, NOT NULL and the rest but identity.
import { changed, extra, missing } from './mutation.ts'
import type { KindMutations } from './mutation.ts'

export const columns: KindMutations = {
  kind: 'column',
  schema: `
    CREATE SCHEMA st_column;
    CREATE TABLE st_column.t (
      a integer NOT NULL, b text, d numeric(10, 2),
      e integer GENERATED ALWAYS AS (a + 1) STORED, f varchar(10),
      g boolean GENERATED ALWAYS AS (f IN ('a', 'b')) STORED, h interval, i timestamp(3), j bit(3));
    CREATE TABLE st_column.last (a integer, e integer GENERATED ALWAYS AS (a + 1) STORED);
    CREATE TABLE st_column.mother (a integer, b text);
    CREATE TABLE st_column.child (own integer) INHERITS (st_column.mother);
    CREATE TABLE st_column.parts (a integer, b text, c integer NOT NULL) PARTITION BY LIST (a);
    CREATE TABLE st_column.part PARTITION OF st_column.parts FOR VALUES IN (1);`,
  schemaFrom: {
    18: `
    CREATE TABLE st_column.virtual (a integer, v integer GENERATED ALWAYS AS (a + 1) VIRTUAL);
    CREATE TABLE st_column.present (a integer, CONSTRAINT given NOT NULL a);
    CREATE TABLE st_column.alone (a integer NOT NULL NO INHERIT);`,
  },
  mutations: [
    {
      name: 'TYPE',
      sql: 'ALTER TABLE st_column.t ALTER b TYPE varchar',
      expected: [changed('column', 'st_column.t.b', 'type')],
    },
    {
      name: 'a type modifier',
      sql: 'ALTER TABLE st_column.t ALTER d TYPE numeric(10, 3)',
      expected: [changed('column', 'st_column.t.d', 'type')],
    },
    {
      name: 'an array',
      sql: 'ALTER TABLE st_column.t ALTER b TYPE text[] USING NULL',
      expected: [changed('column', 'st_column.t.b', 'type')],
    },
    {
      name: 'the fields of an interval',
      sql: 'ALTER TABLE st_column.t ALTER h TYPE interval day to second',
      expected: [changed('column', 'st_column.t.h', 'type')],
    },
    {
      name: 'the precision of a timestamp',
      sql: 'ALTER TABLE st_column.t ALTER i TYPE timestamp(6)',
      expected: [changed('column', 'st_column.t.i', 'type')],
    },
    {
      name: 'bit varying',
      sql: 'ALTER TABLE st_column.t ALTER j TYPE bit varying(3)',
      expected: [changed('column', 'st_column.t.j', 'type')],
    },
    {
      name: 'COLLATE',
      sql: 'ALTER TABLE st_column.t ALTER b TYPE text COLLATE "C"',
      expected: [changed('column', 'st_column.t.b', 'collation')],
    },
    {
      name: 'SET NOT NULL',
      sql: 'ALTER TABLE st_column.t ALTER b SET NOT NULL',
      expected: [changed('column', 'st_column.t.b', 'notNull')],
    },
    {
      name: 'DROP NOT NULL',
      sql: 'ALTER TABLE st_column.t ALTER a DROP NOT NULL',
      expected: [changed('column', 'st_column.t.a', 'notNull')],
    },
    {
      name: 'NOT NULL of a partition',
      sql: 'ALTER TABLE ONLY st_column.part ALTER b SET NOT NULL',
      expected: [changed('column', 'st_column.part.b', 'notNull')],
    },
    {
      name: 'the name of NOT NULL',
      sql: 'ALTER TABLE st_column.present RENAME CONSTRAINT given TO other',
      requires: 18,
      expected: [changed('column', 'st_column.present.a', 'notNullName', 'constraint-names')],
    },
    {
      name: 'NOT NULL that is not validated',
      sql: `
        ALTER TABLE st_column.present DROP CONSTRAINT given;
        ALTER TABLE st_column.present ADD CONSTRAINT given NOT NULL a NOT VALID`,
      requires: 18,
      expected: [changed('column', 'st_column.present.a', 'notNull')],
    },
    {
      name: 'NOT NULL that heirs get',
      sql: 'ALTER TABLE st_column.alone ALTER CONSTRAINT alone_a_not_null INHERIT',
      requires: 18,
      expected: [changed('column', 'st_column.alone.a', 'notNull')],
    },
    {
      name: 'DROP EXPRESSION',
      sql: 'ALTER TABLE st_column.t ALTER e DROP EXPRESSION',
      expected: [
        changed('column', 'st_column.t.e', 'generated'),
        changed('column', 'st_column.t.e', 'generationExpression'),
      ],
    },
    {
      name: 'another generation expression',
      sql: 'ALTER TABLE st_column.last DROP e, ADD e integer GENERATED ALWAYS AS (a + 2) STORED',
      expected: [changed('column', 'st_column.last.e', 'generationExpression')],
    },
    {
      name: 'SET EXPRESSION',
      sql: 'ALTER TABLE st_column.t ALTER e SET EXPRESSION AS (a + 2)',
      requires: 17,
      expected: [changed('column', 'st_column.t.e', 'generationExpression')],
    },
    {
      name: 'another constant in what prints anew',
      sql: `ALTER TABLE st_column.t ALTER g SET EXPRESSION AS (f IN ('a', 'c'))`,
      requires: 17,
      expected: [changed('column', 'st_column.t.g', 'generationExpression')],
    },
    {
      name: 'VIRTUAL',
      sql: 'ALTER TABLE st_column.virtual DROP v, ADD v integer GENERATED ALWAYS AS (a + 1) STORED',
      requires: 18,
      expected: [changed('column', 'st_column.virtual.v', 'generated')],
    },
    {
      name: 'SET STORAGE',
      sql: 'ALTER TABLE st_column.t ALTER b SET STORAGE EXTERNAL',
      expected: [changed('column', 'st_column.t.b', 'storage', 'storage')],
    },
    {
      name: 'SET STORAGE of a partition',
      sql: 'ALTER TABLE st_column.part ALTER b SET STORAGE MAIN',
      expected: [changed('column', 'st_column.part.b', 'storage', 'storage')],
    },
    {
      name: 'SET COMPRESSION',
      sql: 'ALTER TABLE st_column.t ALTER b SET COMPRESSION pglz',
      expected: [changed('column', 'st_column.t.b', 'compression', 'storage')],
    },
    {
      name: 'SET STATISTICS',
      sql: 'ALTER TABLE st_column.t ALTER b SET STATISTICS 9',
      expected: [changed('column', 'st_column.t.b', 'statistics', 'statistics')],
    },
    {
      name: 'SET STATISTICS 0',
      sql: 'ALTER TABLE st_column.t ALTER b SET STATISTICS 0',
      expected: [changed('column', 'st_column.t.b', 'statistics', 'statistics')],
    },
    {
      name: 'an option',
      sql: 'ALTER TABLE st_column.t ALTER b SET (n_distinct = 5)',
      expected: [changed('column', 'st_column.t.b', 'options', 'storage')],
    },
    {
      name: 'an option for heirs',
      sql: 'ALTER TABLE st_column.mother ALTER b SET (n_distinct_inherited = 5)',
      expected: [changed('column', 'st_column.mother.b', 'options', 'storage')],
    },
    {
      name: 'a column of its own that was inherited',
      sql: 'ALTER TABLE st_column.child NO INHERIT st_column.mother',
      expected: [
        changed('table', 'st_column.child', 'inherits'),
        changed('column', 'st_column.child.a', 'isLocal'),
        changed('column', 'st_column.child.b', 'isLocal'),
      ],
    },
    {
      name: 'RENAME',
      sql: 'ALTER TABLE st_column.t RENAME d TO renamed',
      expected: [missing('column', 'st_column.t.d'), extra('column', 'st_column.t.renamed')],
    },
    { name: 'ADD', sql: 'ALTER TABLE st_column.t ADD new integer', expected: [extra('column', 'st_column.t.new')] },
    { name: 'DROP', sql: 'ALTER TABLE st_column.t DROP d', expected: [missing('column', 'st_column.t.d')] },
  ],
  harmless: [
    { name: 'dropped and added at the end', sql: 'ALTER TABLE st_column.t DROP j, ADD j bit(3)' },
    {
      name: 'NOT NULL dropped and set',
      sql: `
        ALTER TABLE st_column.t ALTER a DROP NOT NULL;
        ALTER TABLE st_column.t ALTER a SET NOT NULL`,
    },
    {
      name: 'settings set and taken back',
      sql: [
        'ALTER TABLE st_column.t ALTER b SET (n_distinct = 5), ALTER b SET STATISTICS 5, ALTER b SET STORAGE MAIN, ALTER b SET COMPRESSION pglz',
        'ALTER TABLE st_column.t ALTER b RESET (n_distinct), ALTER b SET STATISTICS -1, ALTER b SET STORAGE EXTENDED, ALTER b SET COMPRESSION default',
      ],
    },
    {
      name: 'a generated column as it is printed',
      sql: `DO $$ DECLARE e text := pg_get_expr(adbin, adrelid) FROM pg_attrdef WHERE adrelid = 'st_column.t'::regclass AND adnum = 6; BEGIN ALTER TABLE st_column.t DROP g, DROP h, DROP i, DROP j; EXECUTE 'ALTER TABLE st_column.t ADD g boolean GENERATED ALWAYS AS (' || e || ') STORED, ADD h interval, ADD i timestamp(3), ADD j bit(3)'; END $$`,
    },
  ],
  unchangeable: [{ attribute: 'notNullName', reason: 'before PostgreSQL 18 a NOT NULL has no name', until: 17 }],
}
