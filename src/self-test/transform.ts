// Transforms; the functions are the server's, as the server's own tests have them.
import { changed, extra, missing } from './mutation.ts'
import type { Expected, KindMutations } from './mutation.ts'

const forType = 'FOR st_transform.mood LANGUAGE sql'
const transform = (attribute: string): Expected => changed('transform', forType, attribute)

export const transforms: KindMutations = {
  kind: 'transform',
  schema: `
    CREATE SCHEMA st_transform;
    CREATE TYPE st_transform.mood AS ENUM ('a');
    CREATE FUNCTION st_transform.from_sql(internal) RETURNS internal
      LANGUAGE internal STRICT IMMUTABLE AS 'prsd_lextype';
    CREATE FUNCTION st_transform.to_sql(internal) RETURNS st_transform.mood
      LANGUAGE internal STRICT IMMUTABLE AS 'int4recv';
    CREATE FUNCTION st_transform.to_sql_too(internal) RETURNS st_transform.mood
      LANGUAGE internal STRICT IMMUTABLE AS 'int4recv';
    CREATE TRANSFORM ${forType} (
      FROM SQL WITH FUNCTION st_transform.from_sql(internal), TO SQL WITH FUNCTION st_transform.to_sql(internal));
    CREATE FUNCTION st_transform.f(st_transform.mood) RETURNS integer
      LANGUAGE sql TRANSFORM FOR TYPE st_transform.mood AS 'SELECT 1';`,
  mutations: [
    {
      name: 'another TO SQL',
      sql: `
        CREATE OR REPLACE TRANSFORM ${forType} (
          FROM SQL WITH FUNCTION st_transform.from_sql(internal), TO SQL WITH FUNCTION st_transform.to_sql_too(internal))`,
      expected: [transform('toSql')],
    },
    {
      name: 'another FROM SQL',
      sql: `
        CREATE OR REPLACE TRANSFORM ${forType} (
          FROM SQL WITH FUNCTION prsd_lextype(internal), TO SQL WITH FUNCTION st_transform.to_sql(internal))`,
      expected: [transform('fromSql')],
    },
    {
      name: 'no FROM SQL',
      sql: `CREATE OR REPLACE TRANSFORM ${forType} (TO SQL WITH FUNCTION st_transform.to_sql(internal))`,
      expected: [transform('fromSql')],
    },
    {
      name: 'for another language',
      sql: `CREATE TRANSFORM FOR st_transform.mood LANGUAGE plpgsql (FROM SQL WITH FUNCTION st_transform.from_sql(internal))`,
      expected: [extra('transform', 'FOR st_transform.mood LANGUAGE plpgsql')],
    },
    {
      name: 'a comment',
      sql: `COMMENT ON TRANSFORM ${forType} IS 'text'`,
      expected: [extra('comment', `transform ${forType}`, 'comments')],
    },
    {
      name: 'DROP',
      sql: `DROP FUNCTION st_transform.f; DROP TRANSFORM ${forType}`,
      expected: [missing('function', 'st_transform.f(st_transform.mood)'), missing('transform', forType)],
    },
  ],
  harmless: [
    {
      name: 'replaced by the same, its functions in the other order',
      sql: `
        CREATE OR REPLACE TRANSFORM ${forType} (
          TO SQL WITH FUNCTION st_transform.to_sql(internal), FROM SQL WITH FUNCTION st_transform.from_sql(internal))`,
    },
  ],
}
