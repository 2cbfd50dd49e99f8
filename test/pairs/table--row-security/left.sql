create table t (a integer, b text);
alter table t enable row level security;
alter table t force row level security;
