// Views: the query, the columns, the options and the defaults of columns, which INSERT uses.
import { changed, extra, missing, reader } from './mutation.ts'
import type { KindMutations } from './mutation.ts'

export const views: KindMutations = {
  kind: 'view',
  schema: `
    CREATE SCHEMA st_view;
    CREATE TABLE st_view.t (id integer, name varchar(10), amount numeric(10, 2));
    CREATE VIEW st_view.v AS SELECT id, name FROM st_view.t;
    CREATE VIEW st_view.options WITH (security_barrier = true, check_option = local) AS SELECT id FROM st_view.t WHERE id > 0;
    CREATE VIEW st_view.printed AS
      SELECT id, name IN ('a', 'b') AS is_short, 'x' AS letter FROM st_view.t WHERE amount BETWEEN 1 AND 2;
    CREATE VIEW st_view.upper AS SELECT v.id FROM st_view.v;`,
  mutations: [
    {
      name: 'another WHERE',
      sql: 'CREATE OR REPLACE VIEW st_view.v AS SELECT id, name FROM st_view.t WHERE id > 0',
      expected: [changed('view', 'st_view.v', 'definition')],
    },
    {
      name: 'another constant in what prints anew',
      sql: `CREATE OR REPLACE VIEW st_view.printed AS SELECT id, name IN ('a', 'c') AS is_short, 'x' AS letter FROM st_view.t WHERE amount BETWEEN 1 AND 2`,
      expected: [changed('view', 'st_view.printed', 'definition')],
    },
    {
      name: 'another column',
      sql: 'CREATE OR REPLACE VIEW st_view.v AS SELECT id, name, amount FROM st_view.t',
      expected: [changed('view', 'st_view.v', 'columns'), changed('view', 'st_view.v', 'definition')],
    },
    {
      name: 'RENAME COLUMN',
      sql: 'ALTER VIEW st_view.upper RENAME COLUMN id TO number',
      expected: [changed('view', 'st_view.upper', 'columns'), changed('view', 'st_view.upper', 'definition')],
    },
    {
      name: 'the type of a column',
      sql: `
        DROP VIEW st_view.upper;
        DROP VIEW st_view.v;
        CREATE VIEW st_view.v AS SELECT id, name::text AS name FROM st_view.t;
        CREATE VIEW st_view.upper AS SELECT v.id FROM st_view.v`,
      expected: [changed('view', 'st_view.v', 'columns'), changed('view', 'st_view.v', 'definition')],
    },
    {
      name: 'security_barrier',
      sql: 'ALTER VIEW st_view.v SET (security_barrier = true)',
      expected: [changed('view', 'st_view.v', 'options')],
    },
    {
      name: 'security_invoker',
      sql: 'ALTER VIEW st_view.v SET (security_invoker = true)',
      requires: 15,
      expected: [changed('view', 'st_view.v', 'options')],
    },
    {
      name: 'CHECK OPTION',
      sql: 'ALTER VIEW st_view.options SET (check_option = cascaded)',
      expected: [changed('view', 'st_view.options', 'options')],
    },
    {
      name: 'no CHECK OPTION',
      sql: 'ALTER VIEW st_view.options RESET (check_option)',
      expected: [changed('view', 'st_view.options', 'options')],
    },
    {
      name: 'SET DEFAULT of a column',
      sql: 'ALTER VIEW st_view.v ALTER id SET DEFAULT 1',
      expected: [changed('view', 'st_view.v', 'columnDefaults')],
    },
    {
      name: 'OWNER TO',
      sql: `ALTER VIEW st_view.v OWNER TO ${reader}`,
      expected: [changed('view', 'st_view.v', 'owner', 'owners')],
    },
    {
      name: 'RENAME TO',
      sql: 'ALTER VIEW st_view.upper RENAME TO higher',
      expected: [extra('view', 'st_view.higher'), missing('view', 'st_view.upper')],
    },
    { name: 'DROP', sql: 'DROP VIEW st_view.upper', expected: [missing('view', 'st_view.upper')] },
  ],
  harmless: [
    { name: 'recreated', sql: 'DROP VIEW st_view.upper; CREATE VIEW st_view.upper AS SELECT v.id FROM st_view.v' },
    {
      name: 'options in another order',
      sql: `
        ALTER VIEW st_view.options RESET (security_barrier, check_option);
        ALTER VIEW st_view.options SET (check_option = local);
        ALTER VIEW st_view.options SET (security_barrier = true)`,
    },
    {
      name: 'a default set and dropped',
      sql: `
        ALTER VIEW st_view.v ALTER id SET DEFAULT 1;
        ALTER VIEW st_view.v ALTER id DROP DEFAULT`,
    },
    {
      name: 'the query as it is printed',
      sql: `DO $$ BEGIN EXECUTE 'CREATE OR REPLACE VIEW st_view.printed AS ' || pg_get_viewdef('st_view.printed'); END $$`,
    },
    {
      name: 'a renamed column of its table and back',
      sql: `
        ALTER TABLE st_view.t RENAME name TO other;
        ALTER TABLE st_view.t RENAME other TO name`,
    },
  ],
}
