create table t (a varchar(5), b integer) partition by range ((case when a in ('x', 'y') then b end));
