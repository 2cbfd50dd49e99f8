create table t (a integer, constraint ex exclude using btree ((a + 1) with =));
alter index ex alter column 1 set statistics 77;
