// Schemas, the one named public among them, which is there from the start.
import { changed, extra, missing, reader } from './mutation.ts'
import type { KindMutations } from './mutation.ts'

export const schemas: KindMutations = {
  kind: 'schema',
  schema: `
    CREATE SCHEMA st_schema;
    CREATE SCHEMA st_schema_other;`,
  mutations: [
    {
      name: 'OWNER TO',
      sql: `ALTER SCHEMA st_schema OWNER TO ${reader}`,
      expected: [changed('schema', 'st_schema', 'owner', 'owners')],
    },
    {
      name: 'OWNER TO of the schema public',
      sql: `ALTER SCHEMA public OWNER TO ${reader}`,
      expected: [changed('schema', 'public', 'owner', 'owners')],
    },
    {
      name: 'RENAME TO',
      sql: 'ALTER SCHEMA st_schema_other RENAME TO st_schema_renamed',
      expected: [missing('schema', 'st_schema_other'), extra('schema', 'st_schema_renamed')],
    },
    { name: 'CREATE', sql: 'CREATE SCHEMA st_schema_new', expected: [extra('schema', 'st_schema_new')] },
    { name: 'DROP', sql: 'DROP SCHEMA st_schema_other', expected: [missing('schema', 'st_schema_other')] },
  ],
  harmless: [
    { name: 'recreated', sql: 'DROP SCHEMA st_schema_other; CREATE SCHEMA st_schema_other' },
    {
      name: 'owned by another and back',
      sql: `ALTER SCHEMA st_schema OWNER TO ${reader}; ALTER SCHEMA st_schema OWNER TO CURRENT_USER`,
    },
    {
      name: 'renamed and back',
      sql: `
        ALTER SCHEMA st_schema RENAME TO st_schema_renamed;
        ALTER SCHEMA st_schema_renamed RENAME TO st_schema`,
    },
  ],
}
