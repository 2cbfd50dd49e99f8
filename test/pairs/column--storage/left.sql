create table t (a text);
alter table t alter a set storage external;
alter table t alter a set statistics 500;
alter table t alter a set (n_distinct = 5);
