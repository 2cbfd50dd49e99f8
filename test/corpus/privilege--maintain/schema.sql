-- requires: 18
-- roles: alice bob
CREATE TABLE t (id integer);
GRANT MAINTAIN ON t TO alice;
GRANT ALL ON t TO bob;
CREATE TABLE kept (id integer);
REVOKE MAINTAIN ON kept FROM CURRENT_USER;
