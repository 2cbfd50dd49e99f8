create table t (a integer default 1, b text default 'x', c integer);
