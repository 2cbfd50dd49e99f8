// Defaults of columns; those of views are the view's, generation expressions the column's.
import { changed, extra, missing } from './mutation.ts'
import type { KindMutations } from './mutation.ts'

export const defaults: KindMutations = {
  kind: 'default',
  schema: `
    CREATE SCHEMA st_default;
    CREATE TABLE st_default.t (a integer DEFAULT 1, b text DEFAULT 'x', c timestamp DEFAULT now(), d integer, f boolean DEFAULT ('a'::varchar IN ('a', 'b')), g integer);
    CREATE SEQUENCE st_default.numbers;
    ALTER TABLE st_default.t ALTER d SET DEFAULT nextval('st_default.numbers');
    CREATE TABLE st_default.parts (a integer, b text DEFAULT 'x') PARTITION BY LIST (a);
    CREATE TABLE st_default.part PARTITION OF st_default.parts FOR VALUES IN (1);
    CREATE TABLE st_default.mother (a integer DEFAULT 1);
    CREATE TABLE st_default.child () INHERITS (st_default.mother);`,
  mutations: [
    {
      name: 'SET DEFAULT',
      sql: `ALTER TABLE st_default.t ALTER b SET DEFAULT 'y'`,
      expected: [changed('default', 'st_default.t.b', 'expression')],
    },
    {
      name: 'a new one where there was none',
      sql: 'ALTER TABLE st_default.t ALTER g SET DEFAULT 1',
      expected: [extra('default', 'st_default.t.g')],
    },
    {
      name: 'DROP DEFAULT of a sequence',
      sql: 'ALTER TABLE st_default.t ALTER d DROP DEFAULT',
      expected: [missing('default', 'st_default.t.d')],
    },
    {
      name: 'DROP DEFAULT',
      sql: 'ALTER TABLE st_default.t ALTER a DROP DEFAULT',
      expected: [missing('default', 'st_default.t.a')],
    },
    {
      name: 'DEFAULT NULL',
      sql: 'ALTER TABLE st_default.t ALTER a SET DEFAULT NULL',
      expected: [missing('default', 'st_default.t.a')],
    },
    {
      name: 'another constant in what prints anew',
      sql: `ALTER TABLE st_default.t ALTER f SET DEFAULT ('a'::varchar IN ('a', 'c'))`,
      expected: [changed('default', 'st_default.t.f', 'expression')],
    },
    {
      name: 'another function',
      sql: 'ALTER TABLE st_default.t ALTER c SET DEFAULT clock_timestamp()',
      expected: [changed('default', 'st_default.t.c', 'expression')],
    },
    {
      name: 'of a partition alone',
      sql: `ALTER TABLE st_default.part ALTER b SET DEFAULT 'y'`,
      expected: [changed('default', 'st_default.part.b', 'expression')],
    },
    {
      name: 'no more in a partition',
      sql: 'ALTER TABLE st_default.part ALTER b DROP DEFAULT',
      expected: [missing('default', 'st_default.part.b')],
    },
    {
      name: 'of an heir alone',
      sql: 'ALTER TABLE st_default.child ALTER a SET DEFAULT 2',
      expected: [changed('default', 'st_default.child.a', 'expression')],
    },
    {
      name: 'of the parent alone',
      sql: 'ALTER TABLE ONLY st_default.mother ALTER a SET DEFAULT 2',
      expected: [changed('default', 'st_default.mother.a', 'expression')],
    },
  ],
  harmless: [
    {
      name: 'dropped and set',
      sql: `
        ALTER TABLE st_default.t ALTER b DROP DEFAULT;
        ALTER TABLE st_default.t ALTER b SET DEFAULT 'x'::text`,
    },
    {
      name: 'as it is printed',
      sql: `DO $$ DECLARE e text := pg_get_expr(adbin, adrelid) FROM pg_attrdef WHERE adrelid = 'st_default.t'::regclass AND adnum = 5; BEGIN EXECUTE 'ALTER TABLE st_default.t ALTER f SET DEFAULT ' || e; END $$`,
    },
    { name: 'a used sequence', sql: 'INSERT INTO st_default.t DEFAULT VALUES' },
  ],
}
