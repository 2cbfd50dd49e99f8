create schema a authorization pairs_app;
create table t(i int);
create table u(i int);
