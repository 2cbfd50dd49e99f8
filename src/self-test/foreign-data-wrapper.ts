// Foreign data wrappers. The handler is that of an extension's library, which is not called; owners are superusers.
import { changed, extra, missing, reader } from './mutation.ts'
import type { Expected, KindMutations } from './mutation.ts'

const wrapper = (attribute: string): Expected => changed('foreign-data-wrapper', 'st_foreign_data_wrapper', attribute)

export const foreignDataWrappers: KindMutations = {
  kind: 'foreign-data-wrapper',
  schema: `
    CREATE SCHEMA st_foreign_data_wrapper;
    CREATE FUNCTION st_foreign_data_wrapper.handle() RETURNS fdw_handler LANGUAGE internal AS 'fdw_handler_in';
    CREATE FUNCTION st_foreign_data_wrapper.check(text[], oid) RETURNS boolean LANGUAGE internal AS 'postgresql_fdw_validator';
    CREATE FOREIGN DATA WRAPPER st_foreign_data_wrapper OPTIONS (a '1', b '2', token 'st_secret');
    CREATE FOREIGN DATA WRAPPER st_foreign_data_wrapper_whole
      HANDLER st_foreign_data_wrapper.handle VALIDATOR st_foreign_data_wrapper.check;
    COMMENT ON FOREIGN DATA WRAPPER st_foreign_data_wrapper IS 'of the self-test';`,
  mutations: [
    {
      name: 'HANDLER',
      sql: 'ALTER FOREIGN DATA WRAPPER st_foreign_data_wrapper HANDLER st_foreign_data_wrapper.handle',
      expected: [wrapper('handler')],
    },
    {
      name: 'NO HANDLER',
      sql: 'ALTER FOREIGN DATA WRAPPER st_foreign_data_wrapper_whole NO HANDLER',
      expected: [changed('foreign-data-wrapper', 'st_foreign_data_wrapper_whole', 'handler')],
    },
    {
      name: 'VALIDATOR',
      sql: 'ALTER FOREIGN DATA WRAPPER st_foreign_data_wrapper VALIDATOR st_foreign_data_wrapper.check',
      expected: [wrapper('validator')],
    },
    {
      name: 'NO VALIDATOR',
      sql: 'ALTER FOREIGN DATA WRAPPER st_foreign_data_wrapper_whole NO VALIDATOR',
      expected: [changed('foreign-data-wrapper', 'st_foreign_data_wrapper_whole', 'validator')],
    },
    {
      name: 'an option more',
      sql: "ALTER FOREIGN DATA WRAPPER st_foreign_data_wrapper OPTIONS (ADD c '3')",
      expected: [wrapper('options')],
    },
    {
      name: 'an option less',
      sql: 'ALTER FOREIGN DATA WRAPPER st_foreign_data_wrapper OPTIONS (DROP a)',
      expected: [wrapper('options')],
    },
    {
      name: 'another value of an option',
      sql: "ALTER FOREIGN DATA WRAPPER st_foreign_data_wrapper OPTIONS (SET a '')",
      expected: [wrapper('options')],
    },
    {
      name: 'another secret',
      sql: "ALTER FOREIGN DATA WRAPPER st_foreign_data_wrapper OPTIONS (SET token 'st_other')",
      expected: [wrapper('secrets')],
    },
    {
      name: 'OWNER TO',
      sql: `
        CREATE ROLE pgfold_self_test_owner SUPERUSER;
        ALTER FOREIGN DATA WRAPPER st_foreign_data_wrapper OWNER TO pgfold_self_test_owner`,
      cleanUp: 'DROP ROLE pgfold_self_test_owner',
      expected: [changed('foreign-data-wrapper', 'st_foreign_data_wrapper', 'owner', 'owners')],
    },
    {
      name: 'GRANT',
      sql: `GRANT USAGE ON FOREIGN DATA WRAPPER st_foreign_data_wrapper TO ${reader}`,
      expected: [extra('privilege', 'foreign-data-wrapper st_foreign_data_wrapper')],
    },
    {
      name: 'no COMMENT',
      sql: 'COMMENT ON FOREIGN DATA WRAPPER st_foreign_data_wrapper IS NULL',
      expected: [missing('comment', 'foreign-data-wrapper st_foreign_data_wrapper', 'comments')],
    },
    {
      name: 'RENAME TO',
      sql: 'ALTER FOREIGN DATA WRAPPER st_foreign_data_wrapper_whole RENAME TO st_foreign_data_wrapper_renamed',
      expected: [
        missing('foreign-data-wrapper', 'st_foreign_data_wrapper_whole'),
        extra('foreign-data-wrapper', 'st_foreign_data_wrapper_renamed'),
      ],
    },
    {
      name: 'DROP',
      sql: 'DROP FOREIGN DATA WRAPPER st_foreign_data_wrapper_whole',
      expected: [missing('foreign-data-wrapper', 'st_foreign_data_wrapper_whole')],
    },
  ],
  harmless: [
    {
      name: 'options in another order',
      sql: `
        ALTER FOREIGN DATA WRAPPER st_foreign_data_wrapper OPTIONS (DROP a);
        ALTER FOREIGN DATA WRAPPER st_foreign_data_wrapper OPTIONS (ADD a '1')`,
    },
    {
      name: 'a secret taken away and set again',
      sql: `
        ALTER FOREIGN DATA WRAPPER st_foreign_data_wrapper OPTIONS (DROP token);
        ALTER FOREIGN DATA WRAPPER st_foreign_data_wrapper OPTIONS (ADD token 'st_secret')`,
    },
  ],
}
