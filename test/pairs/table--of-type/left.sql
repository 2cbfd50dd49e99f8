create type c as (a integer);
create table t of c;
