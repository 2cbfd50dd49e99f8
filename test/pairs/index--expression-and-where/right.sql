create table t (a integer, b text);
create index i on t (upper(b)) where a > 1;
