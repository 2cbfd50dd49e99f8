create table t (a integer, b text);
create table u (i int);
create view v as select 1 as x;
alter table t owner to pairs_app;
