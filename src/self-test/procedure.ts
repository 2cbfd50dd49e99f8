// Procedures: what of CREATE PROCEDURE is not a function's alone.
import { changed, extra, missing, reader } from './mutation.ts'
import type { KindMutations } from './mutation.ts'

export const procedures: KindMutations = {
  kind: 'procedure',
  schema: `
    CREATE SCHEMA st_procedure;
    CREATE PROCEDURE st_procedure.p(a integer, INOUT b text DEFAULT 'x') LANGUAGE plpgsql AS 'BEGIN NULL; END';
    CREATE PROCEDURE st_procedure.none() LANGUAGE sql AS '';
    CREATE PROCEDURE st_procedure.from_c() LANGUAGE c AS '$libdir/plpgsql', 'plpgsql_call_handler';
    CREATE FUNCTION st_procedure.to_sql(internal) RETURNS internal LANGUAGE internal IMMUTABLE STRICT AS 'prsd_lextype';
    CREATE TRANSFORM FOR smallint LANGUAGE plpgsql (FROM SQL WITH FUNCTION st_procedure.to_sql(internal));`,
  mutations: [
    {
      name: 'the body',
      sql: `
        CREATE OR REPLACE PROCEDURE st_procedure.p(a integer, INOUT b text DEFAULT 'x') LANGUAGE plpgsql AS 'BEGIN NULL; NULL; END'`,
      expected: [changed('procedure', 'st_procedure.p(integer, text)', 'body')],
    },
    {
      name: 'a standard body',
      sql: 'CREATE OR REPLACE PROCEDURE st_procedure.none() LANGUAGE sql BEGIN ATOMIC END',
      expected: [
        changed('procedure', 'st_procedure."none"()', 'body'),
        changed('procedure', 'st_procedure."none"()', 'sqlBody'),
      ],
    },
    {
      name: 'the default of an argument',
      sql: `
        CREATE OR REPLACE PROCEDURE st_procedure.p(a integer, INOUT b text DEFAULT 'y') LANGUAGE plpgsql AS 'BEGIN NULL; END'`,
      expected: [changed('procedure', 'st_procedure.p(integer, text)', 'argumentDefaults')],
    },
    {
      name: 'the name of an argument',
      sql: `
        DROP PROCEDURE st_procedure.p;
        CREATE PROCEDURE st_procedure.p(c integer, INOUT b text DEFAULT 'x') LANGUAGE plpgsql AS 'BEGIN NULL; END'`,
      expected: [changed('procedure', 'st_procedure.p(integer, text)', 'arguments')],
    },
    {
      name: 'the mode of an argument',
      sql: `
        DROP PROCEDURE st_procedure.p;
        CREATE PROCEDURE st_procedure.p(INOUT a integer, INOUT b text DEFAULT 'x') LANGUAGE plpgsql AS 'BEGIN NULL; END'`,
      expected: [changed('procedure', 'st_procedure.p(integer, text)', 'arguments')],
    },
    {
      name: 'no OUT argument',
      sql: `
        DROP PROCEDURE st_procedure.p;
        CREATE PROCEDURE st_procedure.p(a integer, b text DEFAULT 'x') LANGUAGE plpgsql AS 'BEGIN NULL; END'`,
      expected: [changed('procedure', 'st_procedure.p(integer, text)', 'arguments')],
    },
    {
      name: 'LANGUAGE',
      sql: `
        SET check_function_bodies = off;
        CREATE OR REPLACE PROCEDURE st_procedure.none() LANGUAGE plpgsql AS ''`,
      expected: [changed('procedure', 'st_procedure."none"()', 'language')],
    },
    {
      name: 'the object file',
      sql: `CREATE OR REPLACE PROCEDURE st_procedure.from_c() LANGUAGE c AS '$libdir/plpgsql.so', 'plpgsql_call_handler'`,
      expected: [changed('procedure', 'st_procedure.from_c()', 'objectFile')],
    },
    {
      name: 'SECURITY DEFINER',
      sql: 'ALTER PROCEDURE st_procedure.p SECURITY DEFINER',
      expected: [changed('procedure', 'st_procedure.p(integer, text)', 'securityDefiner')],
    },
    {
      name: 'SET',
      sql: 'ALTER PROCEDURE st_procedure.p SET jit = off',
      expected: [changed('procedure', 'st_procedure.p(integer, text)', 'settings')],
    },
    {
      name: 'TRANSFORM',
      sql: `
        CREATE OR REPLACE PROCEDURE st_procedure.p(a integer, INOUT b text DEFAULT 'x') LANGUAGE plpgsql TRANSFORM FOR TYPE smallint AS 'BEGIN NULL; END'`,
      expected: [changed('procedure', 'st_procedure.p(integer, text)', 'transforms')],
    },
    {
      name: 'OWNER TO',
      sql: `ALTER PROCEDURE st_procedure.p OWNER TO ${reader}`,
      expected: [changed('procedure', 'st_procedure.p(integer, text)', 'owner', 'owners')],
    },
    {
      name: 'RENAME TO',
      sql: 'ALTER PROCEDURE st_procedure.p RENAME TO renamed',
      expected: [
        missing('procedure', 'st_procedure.p(integer, text)'),
        extra('procedure', 'st_procedure.renamed(integer, text)'),
      ],
    },
    {
      name: 'DROP',
      sql: 'DROP PROCEDURE st_procedure.none',
      expected: [missing('procedure', 'st_procedure."none"()')],
    },
  ],
  harmless: [
    {
      name: 'recreated',
      sql: `
        DROP PROCEDURE st_procedure.p;
        CREATE PROCEDURE st_procedure.p(a integer, INOUT b text DEFAULT 'x') LANGUAGE plpgsql AS 'BEGIN NULL; END'`,
    },
    {
      name: 'set and reset',
      sql: `
        ALTER PROCEDURE st_procedure.p SET jit = off;
        ALTER PROCEDURE st_procedure.p RESET ALL`,
    },
  ],
  unchangeable: [
    { attribute: 'volatility', reason: 'a property of functions that CREATE PROCEDURE does not take' },
    { attribute: 'parallel', reason: 'a property of functions that CREATE PROCEDURE does not take' },
    { attribute: 'strict', reason: 'a property of functions that CREATE PROCEDURE does not take' },
    { attribute: 'leakproof', reason: 'a property of functions that CREATE PROCEDURE does not take' },
    { attribute: 'cost', reason: 'a property of functions that CREATE PROCEDURE does not take' },
    { attribute: 'support', reason: 'a property of functions that CREATE PROCEDURE does not take' },
    { attribute: 'window', reason: 'a property of functions that CREATE PROCEDURE does not take' },
    { attribute: 'rows', reason: 'a procedure returns no set' },
    { attribute: 'returnsSet', reason: 'a procedure returns no set' },
    { attribute: 'result', reason: 'a procedure returns nothing but its OUT arguments' },
  ],
}
