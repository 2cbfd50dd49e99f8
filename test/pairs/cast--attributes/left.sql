create type mood as enum ('a');
create function f(integer) returns mood language sql as $$ select 'a'::public.mood $$;
create function g(integer) returns mood language sql as $$ select 'a'::public.mood $$;
create cast (integer as mood) with function f(integer);
create cast (mood as text) with inout;
create cast (oid as real) without function;
create cast (mood as bytea) with inout;
