// User mappings, whose options hold most of the secrets.
import { changed, extra, missing, reader } from './mutation.ts'
import type { KindMutations } from './mutation.ts'

const ofReader = `FOR ${reader} SERVER st_user_mapping`
const ofAll = 'FOR PUBLIC SERVER st_user_mapping'

export const userMappings: KindMutations = {
  kind: 'user-mapping',
  schema: `
    CREATE FOREIGN DATA WRAPPER st_user_mapping;
    CREATE SERVER st_user_mapping FOREIGN DATA WRAPPER st_user_mapping;
    CREATE SERVER st_user_mapping_too FOREIGN DATA WRAPPER st_user_mapping;
    CREATE USER MAPPING ${ofReader} OPTIONS ("user" 'a', password 'st_secret');
    CREATE USER MAPPING ${ofAll} OPTIONS (b '2', a '1');
    CREATE USER MAPPING FOR CURRENT_USER SERVER st_user_mapping;`,
  mutations: [
    {
      name: 'another value of an option',
      sql: `ALTER USER MAPPING ${ofReader} OPTIONS (SET "user" 'b')`,
      expected: [changed('user-mapping', ofReader, 'options')],
    },
    {
      name: 'an option more',
      sql: `ALTER USER MAPPING FOR CURRENT_USER SERVER st_user_mapping OPTIONS (a '')`,
      expected: [changed('user-mapping', 'FOR CURRENT_USER SERVER st_user_mapping', 'options')],
    },
    {
      name: 'an option less',
      sql: `ALTER USER MAPPING ${ofAll} OPTIONS (DROP a)`,
      expected: [changed('user-mapping', ofAll, 'options')],
    },
    {
      name: 'another password',
      sql: `ALTER USER MAPPING ${ofReader} OPTIONS (SET password 'st_other')`,
      expected: [changed('user-mapping', ofReader, 'secrets')],
    },
    {
      name: 'no password',
      sql: `ALTER USER MAPPING ${ofReader} OPTIONS (DROP password)`,
      expected: [changed('user-mapping', ofReader, 'secrets')],
    },
    {
      name: 'a key',
      sql: `ALTER USER MAPPING ${ofAll} OPTIONS (ADD "Access Key" 'st_secret')`,
      expected: [changed('user-mapping', ofAll, 'secrets')],
    },
    {
      name: 'another server',
      sql: `DROP USER MAPPING ${ofAll}; CREATE USER MAPPING FOR PUBLIC SERVER st_user_mapping_too OPTIONS (b '2', a '1')`,
      expected: [missing('user-mapping', ofAll), extra('user-mapping', 'FOR PUBLIC SERVER st_user_mapping_too')],
    },
    {
      name: 'DROP',
      sql: `DROP USER MAPPING ${ofReader}`,
      expected: [missing('user-mapping', ofReader)],
    },
  ],
  harmless: [
    {
      name: 'options in another order',
      sql: `ALTER USER MAPPING ${ofAll} OPTIONS (DROP b); ALTER USER MAPPING ${ofAll} OPTIONS (ADD b '2')`,
    },
    {
      name: 'recreated',
      sql: `
        DROP USER MAPPING ${ofReader};
        CREATE USER MAPPING ${ofReader} OPTIONS (password 'st_secret', "user" 'a')`,
    },
  ],
}
