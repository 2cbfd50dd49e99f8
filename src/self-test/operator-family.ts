// Operator families and their loose members, those that were added to families of the server included.
import { changed, extra, missing, reader } from './mutation.ts'
import type { Expected, KindMutations } from './mutation.ts'

const loose = (attribute: string): Expected =>
  changed('operator-family', 'st_operator_family.loose USING btree', attribute)

export const operatorFamilies: KindMutations = {
  kind: 'operator-family',
  schema: `
    CREATE SCHEMA st_operator_family;
    CREATE FUNCTION st_operator_family.cmp(bigint, oid) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 1';
    CREATE FUNCTION st_operator_family.cmp(bigint, real) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 1';
    CREATE OPERATOR FAMILY st_operator_family.nothing USING hash;
    CREATE OPERATOR FAMILY st_operator_family.loose USING btree;
    ALTER OPERATOR FAMILY st_operator_family.loose USING btree ADD
      OPERATOR 1 < (integer, bigint), OPERATOR 3 = (integer, bigint), FUNCTION 1 (integer, bigint) btint48cmp(integer, bigint);
    CREATE OPERATOR FAMILY st_operator_family.near USING gist;
    ALTER OPERATOR FAMILY st_operator_family.near USING gist ADD OPERATOR 15 <-> (box, point) FOR ORDER BY float_ops;
    ALTER OPERATOR FAMILY integer_ops USING btree ADD FUNCTION 1 (bigint, oid) st_operator_family.cmp(bigint, oid);`,
  notDumped: [missing('operator-family', 'pg_catalog.integer_ops USING btree')],
  mutations: [
    {
      name: 'ADD OPERATOR',
      sql: 'ALTER OPERATOR FAMILY st_operator_family.loose USING btree ADD OPERATOR 5 > (integer, bigint)',
      expected: [loose('operators')],
    },
    {
      name: 'another OPERATOR',
      sql: `
        ALTER OPERATOR FAMILY st_operator_family.loose USING btree DROP OPERATOR 3 (integer, bigint);
        ALTER OPERATOR FAMILY st_operator_family.loose USING btree ADD OPERATOR 3 <> (integer, bigint)`,
      expected: [loose('operators')],
    },
    {
      name: 'FOR ORDER BY another family',
      sql: `
        ALTER OPERATOR FAMILY st_operator_family.near USING gist DROP OPERATOR 15 (box, point);
        ALTER OPERATOR FAMILY st_operator_family.near USING gist ADD OPERATOR 15 <-> (box, point) FOR ORDER BY st_operator_family.loose`,
      expected: [changed('operator-family', 'st_operator_family.near USING gist', 'operators')],
    },
    {
      name: 'DROP FUNCTION',
      sql: 'ALTER OPERATOR FAMILY st_operator_family.loose USING btree DROP FUNCTION 1 (integer, bigint)',
      expected: [loose('functions')],
    },
    {
      name: 'ADD FUNCTION to a family of the server',
      sql: `ALTER OPERATOR FAMILY integer_ops USING btree ADD FUNCTION 1 (bigint, real) st_operator_family.cmp(bigint, real)`,
      expected: [changed('operator-family', 'pg_catalog.integer_ops USING btree', 'functions')],
    },
    {
      name: 'DROP of all that was added to a family of the server',
      sql: 'ALTER OPERATOR FAMILY integer_ops USING btree DROP FUNCTION 1 (bigint, oid)',
      expected: [missing('operator-family', 'pg_catalog.integer_ops USING btree')],
    },
    {
      name: 'OWNER TO',
      sql: `ALTER OPERATOR FAMILY st_operator_family.loose USING btree OWNER TO ${reader}`,
      expected: [changed('operator-family', 'st_operator_family.loose USING btree', 'owner', 'owners')],
    },
    {
      name: 'RENAME TO',
      sql: 'ALTER OPERATOR FAMILY st_operator_family.nothing USING hash RENAME TO renamed',
      expected: [
        missing('operator-family', 'st_operator_family.nothing USING hash'),
        extra('operator-family', 'st_operator_family.renamed USING hash'),
      ],
    },
    {
      name: 'DROP',
      sql: 'DROP OPERATOR FAMILY st_operator_family.nothing USING hash',
      expected: [missing('operator-family', 'st_operator_family.nothing USING hash')],
    },
    {
      name: 'a comment',
      sql: `COMMENT ON OPERATOR FAMILY st_operator_family.nothing USING hash IS 'empty'`,
      expected: [extra('comment', 'operator-family st_operator_family.nothing USING hash', 'comments')],
    },
  ],
  harmless: [
    {
      name: 'members dropped and added in another order',
      sql: `
        ALTER OPERATOR FAMILY st_operator_family.loose USING btree DROP OPERATOR 1 (integer, bigint), FUNCTION 1 (integer, bigint);
        ALTER OPERATOR FAMILY st_operator_family.loose USING btree ADD
          FUNCTION 1 (integer, bigint) btint48cmp(integer, bigint), OPERATOR 1 < (integer, bigint) FOR SEARCH`,
    },
  ],
  unchangeable: [
    {
      attribute: 'madeBy',
      reason: 'who made a family is settled when it is made; a family of another maker is another one',
    },
  ],
}
