create table t (a varchar(5), b integer);
create function f(n integer) returns bigint language sql begin atomic; select count(*) from t where a in ('x', 'y') and b between 1 and n; end;
