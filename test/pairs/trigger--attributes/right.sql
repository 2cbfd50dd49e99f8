create table t (a integer, b text);
create function f() returns trigger language plpgsql as 'begin return new; end';
create trigger tr before update on t for each row when (new.a > 1) execute function f();
alter table t disable trigger tr;
