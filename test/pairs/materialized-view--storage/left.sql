create table t (a integer, b text);
create materialized view m with (fillfactor = 60) as select a from t with no data;
