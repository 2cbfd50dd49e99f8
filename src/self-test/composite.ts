// Composite types: names, types and collations of their attributes in order; not their numbers.
import { changed, extra, missing, reader } from './mutation.ts'
import type { KindMutations } from './mutation.ts'

export const composites: KindMutations = {
  kind: 'composite',
  schema: `
    CREATE SCHEMA st_composite;
    CREATE TYPE st_composite.pair AS (a integer, b text, c numeric(10, 2));
    CREATE TYPE st_composite.bare AS ();`,
  mutations: [
    {
      name: 'ADD ATTRIBUTE',
      sql: 'ALTER TYPE st_composite.pair ADD ATTRIBUTE d integer',
      expected: [changed('composite', 'st_composite.pair', 'columns')],
    },
    {
      name: 'DROP ATTRIBUTE',
      sql: 'ALTER TYPE st_composite.pair DROP ATTRIBUTE c',
      expected: [changed('composite', 'st_composite.pair', 'columns')],
    },
    {
      name: 'RENAME ATTRIBUTE',
      sql: 'ALTER TYPE st_composite.pair RENAME ATTRIBUTE a TO z',
      expected: [changed('composite', 'st_composite.pair', 'columns')],
    },
    {
      name: 'ALTER ATTRIBUTE TYPE',
      sql: 'ALTER TYPE st_composite.pair ALTER ATTRIBUTE a TYPE bigint',
      expected: [changed('composite', 'st_composite.pair', 'columns')],
    },
    {
      name: 'another type modifier',
      sql: 'ALTER TYPE st_composite.pair ALTER ATTRIBUTE c TYPE numeric(10, 3)',
      expected: [changed('composite', 'st_composite.pair', 'columns')],
    },
    {
      name: 'COLLATE',
      sql: 'ALTER TYPE st_composite.pair ALTER ATTRIBUTE b TYPE text COLLATE "C"',
      expected: [changed('composite', 'st_composite.pair', 'columns')],
    },
    {
      name: 'another order',
      sql: 'ALTER TYPE st_composite.pair DROP ATTRIBUTE a, ADD ATTRIBUTE a integer',
      expected: [changed('composite', 'st_composite.pair', 'columns')],
    },
    {
      name: 'OWNER TO',
      sql: `ALTER TYPE st_composite.pair OWNER TO ${reader}`,
      expected: [changed('composite', 'st_composite.pair', 'owner', 'owners')],
    },
    {
      name: 'RENAME TO',
      sql: 'ALTER TYPE st_composite.pair RENAME TO couple',
      expected: [extra('composite', 'st_composite.couple'), missing('composite', 'st_composite.pair')],
    },
    { name: 'DROP', sql: 'DROP TYPE st_composite.bare', expected: [missing('composite', 'st_composite.bare')] },
  ],
  harmless: [
    {
      name: 'recreated',
      sql: `
        DROP TYPE st_composite.pair;
        CREATE TYPE st_composite.pair AS (a integer, b text, c numeric(10, 2))`,
    },
    {
      name: 'a gap in the attribute numbers',
      sql: 'ALTER TYPE st_composite.pair DROP ATTRIBUTE c, ADD ATTRIBUTE c numeric(10, 2)',
    },
  ],
}
