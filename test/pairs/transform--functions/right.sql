create function to_sql(internal) returns integer language internal strict immutable as 'int4recv';
create transform for integer language sql (to sql with function to_sql(internal));
create transform for bigint language plpgsql (from sql with function prsd_lextype(internal));
create function f(integer) returns integer language sql as 'select 1';
