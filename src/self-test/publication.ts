// Publications: what they send, and whether they send all tables.
import { changed, extra, missing, reader } from './mutation.ts'
import type { KindMutations } from './mutation.ts'

export const publications: KindMutations = {
  kind: 'publication',
  schema: `
    CREATE SCHEMA st_publication;
    CREATE TABLE st_publication.t (id integer);
    CREATE PUBLICATION st_publication_p;
    CREATE PUBLICATION st_publication_gone FOR TABLE st_publication.t;`,
  mutations: [
    {
      name: 'publish',
      sql: `ALTER PUBLICATION st_publication_p SET (publish = 'insert, delete')`,
      expected: [changed('publication', 'st_publication_p', 'publish')],
    },
    {
      name: 'publish_via_partition_root',
      sql: 'ALTER PUBLICATION st_publication_p SET (publish_via_partition_root = true)',
      expected: [changed('publication', 'st_publication_p', 'publishViaPartitionRoot')],
    },
    {
      name: 'publish_generated_columns',
      sql: 'ALTER PUBLICATION st_publication_p SET (publish_generated_columns = stored)',
      requires: 18,
      expected: [changed('publication', 'st_publication_p', 'publishGeneratedColumns')],
    },
    {
      name: 'FOR ALL TABLES',
      sql: 'DROP PUBLICATION st_publication_p; CREATE PUBLICATION st_publication_p FOR ALL TABLES',
      expected: [changed('publication', 'st_publication_p', 'allTables')],
    },
    {
      name: 'OWNER TO',
      sql: `ALTER PUBLICATION st_publication_p OWNER TO ${reader}`,
      expected: [changed('publication', 'st_publication_p', 'owner', 'owners')],
    },
    {
      name: 'RENAME TO',
      sql: 'ALTER PUBLICATION st_publication_p RENAME TO st_publication_renamed',
      expected: [missing('publication', 'st_publication_p'), extra('publication', 'st_publication_renamed')],
    },
    {
      name: 'DROP',
      sql: 'DROP PUBLICATION st_publication_gone',
      expected: [missing('publication', 'st_publication_gone')],
    },
  ],
  harmless: [
    {
      name: 'what is published in another order',
      sql: `ALTER PUBLICATION st_publication_p SET (publish = 'truncate, delete, update, insert')`,
    },
  ],
  unchangeable: [
    {
      attribute: 'publishGeneratedColumns',
      reason: 'the server publishes no generated column before PostgreSQL 18',
      until: 17,
    },
  ],
}
