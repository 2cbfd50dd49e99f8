create table t (a varchar(20) check (a like any (array['x%', 'y%'])), b char(3) check (b in ('abc', 'def')));
