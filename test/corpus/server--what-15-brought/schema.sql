-- requires: 15
CREATE TABLE target (a integer, b integer, PRIMARY KEY (a, b));
CREATE TABLE source (
  a integer, b integer,
  CONSTRAINT f FOREIGN KEY (b, a) REFERENCES target (a, b) ON DELETE SET NULL (a)
);
CREATE TABLE node (id integer PRIMARY KEY, parent integer REFERENCES node ON DELETE SET DEFAULT (parent));
CREATE UNLOGGED SEQUENCE quick;
CREATE VIEW invoker WITH (security_invoker = on, security_barrier = false) AS SELECT * FROM target;
