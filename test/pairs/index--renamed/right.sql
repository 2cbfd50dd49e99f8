create table t (a integer, b text);
create index two on t (a);
comment on index two is 'fast';
