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
      expected: [missing('function', 'st_extension.loose()')],
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
      name: 'updated from an older version',
      sql: `
        DROP EXTENSION pg_trgm;
        CREATE EXTENSION pg_trgm SCHEMA st_extension VERSION '1.3';
        ALTER EXTENSION pg_trgm UPDATE`,
    },
  ],
}
