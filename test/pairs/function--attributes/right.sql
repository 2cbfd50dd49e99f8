create function f(a integer) returns integer language sql stable security definer set work_mem = '4MB' as 'select a';
