create table t (a varchar(100), b numeric(10,2), c timestamp(3));
