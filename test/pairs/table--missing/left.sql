create table t (a integer, b text);
create index t_a on t (a);
comment on table t is 'x';
create table u (i int);
