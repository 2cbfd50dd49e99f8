// Default privileges, global and per schema, given and taken.
import { changed, extra, missing, reader, writer } from './mutation.ts'
import type { KindMutations } from './mutation.ts'

export const defaultPrivileges: KindMutations = {
  kind: 'default-privilege',
  schema: `
    CREATE SCHEMA st_default_privilege;
    CREATE SCHEMA st_default_privilege_other;
    ALTER DEFAULT PRIVILEGES IN SCHEMA st_default_privilege GRANT SELECT, INSERT ON TABLES TO ${reader}, ${writer};
    ALTER DEFAULT PRIVILEGES FOR ROLE ${writer} REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
    ALTER DEFAULT PRIVILEGES FOR ROLE ${writer} GRANT USAGE ON SEQUENCES TO ${reader};`,
  mutations: [
    {
      name: 'GRANT of one more privilege',
      sql: `ALTER DEFAULT PRIVILEGES IN SCHEMA st_default_privilege GRANT UPDATE ON TABLES TO ${reader}`,
      expected: [changed('default-privilege', 'tables in st_default_privilege', 'granted')],
    },
    {
      name: 'GRANT to PUBLIC',
      sql: 'ALTER DEFAULT PRIVILEGES IN SCHEMA st_default_privilege GRANT SELECT ON TABLES TO PUBLIC',
      expected: [changed('default-privilege', 'tables in st_default_privilege', 'granted')],
    },
    {
      name: 'WITH GRANT OPTION',
      sql: `ALTER DEFAULT PRIVILEGES IN SCHEMA st_default_privilege GRANT SELECT ON TABLES TO ${reader} WITH GRANT OPTION`,
      expected: [changed('default-privilege', 'tables in st_default_privilege', 'granted')],
    },
    {
      name: 'REVOKE',
      sql: `ALTER DEFAULT PRIVILEGES IN SCHEMA st_default_privilege REVOKE INSERT ON TABLES FROM ${reader}`,
      expected: [changed('default-privilege', 'tables in st_default_privilege', 'granted')],
    },
    {
      name: 'REVOKE from the owner',
      sql: `ALTER DEFAULT PRIVILEGES FOR ROLE ${writer} REVOKE USAGE ON SEQUENCES FROM ${writer}`,
      expected: [changed('default-privilege', 'sequences by pgfold_self_test_writer', 'revoked')],
    },
    {
      name: 'in another schema',
      sql: `ALTER DEFAULT PRIVILEGES IN SCHEMA st_default_privilege_other GRANT SELECT ON TABLES TO ${reader}`,
      expected: [extra('default-privilege', 'tables in st_default_privilege_other')],
    },
    {
      name: 'everywhere',
      sql: `ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO ${reader}`,
      expected: [extra('default-privilege', 'tables')],
    },
    {
      name: 'for another role',
      sql: `ALTER DEFAULT PRIVILEGES FOR ROLE ${reader} GRANT SELECT ON TABLES TO ${writer}`,
      expected: [extra('default-privilege', 'tables by pgfold_self_test_reader')],
    },
    {
      name: 'on functions',
      sql: `ALTER DEFAULT PRIVILEGES FOR ROLE ${writer} GRANT EXECUTE ON FUNCTIONS TO ${reader}`,
      expected: [changed('default-privilege', 'functions by pgfold_self_test_writer', 'granted')],
    },
    {
      name: 'on types',
      sql: 'ALTER DEFAULT PRIVILEGES REVOKE USAGE ON TYPES FROM PUBLIC',
      expected: [extra('default-privilege', 'types')],
    },
    {
      name: 'on schemas',
      sql: `ALTER DEFAULT PRIVILEGES GRANT CREATE ON SCHEMAS TO ${reader}`,
      expected: [extra('default-privilege', 'schemas')],
    },
    {
      name: 'on large objects',
      sql: `ALTER DEFAULT PRIVILEGES GRANT SELECT ON LARGE OBJECTS TO ${reader}`,
      requires: 18,
      expected: [extra('default-privilege', 'large objects')],
    },
    {
      name: 'as the server has it',
      sql: `ALTER DEFAULT PRIVILEGES FOR ROLE ${writer} GRANT EXECUTE ON FUNCTIONS TO PUBLIC`,
      expected: [missing('default-privilege', 'functions by pgfold_self_test_writer')],
    },
  ],
  harmless: [
    {
      name: 'in another order',
      sql: `
        ALTER DEFAULT PRIVILEGES IN SCHEMA st_default_privilege REVOKE ALL ON TABLES FROM ${reader}, ${writer};
        ALTER DEFAULT PRIVILEGES IN SCHEMA st_default_privilege GRANT INSERT, SELECT ON TABLES TO ${writer}, ${reader}`,
    },
    {
      name: 'granted and revoked',
      sql: `
        ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO ${reader};
        ALTER DEFAULT PRIVILEGES REVOKE SELECT ON TABLES FROM ${reader}`,
    },
    {
      name: `the server's defaults spelled out`,
      sql: `
        ALTER DEFAULT PRIVILEGES GRANT ALL ON SEQUENCES TO CURRENT_USER;
        ALTER DEFAULT PRIVILEGES GRANT USAGE ON TYPES TO PUBLIC`,
    },
  ],
  unchangeable: [
    { attribute: 'role', reason: 'a part of the identity: for another role they are other default privileges' },
    { attribute: 'schema', reason: 'a part of the identity: in another schema they are other default privileges' },
    { attribute: 'objects', reason: 'a part of the identity: on other objects they are other default privileges' },
  ],
}
