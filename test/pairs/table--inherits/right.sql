create table base (a integer);
create table t (a integer, b text);
