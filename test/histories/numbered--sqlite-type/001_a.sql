CREATE TABLE a (
  id int,
  at DATETIME
);
