create table r (id integer primary key);
create table p (id integer, r integer constraint p_r references r) partition by list (id);
create table p1 partition of p for values in (1);
