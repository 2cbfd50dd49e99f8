create table t (a integer constraint c check (a > 0), b integer, constraint u unique (a));
