create table t (a integer, b text);
create unique index i on t (a);
create index j on t (a);
