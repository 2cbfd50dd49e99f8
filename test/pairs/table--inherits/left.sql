create table base (a integer);
create table t (b text) inherits (base);
