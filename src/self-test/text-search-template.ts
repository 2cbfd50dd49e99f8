// Text search templates; the functions are those of the server's template simple.
import { changed, extra, missing } from './mutation.ts'
import type { Expected, KindMutations } from './mutation.ts'

const template = (attribute: string): Expected =>
  changed('text-search-template', 'st_text_search_template.t', attribute)

function anew(options: string): string {
  return `
    DROP TEXT SEARCH TEMPLATE st_text_search_template.t;
    CREATE TEXT SEARCH TEMPLATE st_text_search_template.t (${options})`
}

export const textSearchTemplates: KindMutations = {
  kind: 'text-search-template',
  schema: `
    CREATE SCHEMA st_text_search_template;
    CREATE FUNCTION st_text_search_template.lexize(internal, internal, internal, internal) RETURNS internal
      LANGUAGE internal STRICT AS 'dsimple_lexize';
    CREATE TEXT SEARCH TEMPLATE st_text_search_template.t (INIT = dsimple_init, LEXIZE = dsimple_lexize);`,
  mutations: [
    { name: 'no INIT', sql: anew('LEXIZE = dsimple_lexize'), expected: [template('init')] },
    {
      name: 'another LEXIZE',
      sql: anew('INIT = dsimple_init, LEXIZE = st_text_search_template.lexize'),
      expected: [template('lexize')],
    },
    {
      name: 'RENAME TO',
      sql: 'ALTER TEXT SEARCH TEMPLATE st_text_search_template.t RENAME TO renamed',
      expected: [
        missing('text-search-template', 'st_text_search_template.t'),
        extra('text-search-template', 'st_text_search_template.renamed'),
      ],
    },
    {
      name: 'a comment',
      sql: `COMMENT ON TEXT SEARCH TEMPLATE st_text_search_template.t IS 'text'`,
      expected: [extra('comment', 'text-search-template st_text_search_template.t', 'comments')],
    },
    {
      name: 'DROP',
      sql: 'DROP TEXT SEARCH TEMPLATE st_text_search_template.t',
      expected: [missing('text-search-template', 'st_text_search_template.t')],
    },
  ],
  harmless: [{ name: 'recreated in the other order', sql: anew('LEXIZE = dsimple_lexize, INIT = dsimple_init') }],
}
