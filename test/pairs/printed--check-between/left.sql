create table t (a integer check (a between 1 and 9), b date, constraint sane check (b not between '2000-01-01' and '2010-01-01'));
