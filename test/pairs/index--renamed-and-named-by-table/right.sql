create table t (a integer not null);
create unique index two on t (a);
alter table t replica identity using index two;
alter table t cluster on two;
