// Tables of extensions: what their owner may do to them.
import { changed, extra, missing } from './mutation.ts'
import type { KindMutations } from './mutation.ts'

export const extensionTables: KindMutations = {
  kind: 'extension-table',
  schema: `
    CREATE SCHEMA st_extension_table;
    CREATE TABLE st_extension_table.t (a integer NOT NULL, b text DEFAULT 'x');
    CREATE TABLE st_extension_table.other (a integer);
    ALTER EXTENSION citext ADD TABLE st_extension_table.t;`,
  notDumped: [missing('extension-table', 'st_extension_table.t'), changed('extension', 'citext', 'members')],
  mutations: [
    {
      name: 'ENABLE ROW LEVEL SECURITY',
      sql: 'ALTER TABLE st_extension_table.t ENABLE ROW LEVEL SECURITY',
      expected: [changed('extension-table', 'st_extension_table.t', 'rowSecurity')],
    },
    {
      name: 'FORCE ROW LEVEL SECURITY',
      sql: 'ALTER TABLE st_extension_table.t FORCE ROW LEVEL SECURITY',
      expected: [changed('extension-table', 'st_extension_table.t', 'forceRowSecurity')],
    },
    {
      name: 'ADD COLUMN',
      sql: 'ALTER TABLE st_extension_table.t ADD COLUMN c integer',
      expected: [changed('extension-table', 'st_extension_table.t', 'columns')],
    },
    {
      name: 'SET DEFAULT',
      sql: `ALTER TABLE st_extension_table.t ALTER b SET DEFAULT 'y'`,
      expected: [changed('extension-table', 'st_extension_table.t', 'columns')],
    },
    {
      name: 'ADD CHECK',
      sql: 'ALTER TABLE st_extension_table.t ADD CHECK (a > 0)',
      expected: [changed('extension-table', 'st_extension_table.t', 'constraints')],
    },
    {
      name: 'SET (…)',
      sql: 'ALTER TABLE st_extension_table.t SET (fillfactor = 50)',
      expected: [changed('extension-table', 'st_extension_table.t', 'options', 'storage')],
    },
    {
      name: 'REPLICA IDENTITY',
      sql: 'ALTER TABLE st_extension_table.t REPLICA IDENTITY FULL',
      expected: [changed('extension-table', 'st_extension_table.t', 'replicaIdentity')],
    },
    {
      name: 'one more table',
      sql: `
        DROP TABLE st_extension_table.other;
        CREATE TABLE st_extension_table.more (a integer);
        ALTER EXTENSION citext ADD TABLE st_extension_table.more`,
      expected: [
        missing('table', 'st_extension_table.other'),
        extra('extension-table', 'st_extension_table.more'),
        changed('extension', 'citext', 'members'),
      ],
    },
  ],
  harmless: [
    {
      name: 'a gap in the attribute numbers',
      sql: `
        ALTER TABLE st_extension_table.t ADD COLUMN gone integer;
        ALTER TABLE st_extension_table.t DROP COLUMN gone`,
    },
  ],
}
