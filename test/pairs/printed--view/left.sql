create table t (a varchar(5), b integer, c date);
create view v as select *, case when a in ('x', 'y') then 1 end as k from t where b between 1 and 5 or c in ('2020-01-01');
create materialized view m as select a from t where a not in ('q', 'r');
