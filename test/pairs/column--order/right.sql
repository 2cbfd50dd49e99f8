create table t (c date, b text, a integer);
