CREATE SCHEMA :APP;
CREATE TABLE :APP.t (name text DEFAULT :'APP', n int DEFAULT '1'::int, m @kind@);
