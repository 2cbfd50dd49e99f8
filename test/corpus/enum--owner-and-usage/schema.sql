-- roles: alice bob
CREATE TYPE kept AS ENUM ('x');
CREATE TYPE given AS ENUM ('x', 'y');
ALTER TYPE given OWNER TO alice;
REVOKE USAGE ON TYPE given FROM PUBLIC;
GRANT USAGE ON TYPE given TO bob WITH GRANT OPTION;
CREATE TABLE a (k kept);
CREATE TABLE b (k kept);
CREATE TABLE c (k kept);
