create table t (a integer, b text);
create index i on t (a desc nulls last) include (b) with (fillfactor = 50);
create index j on t using hash (a);
