create table t (a varchar(5), b integer);
create function f() returns trigger language plpgsql as 'begin return new; end';
create trigger tr before insert on t for each row when (new.a in ('x', 'y') and new.b between 1 and 5) execute function f();
