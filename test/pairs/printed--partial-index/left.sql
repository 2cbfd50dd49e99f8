create table t (a varchar(5), b integer);
create index i on t (b) where a in ('x', 'y');
create unique index j on t (lower(a)) where b between 1 and 2;
