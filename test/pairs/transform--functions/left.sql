create transform for integer language sql (from sql with function prsd_lextype(internal), to sql with function int4recv(internal));
create transform for bigint language sql (from sql with function prsd_lextype(internal));
create function f(integer) returns integer language sql transform for type integer as 'select 1';
