CREATE TABLE alpha (id int);
