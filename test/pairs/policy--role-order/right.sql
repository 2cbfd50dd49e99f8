create table t (a integer, b text);
create policy p on t to pairs_other, pairs_app using (a > 0);
