create table t (a integer constraint two check (a > 0));
comment on constraint two on t is 'why';
