create table t (a integer, b text);
create index i on t (b text_pattern_ops);
