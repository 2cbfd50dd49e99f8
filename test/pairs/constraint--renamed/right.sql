create table t (a integer constraint two check (a > 0), b integer constraint key_two unique);
