// Foreign servers.
import { changed, extra, missing, reader } from './mutation.ts'
import type { Expected, KindMutations } from './mutation.ts'

const server = (attribute: string): Expected => changed('foreign-server', 'st_foreign_server', attribute)
const anew = (clauses: string): string => `DROP SERVER st_foreign_server; CREATE SERVER st_foreign_server ${clauses}`
const options = "OPTIONS (host 'a', port '1', api_key 'st_secret')"

export const foreignServers: KindMutations = {
  kind: 'foreign-server',
  schema: `
    CREATE FOREIGN DATA WRAPPER st_foreign_server;
    CREATE FOREIGN DATA WRAPPER st_foreign_server_too;
    CREATE SERVER st_foreign_server TYPE 't' VERSION '1' FOREIGN DATA WRAPPER st_foreign_server ${options};
    CREATE SERVER st_foreign_server_bare FOREIGN DATA WRAPPER st_foreign_server;
    COMMENT ON SERVER st_foreign_server_bare IS 'of the self-test';`,
  mutations: [
    {
      name: 'another wrapper',
      sql: anew(`TYPE 't' VERSION '1' FOREIGN DATA WRAPPER st_foreign_server_too ${options}`),
      expected: [server('wrapper')],
    },
    {
      name: 'another TYPE',
      sql: anew(`TYPE 'u' VERSION '1' FOREIGN DATA WRAPPER st_foreign_server ${options}`),
      expected: [server('type')],
    },
    {
      name: 'no TYPE',
      sql: anew(`VERSION '1' FOREIGN DATA WRAPPER st_foreign_server ${options}`),
      expected: [server('type')],
    },
    { name: 'another VERSION', sql: "ALTER SERVER st_foreign_server VERSION '2'", expected: [server('version')] },
    { name: 'no VERSION', sql: 'ALTER SERVER st_foreign_server VERSION NULL', expected: [server('version')] },
    {
      name: 'an option more',
      sql: "ALTER SERVER st_foreign_server OPTIONS (ADD c '3')",
      expected: [server('options')],
    },
    {
      name: 'an option less',
      sql: 'ALTER SERVER st_foreign_server OPTIONS (DROP port)',
      expected: [server('options')],
    },
    {
      name: 'another value of an option',
      sql: "ALTER SERVER st_foreign_server OPTIONS (SET host 'b')",
      expected: [server('options')],
    },
    {
      name: 'another secret',
      sql: "ALTER SERVER st_foreign_server OPTIONS (SET api_key 'st_other')",
      expected: [server('secrets')],
    },
    {
      name: 'OWNER TO',
      sql: `
        GRANT USAGE ON FOREIGN DATA WRAPPER st_foreign_server TO ${reader};
        ALTER SERVER st_foreign_server OWNER TO ${reader}`,
      expected: [
        changed('foreign-server', 'st_foreign_server', 'owner', 'owners'),
        extra('privilege', 'foreign-data-wrapper st_foreign_server'),
      ],
    },
    {
      name: 'GRANT',
      sql: `GRANT USAGE ON FOREIGN SERVER st_foreign_server TO ${reader}`,
      expected: [extra('privilege', 'foreign-server st_foreign_server')],
    },
    {
      name: 'another COMMENT',
      sql: "COMMENT ON SERVER st_foreign_server_bare IS 'other'",
      expected: [changed('comment', 'foreign-server st_foreign_server_bare', 'text', 'comments')],
    },
    {
      name: 'RENAME TO',
      sql: 'ALTER SERVER st_foreign_server RENAME TO st_foreign_server_renamed',
      expected: [missing('foreign-server', 'st_foreign_server'), extra('foreign-server', 'st_foreign_server_renamed')],
    },
    {
      name: 'DROP',
      sql: 'DROP SERVER st_foreign_server',
      expected: [missing('foreign-server', 'st_foreign_server')],
    },
  ],
  harmless: [
    {
      name: 'recreated with its options in another order',
      sql: anew(
        "TYPE 't' VERSION '1' FOREIGN DATA WRAPPER st_foreign_server OPTIONS (api_key 'st_secret', port '1', host 'a')",
      ),
    },
    {
      name: 'an empty TYPE and VERSION',
      sql: `
        DROP SERVER st_foreign_server_bare;
        CREATE SERVER st_foreign_server_bare TYPE '' VERSION '' FOREIGN DATA WRAPPER st_foreign_server;
        COMMENT ON SERVER st_foreign_server_bare IS 'of the self-test'`,
    },
  ],
}
