create table t (a integer, b text);
create policy p on t for select to pairs_app, pairs_other using (a > 0);
