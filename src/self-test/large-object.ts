// Large objects: what they hold is data.
import { changed, extra, missing, reader } from './mutation.ts'
import type { KindMutations } from './mutation.ts'

export const largeObjects: KindMutations = {
  kind: 'large-object',
  schema: 'SELECT lo_create(4711), lo_create(4712)',
  notDumped: [missing('large-object', '4711'), missing('large-object', '4712')],
  mutations: [
    {
      name: 'OWNER TO',
      sql: `ALTER LARGE OBJECT 4711 OWNER TO ${reader}`,
      expected: [changed('large-object', '4711', 'owner', 'owners')],
    },
    { name: 'lo_create', sql: 'SELECT lo_create(4713)', expected: [extra('large-object', '4713')] },
    { name: 'lo_unlink', sql: 'SELECT lo_unlink(4712)', expected: [missing('large-object', '4712')] },
    {
      name: 'GRANT',
      sql: `GRANT SELECT ON LARGE OBJECT 4711 TO ${reader}`,
      expected: [extra('privilege', 'large-object 4711')],
    },
    {
      name: 'COMMENT',
      sql: `COMMENT ON LARGE OBJECT 4711 IS 'new'`,
      expected: [extra('comment', 'large-object 4711', 'comments')],
    },
  ],
  harmless: [{ name: 'unlinked and created again', sql: ['SELECT lo_unlink(4711)', 'SELECT lo_create(4711)'] }],
}
