// Functions: everything that CREATE FUNCTION can say, and how a body prints.
import { changed, extra, missing, reader } from './mutation.ts'
import type { KindMutations } from './mutation.ts'

export const functions: KindMutations = {
  kind: 'function',
  schema: `
    CREATE SCHEMA st_function;
    CREATE FUNCTION st_function.f(a integer, b text DEFAULT 'x') RETURNS integer LANGUAGE sql AS 'SELECT 1';
    CREATE FUNCTION st_function.pairs() RETURNS TABLE (a integer, b text) LANGUAGE sql AS 'SELECT 1, ''x''';
    CREATE FUNCTION st_function.atomic(word varchar) RETURNS boolean
      LANGUAGE sql BEGIN ATOMIC SELECT word IN ('a', 'b'); END;
    CREATE FUNCTION st_function.rows(VARIADIC items integer[]) RETURNS SETOF integer LANGUAGE sql AS 'SELECT 1';
    CREATE FUNCTION st_function.mod(integer, integer) RETURNS integer LANGUAGE internal IMMUTABLE STRICT AS 'int4mod';
    CREATE FUNCTION st_function.rank() RETURNS bigint LANGUAGE internal AS 'window_rank';
    CREATE FUNCTION st_function.helper() RETURNS integer LANGUAGE plpgsql SET work_mem = '1MB' SET jit = off AS 'BEGIN RETURN 1; END';
    CREATE FUNCTION st_function.from_c() RETURNS trigger LANGUAGE c AS '$libdir/plpgsql', 'plpgsql_call_handler';
    CREATE FUNCTION st_function.made(internal) RETURNS internal LANGUAGE internal AS 'numeric_support';
    CREATE FUNCTION st_function.to_sql(internal) RETURNS internal LANGUAGE internal IMMUTABLE STRICT AS 'prsd_lextype';
    CREATE TRANSFORM FOR bigint LANGUAGE plpgsql (FROM SQL WITH FUNCTION st_function.to_sql(internal));`,
  mutations: [
    {
      name: 'the body',
      sql: `CREATE OR REPLACE FUNCTION st_function.f(a integer, b text DEFAULT 'x') RETURNS integer LANGUAGE sql AS 'SELECT 2'`,
      expected: [changed('function', 'st_function.f(integer, text)', 'body')],
    },
    {
      name: 'white space of the body',
      sql: `CREATE OR REPLACE FUNCTION st_function.f(a integer, b text DEFAULT 'x') RETURNS integer LANGUAGE sql AS 'SELECT  1'`,
      expected: [changed('function', 'st_function.f(integer, text)', 'body')],
    },
    {
      name: 'a standard body',
      sql: `CREATE OR REPLACE FUNCTION st_function.f(a integer, b text DEFAULT 'x') RETURNS integer LANGUAGE sql RETURN 1`,
      expected: [
        changed('function', 'st_function.f(integer, text)', 'body'),
        changed('function', 'st_function.f(integer, text)', 'sqlBody'),
      ],
    },
    {
      name: 'another standard body',
      sql: `
        CREATE OR REPLACE FUNCTION st_function.atomic(word varchar) RETURNS boolean LANGUAGE sql BEGIN ATOMIC SELECT word IN ('a', 'c'); END`,
      expected: [changed('function', 'st_function.atomic(character varying)', 'sqlBody')],
    },
    {
      name: 'the default of an argument',
      sql: `CREATE OR REPLACE FUNCTION st_function.f(a integer, b text DEFAULT 'y') RETURNS integer LANGUAGE sql AS 'SELECT 1'`,
      expected: [changed('function', 'st_function.f(integer, text)', 'argumentDefaults')],
    },
    {
      name: 'the name of an argument',
      sql: `
        DROP FUNCTION st_function.f;
        CREATE FUNCTION st_function.f(c integer, b text DEFAULT 'x') RETURNS integer LANGUAGE sql AS 'SELECT 1'`,
      expected: [changed('function', 'st_function.f(integer, text)', 'arguments')],
    },
    {
      name: 'the mode of an argument',
      sql: `
        DROP FUNCTION st_function.rows;
        CREATE FUNCTION st_function.rows(items integer[]) RETURNS SETOF integer LANGUAGE sql AS 'SELECT 1'`,
      expected: [changed('function', 'st_function.rows(integer[])', 'arguments')],
    },
    {
      name: 'the result',
      sql: `
        DROP FUNCTION st_function.f;
        CREATE FUNCTION st_function.f(a integer, b text DEFAULT 'x') RETURNS bigint LANGUAGE sql AS 'SELECT 1'`,
      expected: [changed('function', 'st_function.f(integer, text)', 'result')],
    },
    {
      name: 'a column of the result',
      sql: `
        DROP FUNCTION st_function.pairs;
        CREATE FUNCTION st_function.pairs() RETURNS TABLE (a integer, c text) LANGUAGE sql AS 'SELECT 1, ''x'''`,
      expected: [
        changed('function', 'st_function.pairs()', 'arguments'),
        changed('function', 'st_function.pairs()', 'result'),
      ],
    },
    {
      name: 'SETOF',
      sql: `
        DROP FUNCTION st_function.rows;
        CREATE FUNCTION st_function.rows(VARIADIC items integer[]) RETURNS integer LANGUAGE sql AS 'SELECT 1'`,
      expected: [
        changed('function', 'st_function.rows(integer[])', 'result'),
        changed('function', 'st_function.rows(integer[])', 'returnsSet'),
        changed('function', 'st_function.rows(integer[])', 'rows'),
      ],
    },
    {
      name: 'LANGUAGE',
      sql: `
        SET check_function_bodies = off;
        CREATE OR REPLACE FUNCTION st_function.f(a integer, b text DEFAULT 'x') RETURNS integer LANGUAGE plpgsql AS 'SELECT 1'`,
      expected: [changed('function', 'st_function.f(integer, text)', 'language')],
    },
    {
      name: 'the object file',
      sql: `CREATE OR REPLACE FUNCTION st_function.from_c() RETURNS trigger LANGUAGE c AS '$libdir/plpgsql.so', 'plpgsql_call_handler'`,
      expected: [changed('function', 'st_function.from_c()', 'objectFile')],
    },
    {
      name: 'the link symbol',
      sql: `CREATE OR REPLACE FUNCTION st_function.from_c() RETURNS trigger LANGUAGE c AS '$libdir/plpgsql', 'plpgsql_validator'`,
      expected: [changed('function', 'st_function.from_c()', 'body')],
    },
    {
      name: 'WINDOW',
      sql: `
        DROP FUNCTION st_function.rank;
        CREATE FUNCTION st_function.rank() RETURNS bigint LANGUAGE internal WINDOW AS 'window_rank'`,
      expected: [changed('function', 'st_function.rank()', 'window')],
    },
    {
      name: 'IMMUTABLE',
      sql: 'ALTER FUNCTION st_function.f IMMUTABLE',
      expected: [changed('function', 'st_function.f(integer, text)', 'volatility')],
    },
    {
      name: 'PARALLEL',
      sql: 'ALTER FUNCTION st_function.f PARALLEL SAFE',
      expected: [changed('function', 'st_function.f(integer, text)', 'parallel')],
    },
    {
      name: 'STRICT',
      sql: 'ALTER FUNCTION st_function.f STRICT',
      expected: [changed('function', 'st_function.f(integer, text)', 'strict')],
    },
    {
      name: 'SECURITY DEFINER',
      sql: 'ALTER FUNCTION st_function.f SECURITY DEFINER',
      expected: [changed('function', 'st_function.f(integer, text)', 'securityDefiner')],
    },
    {
      name: 'LEAKPROOF',
      sql: 'ALTER FUNCTION st_function.f LEAKPROOF',
      expected: [changed('function', 'st_function.f(integer, text)', 'leakproof')],
    },
    {
      name: 'COST',
      sql: 'ALTER FUNCTION st_function.f COST 5',
      expected: [changed('function', 'st_function.f(integer, text)', 'cost')],
    },
    {
      name: 'ROWS',
      sql: 'ALTER FUNCTION st_function.rows ROWS 5',
      expected: [changed('function', 'st_function.rows(integer[])', 'rows')],
    },
    {
      name: 'SUPPORT',
      sql: 'ALTER FUNCTION st_function.f SUPPORT st_function.made',
      expected: [changed('function', 'st_function.f(integer, text)', 'support')],
    },
    {
      name: 'TRANSFORM',
      sql: `
        CREATE OR REPLACE FUNCTION st_function.helper() RETURNS integer LANGUAGE plpgsql TRANSFORM FOR TYPE bigint SET work_mem = '1MB' SET jit = off AS 'BEGIN RETURN 1; END'`,
      expected: [changed('function', 'st_function.helper()', 'transforms')],
    },
    {
      name: 'SET a new setting',
      sql: 'ALTER FUNCTION st_function.f SET enable_sort = off',
      expected: [changed('function', 'st_function.f(integer, text)', 'settings')],
    },
    {
      name: 'SET another value',
      sql: `ALTER FUNCTION st_function.helper SET work_mem = '2MB'`,
      expected: [changed('function', 'st_function.helper()', 'settings')],
    },
    {
      name: 'RESET',
      sql: 'ALTER FUNCTION st_function.helper RESET jit',
      expected: [changed('function', 'st_function.helper()', 'settings')],
    },
    {
      name: 'OWNER TO',
      sql: `ALTER FUNCTION st_function.f OWNER TO ${reader}`,
      expected: [changed('function', 'st_function.f(integer, text)', 'owner', 'owners')],
    },
    {
      name: 'RENAME TO',
      sql: 'ALTER FUNCTION st_function.helper RENAME TO renamed',
      expected: [missing('function', 'st_function.helper()'), extra('function', 'st_function.renamed()')],
    },
    {
      name: 'the type of an argument',
      sql: `
        DROP FUNCTION st_function.f;
        CREATE FUNCTION st_function.f(a bigint, b text DEFAULT 'x') RETURNS integer LANGUAGE sql AS 'SELECT 1'`,
      expected: [extra('function', 'st_function.f(bigint, text)'), missing('function', 'st_function.f(integer, text)')],
    },
    {
      name: 'an overload',
      sql: `CREATE FUNCTION st_function.f(a integer) RETURNS integer LANGUAGE sql AS 'SELECT 1'`,
      expected: [extra('function', 'st_function.f(integer)')],
    },
    { name: 'DROP', sql: 'DROP FUNCTION st_function.helper', expected: [missing('function', 'st_function.helper()')] },
  ],
  harmless: [
    {
      name: 'recreated',
      sql: `
        DROP FUNCTION st_function.f;
        CREATE FUNCTION st_function.f(a integer, b text DEFAULT 'x') RETURNS integer LANGUAGE sql AS 'SELECT 1'`,
    },
    {
      name: 'the defaults spelled out',
      sql: 'ALTER FUNCTION st_function.f VOLATILE CALLED ON NULL INPUT SECURITY INVOKER NOT LEAKPROOF COST 100 PARALLEL UNSAFE',
    },
    {
      name: 'settings in another order',
      sql: `
        ALTER FUNCTION st_function.helper RESET ALL;
        ALTER FUNCTION st_function.helper SET jit = off;
        ALTER FUNCTION st_function.helper SET work_mem = '1MB'`,
    },
    {
      name: 'a standard body as it is printed',
      sql: `DO $$ BEGIN EXECUTE pg_get_functiondef('st_function.atomic'::regproc); END $$`,
    },
    {
      name: 'an argument default with a cast',
      sql: `CREATE OR REPLACE FUNCTION st_function.f(a integer, b text DEFAULT 'x'::text) RETURNS integer LANGUAGE sql AS 'SELECT 1'`,
    },
  ],
}
