create table t (a integer not null);
create unique index one on t (a);
alter table t replica identity using index one;
alter table t cluster on one;
