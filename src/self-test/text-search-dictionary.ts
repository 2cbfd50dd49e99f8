// Text search dictionaries; the order of their options has no meaning.
import { changed, extra, missing, reader } from './mutation.ts'
import type { Expected, KindMutations } from './mutation.ts'

const dictionary = (attribute: string): Expected =>
  changed('text-search-dictionary', 'st_text_search_dictionary.d', attribute)

const named = 'TEXT SEARCH DICTIONARY st_text_search_dictionary.d'

export const textSearchDictionaries: KindMutations = {
  kind: 'text-search-dictionary',
  schema: `
    CREATE SCHEMA st_text_search_dictionary;
    CREATE TEXT SEARCH TEMPLATE st_text_search_dictionary.t (INIT = dsimple_init, LEXIZE = dsimple_lexize);
    CREATE ${named} (TEMPLATE = simple, STOPWORDS = english, ACCEPT = true);`,
  mutations: [
    {
      name: 'another template',
      sql: `
        DROP ${named};
        CREATE ${named} (TEMPLATE = st_text_search_dictionary.t, STOPWORDS = english, ACCEPT = true)`,
      expected: [dictionary('template')],
    },
    { name: 'another option', sql: `ALTER ${named} (ACCEPT = false)`, expected: [dictionary('options')] },
    { name: 'an option less', sql: `ALTER ${named} (STOPWORDS)`, expected: [dictionary('options')] },
    {
      name: 'OWNER TO',
      sql: `ALTER ${named} OWNER TO ${reader}`,
      expected: [changed('text-search-dictionary', 'st_text_search_dictionary.d', 'owner', 'owners')],
    },
    {
      name: 'RENAME TO',
      sql: `ALTER ${named} RENAME TO renamed`,
      expected: [
        missing('text-search-dictionary', 'st_text_search_dictionary.d'),
        extra('text-search-dictionary', 'st_text_search_dictionary.renamed'),
      ],
    },
    {
      name: 'a comment',
      sql: `COMMENT ON ${named} IS 'text'`,
      expected: [extra('comment', 'text-search-dictionary st_text_search_dictionary.d', 'comments')],
    },
    {
      name: 'DROP',
      sql: `DROP ${named}`,
      expected: [missing('text-search-dictionary', 'st_text_search_dictionary.d')],
    },
  ],
  harmless: [
    {
      name: 'options in another order',
      sql: `DROP ${named}; CREATE ${named} (ACCEPT = true, TEMPLATE = pg_catalog.simple, STOPWORDS = english)`,
    },
    { name: 'an option set to what it was', sql: `ALTER ${named} (STOPWORDS = english)` },
  ],
}
