create table t (a integer, b integer) partition by range (a);
