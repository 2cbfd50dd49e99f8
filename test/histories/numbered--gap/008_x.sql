CREATE TABLE t008 (id int);
