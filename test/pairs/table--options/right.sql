create table t (a integer) with (fillfactor = 80);
