create table t (a integer, b text);
create function f() returns trigger language plpgsql as 'begin return new; end';
create trigger tr before update of a on t for each row when (new.a > 0) execute function f('x');
