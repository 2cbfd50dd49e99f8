create table t (a integer constraint c check (a > 1), b integer, constraint u unique (b));
