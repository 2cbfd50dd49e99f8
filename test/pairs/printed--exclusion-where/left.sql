create table t (r int4range, a varchar(5), exclude using gist (r with &&) where (a in ('x', 'y')));
