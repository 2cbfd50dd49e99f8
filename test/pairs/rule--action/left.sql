create table t (a integer, b text);
create rule r as on delete to t do instead nothing;
