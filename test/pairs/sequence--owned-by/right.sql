create table t (a integer);
create sequence s;
