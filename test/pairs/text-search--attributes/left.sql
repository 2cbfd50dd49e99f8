create text search parser p (start = prsd_start, gettoken = prsd_nexttoken, end = prsd_end, lextypes = prsd_lextype, headline = prsd_headline);
create text search template t (lexize = dsimple_lexize);
create text search dictionary options (template = simple, stopwords = english, accept = true);
create text search dictionary "order" (template = simple, stopwords = english, accept = true);
create text search dictionary template (template = simple);
create text search configuration parser (parser = p);
create text search configuration mappings (copy = pg_catalog.simple);
create text search configuration same (copy = pg_catalog.english);
