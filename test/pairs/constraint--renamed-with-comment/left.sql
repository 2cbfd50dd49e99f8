create table t (a integer constraint one check (a > 0));
comment on constraint one on t is 'why';
