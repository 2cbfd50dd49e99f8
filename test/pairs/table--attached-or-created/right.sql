create table t (a integer) partition by range (a);
create table p (a integer);
alter table t attach partition p for values from (1) to (10);
