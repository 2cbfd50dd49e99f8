// Text search configurations with their mappings; the order of the dictionaries of one type of token has a meaning.
import { changed, extra, missing, reader } from './mutation.ts'
import type { Expected, KindMutations } from './mutation.ts'

const configuration = (attribute: string): Expected =>
  changed('text-search-configuration', 'st_text_search_configuration.c', attribute)

const named = 'TEXT SEARCH CONFIGURATION st_text_search_configuration.c'

export const textSearchConfigurations: KindMutations = {
  kind: 'text-search-configuration',
  schema: `
    CREATE SCHEMA st_text_search_configuration;
    CREATE TEXT SEARCH PARSER st_text_search_configuration.p (
      START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end, LEXTYPES = prsd_lextype);
    CREATE TEXT SEARCH DICTIONARY st_text_search_configuration.d (TEMPLATE = simple);
    CREATE ${named} (PARSER = pg_catalog.default);
    ALTER ${named} ADD MAPPING FOR word, asciiword WITH st_text_search_configuration.d, english_stem, simple;
    ALTER ${named} ADD MAPPING FOR email WITH simple;`,
  mutations: [
    {
      name: 'another parser',
      sql: `
        DROP ${named};
        CREATE ${named} (PARSER = st_text_search_configuration.p);
        ALTER ${named} ADD MAPPING FOR word, asciiword WITH st_text_search_configuration.d, english_stem, simple;
        ALTER ${named} ADD MAPPING FOR email WITH simple`,
      expected: [configuration('parser')],
    },
    {
      name: 'dictionaries in another order',
      sql: `ALTER ${named} ALTER MAPPING FOR word WITH english_stem, st_text_search_configuration.d, simple`,
      expected: [configuration('mappings')],
    },
    {
      name: 'ADD MAPPING',
      sql: `ALTER ${named} ADD MAPPING FOR url WITH simple`,
      expected: [configuration('mappings')],
    },
    { name: 'DROP MAPPING', sql: `ALTER ${named} DROP MAPPING FOR email`, expected: [configuration('mappings')] },
    {
      name: 'REPLACE',
      sql: `ALTER ${named} ALTER MAPPING REPLACE english_stem WITH german_stem`,
      expected: [configuration('mappings')],
    },
    {
      name: 'OWNER TO',
      sql: `ALTER ${named} OWNER TO ${reader}`,
      expected: [changed('text-search-configuration', 'st_text_search_configuration.c', 'owner', 'owners')],
    },
    {
      name: 'RENAME TO',
      sql: `ALTER ${named} RENAME TO renamed`,
      expected: [
        missing('text-search-configuration', 'st_text_search_configuration.c'),
        extra('text-search-configuration', 'st_text_search_configuration.renamed'),
      ],
    },
    {
      name: 'a comment',
      sql: `COMMENT ON ${named} IS 'text'`,
      expected: [extra('comment', 'text-search-configuration st_text_search_configuration.c', 'comments')],
    },
    {
      name: 'DROP',
      sql: `DROP ${named}`,
      expected: [missing('text-search-configuration', 'st_text_search_configuration.c')],
    },
  ],
  harmless: [
    {
      name: 'recreated as a copy, mapped in another order',
      sql: `
        CREATE TEXT SEARCH CONFIGURATION st_text_search_configuration.source (PARSER = "default");
        ALTER TEXT SEARCH CONFIGURATION st_text_search_configuration.source ADD MAPPING FOR email WITH simple;
        ALTER TEXT SEARCH CONFIGURATION st_text_search_configuration.source
          ADD MAPPING FOR asciiword, word WITH st_text_search_configuration.d, english_stem, simple;
        DROP ${named};
        CREATE ${named} (COPY = st_text_search_configuration.source);
        DROP TEXT SEARCH CONFIGURATION st_text_search_configuration.source`,
    },
    {
      name: 'replaced and replaced back',
      sql: `
        ALTER ${named} ALTER MAPPING FOR word REPLACE english_stem WITH german_stem;
        ALTER ${named} ALTER MAPPING FOR word REPLACE german_stem WITH english_stem`,
    },
  ],
}
