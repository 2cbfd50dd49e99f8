create table t (a integer, constraint ex exclude using btree ((a + 1) with =));
