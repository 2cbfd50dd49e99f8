// Access methods of tables and of indexes, which nothing but DROP and CREATE changes.
import { changed, extra, missing } from './mutation.ts'
import type { KindMutations } from './mutation.ts'

export const accessMethods: KindMutations = {
  kind: 'access-method',
  schema: `
    CREATE SCHEMA st_access_method;
    CREATE FUNCTION st_access_method.handler(internal) RETURNS table_am_handler LANGUAGE internal AS 'heap_tableam_handler';
    CREATE ACCESS METHOD st_access_method_table TYPE TABLE HANDLER heap_tableam_handler;
    CREATE ACCESS METHOD st_access_method_index TYPE INDEX HANDLER gisthandler;`,
  mutations: [
    {
      name: 'HANDLER',
      sql: `
        DROP ACCESS METHOD st_access_method_table;
        CREATE ACCESS METHOD st_access_method_table TYPE TABLE HANDLER st_access_method.handler`,
      expected: [changed('access-method', 'st_access_method_table', 'handler')],
    },
    {
      name: 'TYPE',
      sql: `
        DROP ACCESS METHOD st_access_method_table;
        CREATE ACCESS METHOD st_access_method_table TYPE INDEX HANDLER gisthandler`,
      expected: [
        changed('access-method', 'st_access_method_table', 'handler'),
        changed('access-method', 'st_access_method_table', 'type'),
      ],
    },
    {
      name: 'DROP',
      sql: 'DROP ACCESS METHOD st_access_method_index',
      expected: [missing('access-method', 'st_access_method_index')],
    },
    {
      name: 'a further one',
      sql: 'CREATE ACCESS METHOD st_access_method_other TYPE INDEX HANDLER bthandler',
      expected: [extra('access-method', 'st_access_method_other')],
    },
    {
      name: 'a comment',
      sql: `COMMENT ON ACCESS METHOD st_access_method_index IS 'a tree'`,
      expected: [extra('comment', 'access-method st_access_method_index', 'comments')],
    },
  ],
  harmless: [
    {
      name: 'recreated',
      sql: `
        DROP ACCESS METHOD st_access_method_index;
        CREATE ACCESS METHOD st_access_method_index TYPE INDEX HANDLER gisthandler`,
    },
  ],
}
