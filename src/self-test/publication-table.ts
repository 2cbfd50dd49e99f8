// Tables of publications, with the columns and rows that are sent.
import { changed, extra, missing } from './mutation.ts'
import type { KindMutations } from './mutation.ts'

const table = 'st_publication_table_p of st_publication_table.t'

export const publicationTables: KindMutations = {
  kind: 'publication-table',
  schema: `
    CREATE SCHEMA st_publication_table;
    CREATE TABLE st_publication_table.t (id integer, name varchar(9), "Si ze" integer);
    CREATE TABLE st_publication_table.u (id integer);
    CREATE PUBLICATION st_publication_table_p FOR TABLE st_publication_table.t;`,
  schemaFrom: {
    15: `
      CREATE PUBLICATION st_publication_table_printed FOR TABLE st_publication_table.t
        WHERE (name = 'a' AND id BETWEEN 1 AND 9);`,
  },
  mutations: [
    {
      name: 'a list of columns',
      sql: 'ALTER PUBLICATION st_publication_table_p SET TABLE st_publication_table.t ("Si ze", id)',
      requires: 15,
      expected: [changed('publication-table', table, 'columns')],
    },
    {
      name: 'WHERE',
      sql: 'ALTER PUBLICATION st_publication_table_p SET TABLE st_publication_table.t WHERE (id > 5)',
      requires: 15,
      expected: [changed('publication-table', table, 'where')],
    },
    {
      name: 'another constant in what prints anew',
      sql: `ALTER PUBLICATION st_publication_table_printed SET TABLE st_publication_table.t
        WHERE (name = 'a' AND id BETWEEN 1 AND 8)`,
      requires: 15,
      expected: [changed('publication-table', 'st_publication_table_printed of st_publication_table.t', 'where')],
    },
    {
      name: 'ADD TABLE',
      sql: 'ALTER PUBLICATION st_publication_table_p ADD TABLE st_publication_table.u',
      expected: [extra('publication-table', 'st_publication_table_p of st_publication_table.u')],
    },
    {
      name: 'DROP TABLE',
      sql: 'ALTER PUBLICATION st_publication_table_p DROP TABLE st_publication_table.t',
      expected: [missing('publication-table', table)],
    },
  ],
  harmless: [
    {
      name: 'taken out and added again',
      sql: `
        ALTER PUBLICATION st_publication_table_p DROP TABLE st_publication_table.t;
        ALTER PUBLICATION st_publication_table_p ADD TABLE st_publication_table.t`,
    },
  ],
  unchangeable: [
    { attribute: 'columns', reason: 'the server sends all columns before PostgreSQL 15', until: 14 },
    { attribute: 'where', reason: 'the server sends all rows before PostgreSQL 15', until: 14 },
  ],
}
