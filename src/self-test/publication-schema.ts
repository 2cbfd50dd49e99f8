// Schemas of publications, which came with PostgreSQL 15.
import { extra, missing } from './mutation.ts'
import type { KindMutations } from './mutation.ts'

export const publicationSchemas: KindMutations = {
  kind: 'publication-schema',
  requires: 15,
  schema: `
    CREATE SCHEMA st_publication_schema;
    CREATE SCHEMA st_publication_schema_too;
    CREATE PUBLICATION st_publication_schema_p FOR TABLES IN SCHEMA st_publication_schema`,
  mutations: [
    {
      name: 'ADD TABLES IN SCHEMA',
      sql: 'ALTER PUBLICATION st_publication_schema_p ADD TABLES IN SCHEMA st_publication_schema_too',
      expected: [extra('publication-schema', 'st_publication_schema_p of st_publication_schema_too')],
    },
    {
      name: 'DROP TABLES IN SCHEMA',
      sql: 'ALTER PUBLICATION st_publication_schema_p DROP TABLES IN SCHEMA st_publication_schema',
      expected: [missing('publication-schema', 'st_publication_schema_p of st_publication_schema')],
    },
  ],
  harmless: [],
}
