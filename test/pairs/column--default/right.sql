create table t (a integer default 2, b text, c integer default 3);
