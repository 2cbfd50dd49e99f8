// Extensions: which one, its version and its schema. Its members are its own business, but for those added by hand.
import { changed, extra, missing } from './mutation.ts'
import type { KindMutations } from './mutation.ts'

export const extensions: KindMutations = {
  kind: 'extension',
  schema: `
    CREATE SCHEMA st_extension;
    CREATE SCHEMA st_extension_other;
    CREATE EXTENSION pg_trgm SCHEMA st_extension;
    CREATE EXTENSION citext SCHEMA st_extension;
    CREATE EXTENSION cube SCHEMA st_extension;
    CREATE FUNCTION st_extension.loose() RETURNS integer LANGUAGE sql AS 'SELECT 1';`,
  mutations: [
    {
      name: 'another VERSION',
      sql: `DROP EXTENSION pg_trgm; CREATE EXTENSION pg_trgm SCHEMA st_extension VERSION '1.5'`,
      expected: [changed('extension', 'pg_trgm', 'version')],
    },
    {
      name: 'SET SCHEMA',
      sql: 'ALTER EXTENSION pg_trgm SET SCHEMA st_extension_other',
      expected: [changed('extension', 'pg_trgm', 'schema')],
    },
    {
      name: 'CREATE',
      sql: 'CREATE EXTENSION fuzzystrmatch SCHEMA st_extension',
      expected: [extra('extension', 'fuzzystrmatch')],
    },
    { name: 'DROP', sql: 'DROP EXTENSION cube', expected: [missing('extension', 'cube')] },
    {
      name: 'ADD a function',
      sql: 'ALTER EXTENSION citext ADD FUNCTION st_extension.loose()',
      expected: [missing('function', 'st_extension.loose()'), changed('extension', 'citext', 'members')],
    },
    {
      name: 'DROP of a member',
      sql: 'ALTER EXTENSION cube DROP FUNCTION st_extension.cube_dim(st_extension.cube)',
      expected: [
        extra('function', 'st_extension.cube_dim(st_extension.cube)'),
        changed('extension', 'cube', 'members'),
      ],
    },
    {
      name: 'the COST of a member function',
      sql: 'ALTER FUNCTION st_extension.cube_dim(st_extension.cube) COST 99',
      expected: [changed('extension', 'cube', 'members')],
    },
    {
      name: 'another body of a member function',
      sql: `
        CREATE OR REPLACE FUNCTION st_extension.cube_dim(st_extension.cube) RETURNS integer
          LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 1 AS 'SELECT 1'`,
      expected: [changed('extension', 'cube', 'members')],
    },
  ],
  harmless: [
    { name: 'recreated', sql: 'DROP EXTENSION pg_trgm; CREATE EXTENSION pg_trgm SCHEMA st_extension' },
    {
      name: 'moved and back',
      sql: `
        ALTER EXTENSION pg_trgm SET SCHEMA st_extension_other;
        ALTER EXTENSION pg_trgm SET SCHEMA st_extension`,
    },
    {
      name: 'a member dropped and added back',
      sql: `
        ALTER EXTENSION citext DROP TYPE st_extension.citext;
        ALTER EXTENSION citext ADD TYPE st_extension.citext`,
    },
    {
      name: 'updated from an older version',
      sql: `
        DROP EXTENSION pg_trgm;
        CREATE EXTENSION pg_trgm SCHEMA st_extension VERSION '1.3';
        ALTER EXTENSION pg_trgm UPDATE`,
    },
  ],
}
