create table t (a integer, c date);
