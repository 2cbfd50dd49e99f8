create table t (a integer, b text);
create view v with (security_barrier) as select a from t with local check option;
alter view v alter a set default 5;
