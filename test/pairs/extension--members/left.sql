create extension fuzzystrmatch;
create extension pg_trgm version '1.5';
create table keep (id integer);
