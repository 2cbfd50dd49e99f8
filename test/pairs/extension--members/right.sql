create extension fuzzystrmatch;
create extension pg_trgm;
create table keep (id integer);
alter extension fuzzystrmatch add table keep;
alter function soundex(text) cost 99;
