create table t (a text, b numeric(12,2), c timestamp(6));
