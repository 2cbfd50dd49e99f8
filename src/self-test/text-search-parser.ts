// Text search parsers; the functions are those of the server's parser.
import { changed, extra, missing } from './mutation.ts'
import type { Expected, KindMutations } from './mutation.ts'

const functions: Readonly<Record<string, string>> = {
  start: 'prsd_start',
  gettoken: 'prsd_nexttoken',
  end: 'prsd_end',
  headline: 'prsd_headline',
  lextypes: 'prsd_lextype',
}

function anew(others: Readonly<Record<string, string>>): string {
  const options = Object.entries({ ...functions, ...others }).map(([name, called]) => `${name} = ${called}`)
  return `
    DROP TEXT SEARCH PARSER st_text_search_parser.p;
    CREATE TEXT SEARCH PARSER st_text_search_parser.p (${options.join(', ')})`
}

const parser = (attribute: string): Expected => changed('text-search-parser', 'st_text_search_parser.p', attribute)

export const textSearchParsers: KindMutations = {
  kind: 'text-search-parser',
  schema: `
    CREATE SCHEMA st_text_search_parser;
    CREATE FUNCTION st_text_search_parser.start(internal, integer) RETURNS internal LANGUAGE internal STRICT AS 'prsd_start';
    CREATE FUNCTION st_text_search_parser.gettoken(internal, internal, internal) RETURNS internal
      LANGUAGE internal STRICT AS 'prsd_nexttoken';
    CREATE FUNCTION st_text_search_parser.end(internal) RETURNS void LANGUAGE internal STRICT AS 'prsd_end';
    CREATE FUNCTION st_text_search_parser.headline(internal, internal, tsquery) RETURNS internal
      LANGUAGE internal STRICT AS 'prsd_headline';
    CREATE FUNCTION st_text_search_parser.lextypes(internal) RETURNS internal LANGUAGE internal STRICT AS 'prsd_lextype';
    CREATE TEXT SEARCH PARSER st_text_search_parser.p (
      START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end, HEADLINE = prsd_headline, LEXTYPES = prsd_lextype);`,
  mutations: [
    ...Object.keys(functions).map((name) => ({
      name: `another ${name.toUpperCase()}`,
      sql: anew({ [name]: `st_text_search_parser.${name}` }),
      expected: [parser(name)] as const,
    })),
    {
      name: 'no HEADLINE',
      sql: `
        DROP TEXT SEARCH PARSER st_text_search_parser.p;
        CREATE TEXT SEARCH PARSER st_text_search_parser.p (
          START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end, LEXTYPES = prsd_lextype)`,
      expected: [parser('headline')],
    },
    {
      name: 'RENAME TO',
      sql: 'ALTER TEXT SEARCH PARSER st_text_search_parser.p RENAME TO renamed',
      expected: [
        missing('text-search-parser', 'st_text_search_parser.p'),
        extra('text-search-parser', 'st_text_search_parser.renamed'),
      ],
    },
    {
      name: 'a comment',
      sql: `COMMENT ON TEXT SEARCH PARSER st_text_search_parser.p IS 'text'`,
      expected: [extra('comment', 'text-search-parser st_text_search_parser.p', 'comments')],
    },
    {
      name: 'DROP',
      sql: 'DROP TEXT SEARCH PARSER st_text_search_parser.p',
      expected: [missing('text-search-parser', 'st_text_search_parser.p')],
    },
  ],
  harmless: [{ name: 'recreated', sql: anew({}) }],
}
