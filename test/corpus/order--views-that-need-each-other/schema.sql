-- Through a function that returns rows of one view and reads the other: only a stub breaks this cycle.
CREATE TABLE t (a int PRIMARY KEY, b text COLLATE "C");
CREATE VIEW v AS SELECT a, b FROM t;
CREATE FUNCTION f() RETURNS SETOF v LANGUAGE sql STABLE BEGIN ATOMIC SELECT a, b FROM v; END;
CREATE OR REPLACE VIEW v AS SELECT a, b FROM t WHERE a NOT IN (SELECT f.a FROM f());
COMMENT ON VIEW v IS 'reads itself through f';
COMMENT ON COLUMN v.b IS 'a column of it';
