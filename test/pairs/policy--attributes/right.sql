create table t (a integer, b text);
create policy p on t as restrictive for update to pairs_other, pairs_app using (a > 0) with check (a > 1);
