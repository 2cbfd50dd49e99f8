-- The row type of a table or view may have a comment of its own, which pg_dump leaves out.
CREATE TABLE t (a integer);
CREATE VIEW v AS SELECT 1 AS one;
COMMENT ON TYPE t IS 'a row of t';
COMMENT ON TABLE t IS 'the table';
COMMENT ON TYPE v IS 'a row of v';
