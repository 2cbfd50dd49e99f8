create table t (a integer, b text);
create index one on t (a);
comment on index one is 'fast';
