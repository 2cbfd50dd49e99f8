create function f(a integer) returns integer language sql immutable strict parallel safe cost 5 as 'select a';
