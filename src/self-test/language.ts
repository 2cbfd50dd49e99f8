// Languages, with functions in schemas for handlers: pg_dump prints none of a language whose functions are the server's.
import { changed, extra, missing, reader } from './mutation.ts'
import type { Expected, KindMutations } from './mutation.ts'

const language = (attribute: string): Expected => changed('language', 'st_language', attribute)

export const languages: KindMutations = {
  kind: 'language',
  schema: `
    CREATE SCHEMA st_language;
    CREATE FUNCTION st_language.call() RETURNS language_handler LANGUAGE c AS '$libdir/plpgsql', 'plpgsql_call_handler';
    CREATE FUNCTION st_language.call_too() RETURNS language_handler LANGUAGE c AS '$libdir/plpgsql', 'plpgsql_call_handler';
    CREATE FUNCTION st_language.run(internal) RETURNS void LANGUAGE c STRICT AS '$libdir/plpgsql', 'plpgsql_inline_handler';
    CREATE FUNCTION st_language.check(oid) RETURNS void LANGUAGE c STRICT AS '$libdir/plpgsql', 'plpgsql_validator';
    CREATE TRUSTED LANGUAGE st_language
      HANDLER st_language.call INLINE st_language.run VALIDATOR st_language.check;
    CREATE LANGUAGE st_language_bare HANDLER st_language.call;
    CREATE FUNCTION st_language.f() RETURNS integer LANGUAGE st_language AS 'BEGIN RETURN 1; END';`,
  mutations: [
    {
      name: 'another handler',
      sql: `
        CREATE OR REPLACE TRUSTED LANGUAGE st_language
          HANDLER st_language.call_too INLINE st_language.run VALIDATOR st_language.check`,
      expected: [language('handler')],
    },
    {
      name: 'no INLINE',
      sql: `
        CREATE OR REPLACE TRUSTED LANGUAGE st_language HANDLER st_language.call VALIDATOR st_language.check`,
      expected: [language('inline')],
    },
    {
      name: 'no VALIDATOR',
      sql: `CREATE OR REPLACE TRUSTED LANGUAGE st_language HANDLER st_language.call INLINE st_language.run`,
      expected: [language('validator')],
    },
    {
      name: 'not TRUSTED',
      sql: `
        CREATE OR REPLACE LANGUAGE st_language
          HANDLER st_language.call INLINE st_language.run VALIDATOR st_language.check`,
      expected: [language('trusted')],
    },
    {
      name: 'OWNER TO',
      sql: `ALTER LANGUAGE st_language OWNER TO ${reader}`,
      expected: [changed('language', 'st_language', 'owner', 'owners')],
    },
    {
      name: 'a comment',
      sql: `COMMENT ON LANGUAGE st_language IS 'text'`,
      expected: [extra('comment', 'language st_language', 'comments')],
    },
    {
      name: 'REVOKE from PUBLIC',
      sql: 'REVOKE USAGE ON LANGUAGE st_language FROM PUBLIC',
      expected: [extra('privilege', 'language st_language')],
    },
    {
      name: 'DROP',
      sql: 'DROP LANGUAGE st_language_bare',
      expected: [missing('language', 'st_language_bare')],
    },
  ],
  harmless: [
    {
      name: 'recreated',
      sql: 'DROP LANGUAGE st_language_bare; CREATE PROCEDURAL LANGUAGE st_language_bare HANDLER st_language.call',
    },
    {
      name: 'the default privileges spelled out',
      sql: 'GRANT USAGE ON LANGUAGE st_language TO PUBLIC',
    },
  ],
}
