// Materialized views: the query and all that a table has besides, column by column.
import { changed, extra, missing, reader } from './mutation.ts'
import type { KindMutations } from './mutation.ts'

export const materializedViews: KindMutations = {
  kind: 'materialized-view',
  schema: `
    CREATE SCHEMA st_materialized_view;
    CREATE TABLE st_materialized_view.t (id integer NOT NULL, name varchar(10), note text);
    CREATE MATERIALIZED VIEW st_materialized_view.m AS SELECT id, name, note FROM st_materialized_view.t WITH NO DATA;
    CREATE MATERIALIZED VIEW st_materialized_view.printed AS
      SELECT id, name IN ('a', 'b') AS is_short FROM st_materialized_view.t WHERE id BETWEEN 1 AND 2 WITH NO DATA;
    CREATE MATERIALIZED VIEW st_materialized_view.empty AS SELECT 1 AS one WITH NO DATA;
    CREATE UNIQUE INDEX m_id ON st_materialized_view.m (id);`,
  mutations: [
    {
      name: 'another query',
      sql: `
        DROP MATERIALIZED VIEW st_materialized_view.printed;
        CREATE MATERIALIZED VIEW st_materialized_view.printed AS SELECT id, name IN ('a', 'b') AS is_short FROM st_materialized_view.t WHERE id BETWEEN 1 AND 3 WITH NO DATA`,
      expected: [changed('materialized-view', 'st_materialized_view.printed', 'definition')],
    },
    {
      name: 'another column',
      sql: `
        DROP MATERIALIZED VIEW st_materialized_view.empty;
        CREATE MATERIALIZED VIEW st_materialized_view.empty AS SELECT 1 AS one, 2 AS two WITH NO DATA`,
      expected: [
        changed('materialized-view', 'st_materialized_view.empty', 'columns'),
        changed('materialized-view', 'st_materialized_view.empty', 'definition'),
      ],
    },
    {
      name: 'RENAME COLUMN',
      sql: 'ALTER MATERIALIZED VIEW st_materialized_view.empty RENAME COLUMN one TO two',
      expected: [
        changed('materialized-view', 'st_materialized_view.empty', 'columns'),
        changed('materialized-view', 'st_materialized_view.empty', 'definition'),
      ],
    },
    {
      name: 'REFRESH',
      sql: 'REFRESH MATERIALIZED VIEW st_materialized_view.empty',
      expected: [changed('materialized-view', 'st_materialized_view.empty', 'populated')],
    },
    {
      name: 'another access method',
      sql: `
        CREATE ACCESS METHOD st_heap TYPE TABLE HANDLER heap_tableam_handler;
        DROP MATERIALIZED VIEW st_materialized_view.empty;
        CREATE MATERIALIZED VIEW st_materialized_view.empty USING st_heap AS SELECT 1 AS one WITH NO DATA`,
      expected: [
        extra('access-method', 'st_heap'),
        changed('materialized-view', 'st_materialized_view.empty', 'accessMethod', 'storage'),
      ],
    },
    {
      name: 'TABLESPACE',
      sql: [
        'SET allow_in_place_tablespaces = on',
        `CREATE TABLESPACE st_materialized_view LOCATION ''`,
        'ALTER MATERIALIZED VIEW st_materialized_view.m SET TABLESPACE st_materialized_view',
      ],
      requires: 15,
      cleanUp: 'DROP TABLESPACE st_materialized_view',
      expected: [changed('materialized-view', 'st_materialized_view.m', 'tablespace', 'storage')],
    },
    {
      name: 'REPLICA IDENTITY',
      sql: 'ALTER MATERIALIZED VIEW st_materialized_view.m REPLICA IDENTITY FULL',
      expected: [changed('materialized-view', 'st_materialized_view.m', 'replicaIdentity')],
    },
    {
      name: 'fillfactor',
      sql: 'ALTER MATERIALIZED VIEW st_materialized_view.m SET (fillfactor = 50)',
      expected: [changed('materialized-view', 'st_materialized_view.m', 'options', 'storage')],
    },
    {
      name: 'an option of the TOAST table',
      sql: 'ALTER MATERIALIZED VIEW st_materialized_view.m SET (toast.autovacuum_enabled = off)',
      expected: [changed('materialized-view', 'st_materialized_view.m', 'options', 'storage')],
    },
    {
      name: 'SET STATISTICS',
      sql: 'ALTER MATERIALIZED VIEW st_materialized_view.m ALTER name SET STATISTICS 5',
      expected: [changed('materialized-view', 'st_materialized_view.m', 'columnStatistics', 'statistics')],
    },
    {
      name: 'SET STORAGE',
      sql: 'ALTER MATERIALIZED VIEW st_materialized_view.m ALTER name SET STORAGE EXTERNAL',
      expected: [changed('materialized-view', 'st_materialized_view.m', 'columnStorage', 'storage')],
    },
    {
      name: 'SET COMPRESSION',
      sql: 'ALTER MATERIALIZED VIEW st_materialized_view.m ALTER name SET COMPRESSION pglz',
      expected: [changed('materialized-view', 'st_materialized_view.m', 'columnCompression', 'storage')],
    },
    {
      name: 'an option of a column',
      sql: 'ALTER MATERIALIZED VIEW st_materialized_view.m ALTER name SET (n_distinct = 5)',
      expected: [changed('materialized-view', 'st_materialized_view.m', 'columnOptions', 'statistics')],
    },
    {
      name: 'OWNER TO',
      sql: `ALTER MATERIALIZED VIEW st_materialized_view.m OWNER TO ${reader}`,
      expected: [changed('materialized-view', 'st_materialized_view.m', 'owner', 'owners')],
    },
    {
      name: 'RENAME TO',
      sql: 'ALTER MATERIALIZED VIEW st_materialized_view.empty RENAME TO renamed',
      expected: [
        missing('materialized-view', 'st_materialized_view.empty'),
        extra('materialized-view', 'st_materialized_view.renamed'),
      ],
    },
    {
      name: 'DROP',
      sql: 'DROP MATERIALIZED VIEW st_materialized_view.empty',
      expected: [missing('materialized-view', 'st_materialized_view.empty')],
    },
  ],
  harmless: [
    {
      name: 'recreated',
      sql: `
        DROP MATERIALIZED VIEW st_materialized_view.empty;
        CREATE MATERIALIZED VIEW st_materialized_view.empty AS SELECT 1 AS one WITH NO DATA`,
    },
    {
      name: 'refreshed and emptied',
      sql: `
        REFRESH MATERIALIZED VIEW st_materialized_view.m;
        REFRESH MATERIALIZED VIEW st_materialized_view.m WITH NO DATA`,
    },
    {
      name: 'the query as it is printed',
      sql: `DO $$ DECLARE query text := pg_get_viewdef('st_materialized_view.printed'); BEGIN DROP MATERIALIZED VIEW st_materialized_view.printed; EXECUTE 'CREATE MATERIALIZED VIEW st_materialized_view.printed AS ' || rtrim(query, ';') || ' WITH NO DATA'; END $$`,
    },
  ],
  unchangeable: [
    {
      attribute: 'tablespace',
      reason: 'a second tablespace needs a directory of its own on the server before PostgreSQL 15',
      until: 14,
    },
  ],
}
