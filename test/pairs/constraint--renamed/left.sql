create table t (a integer constraint one check (a > 0), b integer constraint key_one unique);
