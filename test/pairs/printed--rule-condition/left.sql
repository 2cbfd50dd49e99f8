create table t (a varchar(5), b integer);
create rule r as on update to t where old.a in ('x', 'y') do instead nothing;
