-- roles: ts_owner
CREATE SCHEMA "S x";
CREATE EXTENSION unaccent;
CREATE EXTENSION dict_int;
CREATE FUNCTION "S x"."lex.types"(internal) RETURNS internal LANGUAGE internal STRICT AS 'prsd_lextype';
CREATE FUNCTION "S x".lexize(internal, internal, internal, internal) RETURNS internal LANGUAGE internal STRICT AS 'dsimple_lexize';
CREATE TEXT SEARCH PARSER "S x"."My.parser" (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end, LEXTYPES = "S x"."lex.types", HEADLINE = prsd_headline);
CREATE TEXT SEARCH PARSER plain (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end, LEXTYPES = prsd_lextype);
CREATE TEXT SEARCH TEMPLATE "S x"."My.template" (INIT = dsimple_init, LEXIZE = "S x".lexize);
CREATE TEXT SEARCH TEMPLATE no_init (LEXIZE = dsimple_lexize);
CREATE TEXT SEARCH DICTIONARY "S x"."My ""dictionary""" (TEMPLATE = "S x"."My.template", STOPWORDS = english, accept = 'false');
CREATE TEXT SEARCH DICTIONARY bare (TEMPLATE = simple);
CREATE TEXT SEARCH DICTIONARY snow (TEMPLATE = snowball, Language = 'english', StopWords = 'english');
CREATE TEXT SEARCH DICTIONARY numbers (TEMPLATE = intdict_template, MAXLEN = 4, REJECTLONG = 'false');
CREATE TEXT SEARCH DICTIONARY syn (TEMPLATE = synonym, SYNONYMS = 'synonym_sample');
CREATE TEXT SEARCH DICTIONARY thes (TEMPLATE = thesaurus, DictFile = 'thesaurus_sample', Dictionary = 'public.snow');
ALTER TEXT SEARCH DICTIONARY syn (CaseSensitive = 1);
ALTER TEXT SEARCH DICTIONARY numbers (MaxLen, absval = TRUE);
CREATE TEXT SEARCH CONFIGURATION "S x"."My.configuration" (PARSER = "S x"."My.parser");
ALTER TEXT SEARCH CONFIGURATION "S x"."My.configuration" ADD MAPPING FOR asciiword, word WITH public.syn, "S x"."My ""dictionary""", english_stem;
ALTER TEXT SEARCH CONFIGURATION "S x"."My.configuration" ADD MAPPING FOR int, uint WITH numbers, simple;
ALTER TEXT SEARCH CONFIGURATION "S x"."My.configuration" ADD MAPPING FOR host WITH simple, bare;
CREATE TEXT SEARCH CONFIGURATION empty (PARSER = plain);
CREATE TEXT SEARCH CONFIGURATION english (COPY = pg_catalog.english);
ALTER TEXT SEARCH CONFIGURATION public.english ALTER MAPPING FOR hword, hword_part, word WITH unaccent, english_stem;
ALTER TEXT SEARCH CONFIGURATION public.english ALTER MAPPING REPLACE simple WITH bare;
ALTER TEXT SEARCH CONFIGURATION public.english DROP MAPPING FOR email, url, url_path;
ALTER TEXT SEARCH CONFIGURATION public.english DROP MAPPING IF EXISTS FOR tag;
CREATE TEXT SEARCH CONFIGURATION copied (COPY = "S x"."My.configuration");
ALTER TEXT SEARCH DICTIONARY bare OWNER TO ts_owner;
ALTER TEXT SEARCH CONFIGURATION copied OWNER TO ts_owner;
COMMENT ON TEXT SEARCH PARSER "S x"."My.parser" IS 'it''s a parser';
COMMENT ON TEXT SEARCH TEMPLATE "S x"."My.template" IS 'a template';
COMMENT ON TEXT SEARCH DICTIONARY "S x"."My ""dictionary""" IS 'a dictionary';
COMMENT ON TEXT SEARCH CONFIGURATION "S x"."My.configuration" IS 'a configuration';
CREATE TABLE t (
  body text,
  vector tsvector GENERATED ALWAYS AS (to_tsvector('public.english', body)) STORED,
  config regconfig DEFAULT 'copied'
);
CREATE INDEX i ON t USING gin (to_tsvector('"S x"."My.configuration"', body));
CREATE VIEW v AS SELECT ts_lexize('public.bare', body) FROM t WHERE to_tsvector('empty', body) @@ to_tsquery('english', 'x');
CREATE FUNCTION a_first(text) RETURNS tsvector LANGUAGE sql IMMUTABLE BEGIN ATOMIC SELECT to_tsvector('copied', $1); END;
