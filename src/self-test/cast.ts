// Casts; their types are in the schema st_cast, since a cast has no name.
import { changed, extra, missing } from './mutation.ts'
import type { Expected, KindMutations } from './mutation.ts'

const toMood = '(integer AS st_cast.mood)'
const cast = (attribute: string): Expected => changed('cast', toMood, attribute)

function anew(clauses: string): string {
  return `DROP CAST ${toMood}; CREATE CAST ${toMood} ${clauses}`
}

export const casts: KindMutations = {
  kind: 'cast',
  schema: `
    CREATE SCHEMA st_cast;
    CREATE TYPE st_cast.mood AS ENUM ('a');
    CREATE FUNCTION st_cast.f(integer) RETURNS st_cast.mood LANGUAGE sql IMMUTABLE AS $$ SELECT 'a'::st_cast.mood $$;
    CREATE FUNCTION st_cast.g(integer) RETURNS st_cast.mood LANGUAGE sql IMMUTABLE AS $$ SELECT 'a'::st_cast.mood $$;
    CREATE CAST (integer AS st_cast.mood) WITH FUNCTION st_cast.f(integer);
    CREATE CAST (st_cast.mood AS text) WITH INOUT AS ASSIGNMENT;
    CREATE CAST (oid AS real) WITHOUT FUNCTION;`,
  mutations: [
    {
      name: 'another function',
      sql: anew('WITH FUNCTION st_cast.g(integer)'),
      expected: [cast('function')],
    },
    { name: 'AS ASSIGNMENT', sql: anew('WITH FUNCTION st_cast.f(integer) AS ASSIGNMENT'), expected: [cast('context')] },
    { name: 'AS IMPLICIT', sql: anew('WITH FUNCTION st_cast.f(integer) AS IMPLICIT'), expected: [cast('context')] },
    { name: 'another method', sql: anew('WITH INOUT'), expected: [cast('function'), cast('method')] },
    {
      name: 'through text instead of as it is',
      sql: 'DROP CAST (oid AS real); CREATE CAST (oid AS real) WITH INOUT',
      expected: [changed('cast', '(oid AS real)', 'method')],
    },
    {
      name: 'a comment',
      sql: `COMMENT ON CAST (oid AS real) IS 'text'`,
      expected: [extra('comment', 'cast (oid AS real)', 'comments')],
    },
    { name: 'DROP', sql: 'DROP CAST (oid AS real)', expected: [missing('cast', '(oid AS real)')] },
    {
      name: 'CREATE',
      sql: 'CREATE CAST (st_cast.mood AS bytea) WITH INOUT',
      expected: [extra('cast', '(st_cast.mood AS bytea)')],
    },
  ],
  harmless: [
    { name: 'recreated', sql: anew('WITH FUNCTION st_cast.f') },
    {
      name: 'the cast that a range type makes',
      sql: 'CREATE TYPE st_cast.span AS RANGE (SUBTYPE = integer); DROP TYPE st_cast.span',
    },
  ],
}
