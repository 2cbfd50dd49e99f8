create table t (s varchar(9), constraint one check (s in ('a', 'b')));
