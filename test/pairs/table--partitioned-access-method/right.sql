create table t (id integer) partition by list (id) using heap;
