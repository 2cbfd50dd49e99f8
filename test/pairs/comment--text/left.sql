create table t (a integer, b text);
comment on table t is 'one';
comment on column t.a is 'same';
comment on column t.b is 'gone';
