create table t (a integer, b text);
comment on table t is 'two';
comment on column t.a is 'same';
