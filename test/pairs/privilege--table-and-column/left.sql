create table t (a integer, b text);
grant select, insert on t to pairs_app;
grant update (a) on t to pairs_other with grant option;
