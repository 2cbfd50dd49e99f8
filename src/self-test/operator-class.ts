// Operator classes: what is not loose in the family. No statement but CREATE OPERATOR CLASS makes them.
import { changed, extra, missing, reader } from './mutation.ts'
import type { Expected, KindMutations } from './mutation.ts'

const members = 'OPERATOR 1 <, OPERATOR 3 =, FUNCTION 1 btint4cmp(integer, integer)'
const anew = (head: string, list = members): string => `
      DROP OPERATOR CLASS st_operator_class.ints USING btree;
      CREATE OPERATOR CLASS st_operator_class.ints ${head} AS ${list}`
const usual = 'FOR TYPE integer USING btree FAMILY st_operator_class.fam'
const ints = (attribute: string): Expected => changed('operator-class', 'st_operator_class.ints USING btree', attribute)

export const operatorClasses: KindMutations = {
  kind: 'operator-class',
  schema: `
    CREATE SCHEMA st_operator_class;
    CREATE FUNCTION st_operator_class.cmp(integer, integer) RETURNS integer LANGUAGE internal IMMUTABLE STRICT AS 'btint4cmp';
    CREATE OPERATOR FAMILY st_operator_class.fam USING btree;
    CREATE OPERATOR FAMILY st_operator_class.fam2 USING btree;
    CREATE OPERATOR CLASS st_operator_class.ints ${usual} AS ${members};
    CREATE TYPE st_operator_class.e AS ENUM ('a');
    CREATE OPERATOR CLASS st_operator_class.enums FOR TYPE st_operator_class.e USING gist AS STORAGE integer;`,
  mutations: [
    { name: 'OPERATOR added', sql: anew(usual, `${members}, OPERATOR 2 <=`), expected: [ints('operators')] },
    {
      name: 'OPERATOR added to the family, which ties it to the class',
      sql: 'ALTER OPERATOR FAMILY st_operator_class.fam USING btree ADD OPERATOR 5 > (integer, integer)',
      expected: [ints('operators')],
    },
    {
      name: 'another FUNCTION',
      sql: anew(usual, 'OPERATOR 1 <, OPERATOR 3 =, FUNCTION 1 st_operator_class.cmp(integer, integer)'),
      expected: [ints('functions')],
    },
    {
      name: 'FAMILY',
      sql: anew('FOR TYPE integer USING btree FAMILY st_operator_class.fam2'),
      expected: [ints('family')],
    },
    {
      name: 'FOR TYPE',
      sql: anew(
        'FOR TYPE oid USING btree FAMILY st_operator_class.fam',
        'OPERATOR 1 < (integer, integer), OPERATOR 3 = (integer, integer), FUNCTION 1 (integer, integer) btint4cmp(integer, integer)',
      ),
      expected: [
        ints('type'),
        ints('operators'),
        ints('functions'),
        changed('operator-family', 'st_operator_class.fam USING btree', 'operators'),
        changed('operator-family', 'st_operator_class.fam USING btree', 'functions'),
      ],
    },
    {
      name: 'DEFAULT',
      sql: `
        DROP OPERATOR CLASS st_operator_class.enums USING gist;
        CREATE OPERATOR CLASS st_operator_class.enums DEFAULT FOR TYPE st_operator_class.e USING gist AS STORAGE integer`,
      expected: [changed('operator-class', 'st_operator_class.enums USING gist', 'isDefault')],
    },
    {
      name: 'STORAGE',
      sql: `
        DROP OPERATOR CLASS st_operator_class.enums USING gist;
        CREATE OPERATOR CLASS st_operator_class.enums FOR TYPE st_operator_class.e USING gist AS STORAGE bigint`,
      expected: [changed('operator-class', 'st_operator_class.enums USING gist', 'storage')],
    },
    {
      name: 'OWNER TO',
      sql: `ALTER OPERATOR CLASS st_operator_class.ints USING btree OWNER TO ${reader}`,
      expected: [changed('operator-class', 'st_operator_class.ints USING btree', 'owner', 'owners')],
    },
    {
      name: 'RENAME TO',
      sql: 'ALTER OPERATOR CLASS st_operator_class.ints USING btree RENAME TO renamed',
      expected: [
        missing('operator-class', 'st_operator_class.ints USING btree'),
        extra('operator-class', 'st_operator_class.renamed USING btree'),
      ],
    },
    {
      name: 'DROP',
      sql: 'DROP OPERATOR CLASS st_operator_class.enums USING gist',
      expected: [missing('operator-class', 'st_operator_class.enums USING gist')],
    },
    {
      name: 'a comment',
      sql: `COMMENT ON OPERATOR CLASS st_operator_class.ints USING btree IS 'some'`,
      expected: [extra('comment', 'operator-class st_operator_class.ints USING btree', 'comments')],
    },
  ],
  harmless: [
    { name: 'recreated', sql: anew(usual) },
    {
      name: 'members in another order, with the types that they have anyway',
      sql: anew(
        usual,
        `FUNCTION 1 (integer, integer) btint4cmp(integer, integer), OPERATOR 3 = (integer, integer) FOR SEARCH,
          OPERATOR 1 < (integer, integer), STORAGE integer`,
      ),
    },
  ],
}
