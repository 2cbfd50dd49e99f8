-- roles: alice bob
CREATE TABLE t (id integer PRIMARY KEY, name text);
CREATE VIEW barrier WITH (security_barrier) AS SELECT * FROM t;
CREATE VIEW invoker WITH (security_barrier = false) AS SELECT * FROM t;
CREATE VIEW checked AS SELECT * FROM t WHERE id > 0 WITH CHECK OPTION;
CREATE VIEW locally WITH (security_barrier = yes) AS SELECT * FROM checked WHERE id < 100 WITH LOCAL CHECK OPTION;
CREATE VIEW defaulted AS SELECT * FROM t;
ALTER VIEW defaulted ALTER COLUMN name SET DEFAULT 'new ' || CURRENT_DATE;
ALTER VIEW defaulted ALTER COLUMN id SET DEFAULT 5;
ALTER VIEW barrier RENAME COLUMN name TO "Full name";
ALTER TABLE t RENAME COLUMN name TO title;
ALTER VIEW checked OWNER TO alice;
GRANT SELECT, UPDATE ON checked TO bob;
GRANT SELECT ("Full name"), INSERT (id) ON barrier TO bob;
COMMENT ON VIEW checked IS 'only positive';
COMMENT ON COLUMN barrier."Full name" IS 'of a view';
