create schema a;
create table t(i int);
create table u(i int);
