create table t (a varchar(5), b integer);
alter table t enable row level security;
create policy p on t to pairs_app using (a in ('x', 'y')) with check (b between 1 and 5);
