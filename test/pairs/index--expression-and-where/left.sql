create table t (a integer, b text);
create index i on t (lower(b)) where a > 0;
