create table t (a integer, b integer) partition by list (a);
