create table t (a integer, b text);
grant select on t to pairs_app;
revoke select on t from pairs_app;
