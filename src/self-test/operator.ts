// Operators, and the shells that COMMUTATOR and NEGATOR leave for those that are not defined yet.
import { changed, extra, missing, reader } from './mutation.ts'
import type { Expected, KindMutations, Mutation } from './mutation.ts'

const args = 'LEFTARG = integer, RIGHTARG = integer'
const like = (options: string): string => `
      DROP OPERATOR st_operator.=== (integer, integer);
      CREATE OPERATOR st_operator.=== (${args}, ${options})`
const operator = (attribute: string): Expected => changed('operator', 'st_operator.===(integer, integer)', attribute)

const defined = (attribute: string): Expected => changed('operator', 'st_operator.!<<(integer, integer)', attribute)

const chosen = (attribute: string, option: string): Mutation => ({
  name: option,
  sql: like(`FUNCTION = st_operator.f, ${option}`),
  expected: [operator(attribute)],
})

export const operators: KindMutations = {
  kind: 'operator',
  schema: `
    CREATE SCHEMA st_operator;
    CREATE FUNCTION st_operator.f(integer, integer) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT true';
    CREATE FUNCTION st_operator.g(integer, integer) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT true';
    CREATE FUNCTION st_operator.n(boolean) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT NOT $1';
    CREATE OPERATOR st_operator.=== (${args}, FUNCTION = st_operator.f);
    CREATE OPERATOR st_operator.<-> (${args}, FUNCTION = st_operator.f, COMMUTATOR = OPERATOR(st_operator.<->));
    CREATE OPERATOR st_operator.<< (${args}, FUNCTION = st_operator.f, NEGATOR = OPERATOR(st_operator.!<<));
    CREATE OPERATOR st_operator.!! (RIGHTARG = boolean, FUNCTION = st_operator.n);`,
  mutations: [
    { name: 'FUNCTION', sql: like('FUNCTION = st_operator.g'), expected: [operator('function')] },
    {
      name: 'COMMUTATOR of itself',
      sql: like('FUNCTION = st_operator.f, COMMUTATOR = OPERATOR(st_operator.===)'),
      expected: [operator('commutator')],
    },
    {
      name: 'NEGATOR that is not defined',
      sql: like('FUNCTION = st_operator.f, NEGATOR = OPERATOR(st_operator.!==)'),
      expected: [operator('negator'), extra('operator', 'st_operator.!==(integer, integer)')],
    },
    {
      name: 'a shell that is defined',
      sql: `CREATE OPERATOR st_operator.!<< (${args}, FUNCTION = st_operator.f, NEGATOR = OPERATOR(st_operator.<<))`,
      expected: [defined('function'), defined('hashes'), defined('isShell'), defined('merges'), defined('negator')],
    },
    {
      name: 'SET (RESTRICT)',
      sql: 'ALTER OPERATOR st_operator.=== (integer, integer) SET (RESTRICT = eqsel)',
      expected: [operator('restrict')],
    },
    {
      name: 'SET (JOIN)',
      sql: 'ALTER OPERATOR st_operator.=== (integer, integer) SET (JOIN = eqjoinsel)',
      expected: [operator('join')],
    },
    chosen('hashes', 'HASHES'),
    chosen('merges', 'MERGES'),
    {
      name: 'OWNER TO',
      sql: `ALTER OPERATOR st_operator.=== (integer, integer) OWNER TO ${reader}`,
      expected: [changed('operator', 'st_operator.===(integer, integer)', 'owner', 'owners')],
    },
    {
      name: 'DROP of a prefix operator',
      sql: 'DROP OPERATOR st_operator.!! (NONE, boolean)',
      expected: [missing('operator', 'st_operator.!!(NONE, boolean)')],
    },
    {
      name: 'one of other types',
      sql: 'CREATE OPERATOR st_operator.=== (LEFTARG = bigint, RIGHTARG = bigint, FUNCTION = int8eq)',
      expected: [extra('operator', 'st_operator.===(bigint, bigint)')],
    },
    {
      name: 'a comment',
      sql: `COMMENT ON OPERATOR st_operator.!! (NONE, boolean) IS 'not'`,
      expected: [extra('comment', 'operator st_operator.!!(NONE, boolean)', 'comments')],
    },
  ],
  harmless: [
    { name: 'recreated', sql: like('FUNCTION = st_operator.f') },
    {
      name: 'a shell that nobody names any more',
      sql: `
        CREATE OPERATOR st_operator.@@ (${args}, FUNCTION = st_operator.f, COMMUTATOR = OPERATOR(st_operator.@@@));
        DROP OPERATOR st_operator.@@ (integer, integer)`,
    },
  ],
}
