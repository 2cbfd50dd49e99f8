create table u (i int);
