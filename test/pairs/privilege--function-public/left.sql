create function f() returns integer language sql as 'select 1';
revoke execute on function f() from public;
