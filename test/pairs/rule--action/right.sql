create table t (a integer, b text);
create rule r as on delete to t do also select 1;
alter table t disable rule r;
