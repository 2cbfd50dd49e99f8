create type mood as enum ('a');
create function f(integer) returns mood language sql as $$ select 'a'::public.mood $$;
create function g(integer) returns mood language sql as $$ select 'a'::public.mood $$;
create cast (integer as mood) with function g(integer) as implicit;
create cast (mood as text) with inout as assignment;
create cast (oid as real) with inout;
comment on cast (oid as real) is 'odd';
