create table t (status varchar(10) check (status in ('a', 'b', 'c')));
