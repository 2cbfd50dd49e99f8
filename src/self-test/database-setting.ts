// Settings of the database and of a role in it.
import { changed, extra, missing, reader } from './mutation.ts'
import type { KindMutations } from './mutation.ts'

/** A statement for the database that it runs in; `%I` is its name. */
const inDatabase = (...statements: readonly string[]): string =>
  `DO $do$ BEGIN ${statements
    .map((statement) => `EXECUTE format($sql$${statement}$sql$, current_database());`)
    .join(' ')} END $do$`

export const databaseSettings: KindMutations = {
  kind: 'database-setting',
  schema: inDatabase(
    `ALTER DATABASE %I SET work_mem = '5MB'`,
    'ALTER DATABASE %I SET search_path = public, "St Database"',
    `ALTER ROLE ${reader} IN DATABASE %I SET statement_timeout = '5s'`,
  ),
  notDumped: [
    missing('database-setting', 'work_mem'),
    missing('database-setting', 'search_path'),
    missing('database-setting', `statement_timeout of ${reader}`),
  ],
  mutations: [
    {
      name: 'another value',
      sql: inDatabase(`ALTER DATABASE %I SET work_mem = '6MB'`),
      expected: [changed('database-setting', 'work_mem', 'value')],
    },
    {
      name: 'a list in another order',
      sql: inDatabase('ALTER DATABASE %I SET search_path = "St Database", public'),
      expected: [changed('database-setting', 'search_path', 'value')],
    },
    {
      name: 'another value for a role',
      sql: inDatabase(`ALTER ROLE ${reader} IN DATABASE %I SET statement_timeout = '6s'`),
      expected: [changed('database-setting', `statement_timeout of ${reader}`, 'value')],
    },
    {
      name: 'SET',
      sql: inDatabase('ALTER DATABASE %I SET geqo = off'),
      expected: [extra('database-setting', 'geqo')],
    },
    {
      name: 'RESET',
      sql: inDatabase('ALTER DATABASE %I RESET work_mem'),
      expected: [missing('database-setting', 'work_mem')],
    },
  ],
  harmless: [
    {
      name: 'set again in another order',
      sql: inDatabase('ALTER DATABASE %I RESET work_mem', `ALTER DATABASE %I SET work_mem = '5MB'`),
    },
  ],
}
